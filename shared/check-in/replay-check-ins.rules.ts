import { type BadgeValidityPeriod, findBadgeFaultAt } from "#shared/model/badge.ts";
import type { Presence, ScanRefusalReason } from "#shared/model/check-in.ts";
import {
  type CheckInEvent,
  compareEvents,
  type DelegationOccupancy,
  toPresence,
  toPresenceKey,
} from "./check-in.rules.ts";

/** An event that the ordered history would have refused. */
export interface CheckInConflict {
  readonly event: CheckInEvent;
  readonly reason: ScanRefusalReason;
  /** The event that it contradicts, if the person was inside already. */
  readonly contradictedScan?: CheckInEvent;
}

/** The data of the people in the events. */
export interface CheckInHolders {
  readonly getBadgeValidityPeriods: (registrationId: string) => readonly BadgeValidityPeriod[];
  /** The person's delegation, if it limits how many members are inside at once. */
  readonly findDelegationLimit?: (
    registrationId: string,
  ) => ({ readonly delegationId: string } & Pick<DelegationOccupancy, "insideAtOnce">) | undefined;
}

/** The presences, by person and place, and the events that contradict the history. */
export interface ReplayResult {
  readonly presences: ReadonlyMap<string, Presence>;
  readonly conflicts: readonly CheckInConflict[];
}

/**
 * Replays events in their order. The result depends neither on the order nor on the number of their deliveries. An event
 * that the rules would have refused is a conflict, and changes the presence all the same.
 */
export function replayCheckIns(events: readonly CheckInEvent[], holders: CheckInHolders): ReplayResult {
  const distinct = [...new Map(events.map((event) => [event.scanId, event])).values()];
  const last = new Map<string, CheckInEvent>();
  const inside = new Map<string, Set<string>>();
  const conflicts: CheckInConflict[] = [];
  for (const event of distinct.toSorted(compareEvents)) {
    const key = toPresenceKey(event.registrationId, event.place);
    const conflict = findConflict(event, last.get(key), holders, inside);
    if (conflict) conflicts.push(conflict);
    last.set(key, event);
    updateInside(event, holders, inside);
  }
  return { presences: new Map([...last].map(([key, event]) => [key, toPresence(event)])), conflicts };
}

function findConflict(
  event: CheckInEvent,
  previous: CheckInEvent | undefined,
  holders: CheckInHolders,
  inside: ReadonlyMap<string, ReadonlySet<string>>,
): CheckInConflict | undefined {
  const { registrationId, serial, at, direction, place } = event;
  const reason = findBadgeFaultAt(holders.getBadgeValidityPeriods(registrationId), serial, at) ?? event.limit;
  if (reason) return { event, reason };
  if (direction === "out") return previous?.direction === "in" ? undefined : { event, reason: "not-inside" };
  if (previous?.direction === "in") return { event, reason: "already-inside", contradictedScan: previous };
  const limit = place === "venue" ? holders.findDelegationLimit?.(registrationId) : undefined;
  const count = limit ? (inside.get(limit.delegationId)?.size ?? 0) : 0;
  return limit && count >= limit.insideAtOnce ? { event, reason: "delegation-inside-full" } : undefined;
}

/** Updates the members of each delegation who are inside the venue. */
function updateInside(
  { registrationId, place, direction }: CheckInEvent,
  { findDelegationLimit }: CheckInHolders,
  inside: Map<string, Set<string>>,
): void {
  const limit = place === "venue" ? findDelegationLimit?.(registrationId) : undefined;
  if (!limit) return;
  const members = inside.get(limit.delegationId) ?? new Set();
  inside.set(limit.delegationId, members);
  if (direction === "in") members.add(registrationId);
  else members.delete(registrationId);
}
