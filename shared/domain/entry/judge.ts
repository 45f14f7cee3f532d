import type { Conference } from "../conference.ts";
import type { Registration } from "../registration.ts";
import { type GateBadge, gateBadge, judgeBadge } from "./badge.ts";
import { localDay } from "./day.ts";
import { admit, type BadgeClaims, type Direction, type Presence, refuse, type Verdict } from "./verdict.ts";

/** One reading, as a door asks about it. */
export interface Reading {
  readonly direction: Direction;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Where the door leads, if the gate says so: badges that are limited to zones are asked for it. */
  readonly zone?: string | undefined;
  /** The session behind the door, if it has one of its own. */
  readonly sessionId?: string | undefined;
}

/** What a gate must know of the conference. */
export interface Rules {
  /** IANA name: days are the venue's. */
  readonly timeZone: string;
  /** The sessions that only holders of a seat in them may enter. */
  readonly seatedSessions: readonly string[];
}

/** What is known of the person at the door. */
export interface Known {
  readonly presence?: Presence | undefined;
  /** Their delegation, if it says how many may be inside at once, and which members are. */
  readonly delegation?: { readonly insideAtOnce: number; readonly inside: readonly string[] } | undefined;
}

export function rulesOf({ timeZone, sessions }: Conference): Rules {
  const seated = sessions.filter(({ capacity }) => capacity !== undefined);
  return { timeZone, seatedSessions: seated.map(({ sessionId }) => sessionId) };
}

/**
 * What a gate says to one reading, with the network. "Inside" belongs to the person: a reprinted badge lets nobody in
 * twice.
 */
export function judge(
  conference: Conference,
  claims: BadgeClaims,
  holder: Registration | undefined,
  known: Known,
  reading: Reading,
): Verdict {
  if (holder && holder.conferenceId !== conference.conferenceId) return refuse("other-conference");
  const badge = holder && gateBadge(holder);
  if (!badge) return refuse(holder ? "not-confirmed" : "forged");
  return judgeBadge(badge, claims) ?? judgeReading(rulesOf(conference), badge, known, reading);
}

/** The verdict on a badge that is good. Going out asks only for being inside. */
export function judgeReading(rules: Rules, badge: GateBadge, known: Known, reading: Reading): Verdict {
  const { presence } = known;
  if (reading.direction === "out") return presence?.inside ? admit : refuse("not-inside");
  const limit = limitOf(rules, badge, reading);
  if (limit) return limit;
  if (presence?.inside) return refuse("already-inside", { since: presence.since, gate: presence.gate });
  return reading.sessionId === undefined ? (delegationFull(badge, known) ?? admit) : admit;
}

/** The days, zones and sessions that the badge is limited to. */
export function limitOf(rules: Rules, { access, sessions }: GateBadge, reading: Reading): Verdict | undefined {
  const { at, zone, sessionId } = reading;
  if (access?.days && !access.days.includes(localDay(at, rules.timeZone))) return refuse("wrong-day");
  if (access?.zones && zone !== undefined && !access.zones.includes(zone)) return refuse("wrong-zone");
  const needsSeat = sessionId !== undefined && rules.seatedSessions.includes(sessionId);
  return needsSeat && !sessions?.includes(sessionId) ? refuse("no-session-seat") : undefined;
}

function delegationFull({ registrationId }: GateBadge, { delegation }: Known): Verdict | undefined {
  const others = delegation?.inside.filter((id) => id !== registrationId) ?? [];
  return delegation && others.length >= delegation.insideAtOnce
    ? refuse("delegation-inside-full", { inside: others })
    : undefined;
}
