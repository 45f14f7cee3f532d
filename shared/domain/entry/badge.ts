import { asItAppears } from "../protection.ts";
import { displayName, liveSerial, type Registration } from "../registration.ts";
import type { BadgeAccess, BadgeFault, BadgeLife } from "./badge-life.ts";
import { type BadgeClaims, refuse, type Verdict } from "./verdict.ts";

/** A badge as a gate knows it, with all that a verdict needs and what the operator sees. */
export interface GateBadge {
  readonly registrationId: string;
  /** The serial last issued: each older one is replaced. */
  readonly serial: number;
  readonly fault?: BadgeFault;
  readonly nameOnBadge: string;
  readonly category: string;
  readonly organization?: string;
  readonly delegationId?: string;
  readonly access?: BadgeAccess;
  /** The sessions in which its holder has a seat. */
  readonly sessions?: readonly string[];
}

/** The badge of a registration; none while none was ever issued. */
export function gateBadge(registration: Registration): GateBadge | undefined {
  const {
    registrationId,
    badgeSerial: serial,
    category,
    organization,
    delegationId,
    access,
  } = asItAppears(registration);
  if (serial === 0) return undefined;
  const fault = liveSerial(registration) === undefined ? faultOf(registration) : undefined;
  const sessions = registration.sessions.filter(({ seat }) => seat.state === "held").map((each) => each.sessionId);
  return {
    registrationId,
    serial,
    ...(fault && { fault }),
    nameOnBadge: displayName(registration),
    category,
    ...(organization !== undefined && { organization }),
    ...(delegationId !== undefined && { delegationId }),
    ...(access && { access }),
    ...(sessions.length > 0 && { sessions }),
  };
}

/** Why the badge of somebody who isn't confirmed opens nothing. */
function faultOf({ accreditation: { state } }: Registration): BadgeFault {
  return state === "revoked" || state === "withdrawn" ? state : "not-confirmed";
}

/** Whether the badge itself is good: of a confirmed person, and their latest. */
export function judgeBadge({ serial, fault }: GateBadge, claims: BadgeClaims): Verdict | undefined {
  if (fault) return refuse(fault);
  return claims.serial === serial ? undefined : refuse("replaced", { serial });
}

/** A badge that was issued before its life was written down lives, or is dead, from the beginning. */
export const livesOf = (registration: Registration): readonly BadgeLife[] =>
  registration.badgeLives ?? [{ serial: registration.badgeSerial, from: "" }];

/** The lives of a registration's badges after a change: one may have ended, another begun. */
export function badgeLives(before: Registration | undefined, after: Registration, at: string): readonly BadgeLife[] {
  const [was, is] = [before && liveSerial(before), liveSerial(after)];
  const lives = before?.badgeLives ?? [];
  if (was === is) return lives;
  const ended = is === undefined ? faultOf(after) : ("replaced" as const);
  const closed = lives.map((life) => (life.serial === was ? { ...life, until: at, ended } : life));
  return is === undefined ? closed : [...closed, { serial: is, from: at }];
}
