import { liveSerial, type Registration } from "./registration.ts";

export type Direction = "in" | "out";

/** What a badge token claims, once its signature has been found good. */
export interface BadgeClaims {
  readonly registrationId: string;
  readonly serial: number;
}

/** Where a person was last read: who is inside came in, and hasn't gone out. */
export interface Presence {
  readonly inside: boolean;
  readonly gate: string;
  /** RFC 3339, UTC. */
  readonly since: string;
}

export type Verdict = { readonly verdict: "admit" } | { readonly verdict: "refuse"; readonly reason: RefusalReason };

/** Why a gate refuses, in the order in which they are looked for. */
export const refusalReasons = [
  "forged",
  "unknown-key",
  "other-conference",
  "revoked",
  "withdrawn",
  "not-confirmed",
  "replaced",
  "already-inside",
  "not-inside",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

const refuse = (reason: RefusalReason): Verdict => ({ verdict: "refuse", reason });

/** Whether the badge itself is good: of this conference, of a confirmed person, and their latest. */
function badgeFault(
  conferenceId: string,
  claims: BadgeClaims,
  holder: Registration | undefined,
): RefusalReason | undefined {
  if (!holder) return "forged";
  if (holder.conferenceId !== conferenceId) return "other-conference";
  const { state } = holder.accreditation;
  if (state === "revoked" || state === "withdrawn") return state;
  const live = liveSerial(holder);
  if (live === undefined) return "not-confirmed";
  return claims.serial === live ? undefined : "replaced";
}

/**
 * What the gate says to one reading. "Inside" belongs to the person: a reprinted badge lets nobody in twice.
 * Going out asks only for the badge and for being inside.
 */
export function judge(
  conferenceId: string,
  claims: BadgeClaims,
  holder: Registration | undefined,
  presence: Presence | undefined,
  direction: Direction,
): Verdict {
  const fault = badgeFault(conferenceId, claims, holder);
  if (fault) return refuse(fault);
  const inside = presence?.inside ?? false;
  if (direction === "in") return inside ? refuse("already-inside") : { verdict: "admit" };
  return inside ? { verdict: "admit" } : refuse("not-inside");
}
