export type Direction = "in" | "out";

/** What a badge token claims, once its signature has been found good. */
export interface BadgeClaims {
  readonly registrationId: string;
  readonly serial: number;
}

/** Where a person was last read at a place: who is inside came in, and hasn't gone out. */
export interface Presence {
  readonly inside: boolean;
  readonly gate: string;
  /** RFC 3339, UTC; of the reading that says so, by the corrected clock. */
  readonly since: string;
  readonly scanId: string;
}

/** Why a gate refuses, in the order in which they are looked for. */
export const refusalReasons = [
  "forged",
  "unknown-key",
  "other-conference",
  "not-on-list",
  "revoked",
  "withdrawn",
  "not-confirmed",
  "replaced",
  "wrong-day",
  "wrong-zone",
  "no-session-seat",
  "already-inside",
  "not-inside",
  "delegation-inside-full",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What the operator is told beside the reason: the serial that lives, since when and where, who is inside. */
export interface Particulars {
  readonly serial?: number;
  readonly since?: string;
  readonly gate?: string;
  /** The members of the delegation who are inside, by registration. */
  readonly inside?: readonly string[];
}

export type Verdict =
  | { readonly verdict: "admit" }
  | { readonly verdict: "refuse"; readonly reason: RefusalReason; readonly particulars?: Particulars };

export const admit: Verdict = { verdict: "admit" };

export function refuse(reason: RefusalReason, particulars?: Particulars): Verdict {
  return { verdict: "refuse", reason, ...(particulars && { particulars }) };
}

/** A room of its own behind a door: the venue, or a session's. Somebody is inside each of them, or isn't. */
export type Place = "venue" | `session:${string}`;

export const placeOf = (sessionId: string | undefined): Place =>
  sessionId === undefined ? "venue" : `session:${sessionId}`;
