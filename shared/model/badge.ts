import type { ScanRefusalReason } from "./check-in.ts";

/** The limits of a badge. Without `days` it is valid on every day, without `zones` in every zone. */
export interface BadgeAccess {
  /** `YYYY-MM-DD`, in the time zone of the venue. */
  readonly days?: readonly string[];
  readonly zones?: readonly string[];
}

/** Why an issued badge is not valid now. */
export type BadgeInvalidReason = Extract<ScanRefusalReason, "revoked" | "withdrawn" | "not-confirmed">;

/** From when to when a badge serial was valid, and why it ended. Times are RFC 3339, UTC. */
export interface BadgeValidityPeriod {
  readonly serial: number;
  readonly from: string;
  readonly until?: string;
  readonly endReason?: BadgeInvalidReason | "replaced";
}

/**
 * Why a badge serial was not valid at a past time; `undefined` if it was valid then. Before it was issued, by a clock
 * that is slow, it is as valid as it is now: otherwise any earlier time would admit a revoked badge.
 */
export function findBadgeFaultAt(
  periods: readonly BadgeValidityPeriod[],
  serial: number,
  at: string,
): ScanRefusalReason | undefined {
  const period = periods.find((each) => each.serial === serial);
  if (!period) return "replaced";
  const { from, until, endReason } = period;
  return until !== undefined && (until <= at || at < from) ? endReason : undefined;
}
