import {
  admitVerdict,
  type CheckInEvent,
  canOverride,
  type DelegationOccupancy,
  type GateScan,
  getBadgeValidityPeriods,
  listAccessRefusals,
  refuseScan,
  toCheckInEvent,
  toCheckInRules,
  toGateBadge,
} from "#shared/check-in/check-in.rules.ts";
import { replayCheckIns } from "#shared/check-in/replay-check-ins.rules.ts";
import { findBadgeFaultAt } from "#shared/model/badge.ts";
import type { BadgeClaims, ScanRefusalReason, ScanVerdict } from "#shared/model/check-in.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getConferenceDay, getDayEnd, getDayStart } from "#shared/model/time.ts";

/** The largest offset that a gate's clock is believed to have, in ms. */
const maxClockOffsetMs = 86_400_000;

/** How far a gate's clock is behind the server's, in ms, when the gate synchronises; 0 without the gate's time. */
export function measureClockOffset(sentAt: string | undefined, receivedAt: string): number {
  if (sentAt === undefined) return 0;
  const offset = Date.parse(receivedAt) - Date.parse(sentAt);
  return Math.max(-maxClockOffsetMs, Math.min(maxClockOffsetMs, offset));
}

/** How long a gate may keep a scan, in ms: longer than a conference. */
const maxScanAgeMs = 30 * 86_400_000;

/**
 * The time of a scan by the server's clock: at the latest the time at which it was received, and at most 30 days
 * earlier, whatever the gate's clock says. Times are compared as numbers, because a year after 9999 is not in order as
 * a text.
 */
export function correctScanTime(at: string, offset: number, receivedAt: string): string {
  const latest = Date.parse(receivedAt);
  return new Date(Math.min(latest, Math.max(latest - maxScanAgeMs, Date.parse(at) + offset))).toISOString();
}

/** One millisecond later, so that a later decision has a later time. */
export const addMillisecond = (at: string): string => new Date(Date.parse(at) + 1).toISOString();

/** A scan that a gate decided without the network, as the server receives it. */
export interface OfflineScan extends GateScan {
  readonly scanId: string;
  readonly gate: string;
  /** Whether the gate says that it admitted the person. If not, the badge decides as it was at that time. */
  readonly admitted: boolean;
  /** Why the operator admitted the person in spite of a refusal. */
  readonly override?: { readonly reason: string } | undefined;
}

/** The verdict, the event to record, and why the history would have refused the event. */
export interface ReconciledScan {
  readonly verdict: ScanVerdict;
  readonly event?: CheckInEvent;
  readonly conflict?: ScanRefusalReason;
}

/**
 * Reconciles a late offline scan with the history. The person passed, so the event is recorded, and changes the
 * presence if it is the person's latest. The reason for which the ordered history would have refused it is the
 * conflict.
 * @param earlier the person's events at the place, in any order
 * @param occupancy the members inside of the person's delegation, if it has a limit
 */
export function reconcileOfflineScan(
  conference: Conference,
  claims: BadgeClaims,
  holder: Registration | undefined,
  scan: OfflineScan,
  earlier: readonly CheckInEvent[],
  occupancy: DelegationOccupancy | undefined,
): ReconciledScan {
  const badge = holder && toGateBadge(holder);
  if (!badge) return { verdict: refuseScan("forged") };
  if (holder.conferenceId !== conference.conferenceId) return { verdict: refuseScan("other-conference") };
  const periods = getBadgeValidityPeriods(holder);
  const fault = scan.direction === "in" ? findBadgeFaultAt(periods, claims.serial, scan.at) : undefined;
  if (fault && !scan.admitted) return { verdict: refuseScan(fault) };
  const [refusal] = scan.direction === "in" ? listAccessRefusals(toCheckInRules(conference), badge, scan) : [];
  if (refusal && !isAdmitted(scan, refusal.reason)) return { verdict: refusal };
  const event = toCheckInEvent(claims, scan, getObjections(scan, refusal?.reason));
  // A day that is over says nothing of another one: no one is inside at its beginning.
  const [begin, end] = [
    getDayStart(event.at, conference),
    getDayEnd(getConferenceDay(event.at, conference), conference),
  ];
  const sameDay = earlier.filter(({ at }) => at >= begin && at < end);
  const { conflicts } = replayCheckIns([...sameDay, event], { getBadgeValidityPeriods: () => periods }, conference);
  const conflict =
    conflicts.find((each) => each.event.scanId === event.scanId)?.reason ??
    findDelegationConflict(event, earlier, occupancy);
  const verdict = conflict && !isAdmitted(scan, conflict) ? refuseScan(conflict) : admitVerdict;
  return { verdict, event, ...(conflict && { conflict }) };
}

/** Whether the gate admitted the person, or its operator may do so in spite of the refusal. */
const isAdmitted = ({ admitted, override }: OfflineScan, reason: ScanRefusalReason): boolean =>
  admitted || (override !== undefined && canOverride(reason));

/** @param limit why the badge is not good for the day, zone or session */
function getObjections({ direction, override }: OfflineScan, limit: ScanRefusalReason | undefined) {
  const refusal = limit ?? "already-inside";
  return {
    ...(limit && { limit }),
    ...(override && direction === "in" && { override: { ...override, refusal } }),
  };
}

/** Whether the delegation was full when the server received the event, if the event is the person's latest. */
function findDelegationConflict(
  { registrationId, direction, at, place }: CheckInEvent,
  earlier: readonly CheckInEvent[],
  occupancy: DelegationOccupancy | undefined,
): ScanRefusalReason | undefined {
  const isLatest = earlier.every((each) => each.at <= at);
  if (!occupancy || direction === "out" || place !== "venue" || !isLatest) return undefined;
  const others = occupancy.inside.filter((id) => id !== registrationId).length;
  return others >= occupancy.insideAtOnce ? "delegation-inside-full" : undefined;
}
