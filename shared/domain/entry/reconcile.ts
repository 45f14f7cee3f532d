import type { Conference } from "../conference.ts";
import type { Registration } from "../registration.ts";
import { gateBadge, livesOf } from "./badge.ts";
import { faultAt } from "./badge-life.ts";
import { type Fact, fold } from "./history.ts";
import { limitOf, type Reading, rulesOf } from "./judge.ts";
import { admit, type BadgeClaims, placeOf, type RefusalReason, refuse, type Verdict } from "./verdict.ts";

/** A reading that a gate decided without the network, as the server hears of it. */
export interface LateReading extends Reading {
  readonly scanId: string;
  readonly gate: string;
  /** The gate let the person through. Where it doesn't say, the badge decides as it was at that moment. */
  readonly admitted: boolean;
}

/** What comes of it: the passage that is recorded, if there was one, and what the history has against it. */
export interface Reconciled {
  readonly verdict: Verdict;
  readonly fact?: Fact;
  readonly conflict?: RefusalReason;
}

/**
 * A reading that comes late. A passage happened, so it is recorded, and changes who is inside if it is the latest of that
 * person. What the ordered history would have refused is named, and stays a passage.
 * @param before the person's passages through the doors of that place, in any order
 * @param others the members of the person's delegation who are inside, if it limits them
 */
export function reconcile(
  conference: Conference,
  claims: BadgeClaims,
  holder: Registration | undefined,
  reading: LateReading,
  before: readonly Fact[],
  others: { readonly insideAtOnce: number; readonly inside: readonly string[] } | undefined,
): Reconciled {
  const badge = holder && gateBadge(holder);
  if (!badge) return { verdict: refuse("forged") };
  if (holder.conferenceId !== conference.conferenceId) return { verdict: refuse("other-conference") };
  const lives = livesOf(holder);
  const limit = reading.direction === "in" ? reasonOf(limitOf(rulesOf(conference), badge, reading)) : undefined;
  const fault = faultAt(lives, claims.serial, reading.at) ?? limit;
  if (fault && !reading.admitted) return { verdict: refuse(fault) };
  const fact = factOf(claims, reading, limit);
  const { conflicts } = fold([...before, fact], { lives: () => lives });
  const conflict = conflicts.find((each) => each.fact.scanId === fact.scanId)?.reason ?? full(fact, before, others);
  const verdict = conflict && !reading.admitted ? refuse(conflict) : admit;
  return { verdict, fact, ...(conflict && { conflict }) };
}

const reasonOf = (verdict: Verdict | undefined) => (verdict?.verdict === "refuse" ? verdict.reason : undefined);

/** The passage that a reading was. */
export function factOf(claims: BadgeClaims, reading: Omit<LateReading, "admitted">, limit?: RefusalReason): Fact {
  const { scanId, gate, direction, at, sessionId } = reading;
  return { ...claims, scanId, gate, direction, at, place: placeOf(sessionId), ...(limit && { limit }) };
}

/** Whether the delegation had its members inside when the passage, the person's latest, was heard of. */
function full(
  { registrationId, direction, at, place }: Fact,
  before: readonly Fact[],
  others: { readonly insideAtOnce: number; readonly inside: readonly string[] } | undefined,
): RefusalReason | undefined {
  const isLatest = before.every((each) => each.at <= at);
  if (!others || direction === "out" || place !== "venue" || !isLatest) return undefined;
  const many = others.inside.filter((id) => id !== registrationId).length;
  return many >= others.insideAtOnce ? "delegation-inside-full" : undefined;
}
