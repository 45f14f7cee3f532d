export type ScanDirection = "in" | "out";

/** The content of a badge token with a valid signature. */
export interface BadgeClaims {
  readonly registrationId: string;
  readonly serial: number;
}

/** The last scan of a person at a place. `inside`: the person entered, and has not left since. */
export interface Presence {
  readonly inside: boolean;
  readonly gate: string;
  /** The time of that scan by the corrected clock; RFC 3339, UTC. */
  readonly since: string;
  readonly scanId: string;
}

/**
 * Why a scan is refused, in the order in which the reasons are checked. `ask-secretariat` is shown of a protected person
 * in place of a reason that would name their delegation.
 */
export const scanRefusalReasons = [
  "malformed",
  "scan-id-reused",
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
  "ask-secretariat",
] as const;
export type ScanRefusalReason = (typeof scanRefusalReasons)[number];

/** Details for the operator: the valid serial, and when, where and by whom a place was entered. */
export interface VerdictDetails {
  readonly serial?: number;
  readonly since?: string;
  readonly gate?: string;
  /** The registrations of the delegation members who are inside. */
  readonly inside?: readonly string[];
}

export type ScanVerdict =
  | { readonly verdict: "admit" }
  | { readonly verdict: "refuse"; readonly reason: ScanRefusalReason; readonly details?: VerdictDetails };

/** A place with its own presence state: the venue, or a session. */
export type CheckInPlace = "venue" | `session:${string}`;

/** By what the attendance of a conference is counted. */
export const attendanceDimensions = ["day", "session", "category", "delegation", "hour", "quarter-hour"] as const;
export type AttendanceDimension = (typeof attendanceDimensions)[number];
