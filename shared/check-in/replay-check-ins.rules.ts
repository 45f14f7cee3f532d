import { type BadgeValidityPeriod, findBadgeFaultAt } from "#shared/model/badge.ts";
import type { Presence, ScanRefusalReason } from "#shared/model/check-in.ts";
import { type ConferenceClock, getConferenceDay } from "#shared/model/time.ts";
import {
  type CheckInEvent,
  compareEvents,
  type DelegationOccupancy,
  toPresence,
  toPresenceKey,
} from "./check-in.rules.ts";

/** An event that the ordered history would have refused, or that an operator admitted in spite of a refusal. */
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
 * that the rules would have refused is a conflict, and changes the presence all the same. A person who was not scanned on
 * the way out counts as out from the end of the day on.
 */
export function replayCheckIns(
  events: readonly CheckInEvent[],
  holders: CheckInHolders,
  clock: ConferenceClock,
): ReplayResult {
  const distinct = [...new Map(events.map((event) => [event.scanId, event])).values()];
  const lastEvents = new Map<string, CheckInEvent>();
  const inside = new Map<string, Set<string>>();
  const conflicts: CheckInConflict[] = [];
  for (const event of distinct.toSorted(compareEvents)) {
    const key = toPresenceKey(event.registrationId, event.place);
    const day = getConferenceDay(event.at, clock);
    const last = lastEvents.get(key);
    const entry = last?.direction === "in" && getConferenceDay(last.at, clock) === day ? last : undefined;
    const limit = event.place === "venue" ? holders.findDelegationLimit?.(event.registrationId) : undefined;
    const members = limit ? getMembersInside(inside, `${limit.delegationId} ${day}`) : new Set<string>();
    const conflict = findConflict(event, entry, holders, limit && { ...limit, inside: [...members] });
    if (conflict) conflicts.push(conflict);
    lastEvents.set(key, event);
    if (event.direction === "in") members.add(event.registrationId);
    else members.delete(event.registrationId);
  }
  return { presences: new Map([...lastEvents].map(([key, event]) => [key, toPresence(event)])), conflicts };
}

/** @param entry the event by which the person is inside */
function findConflict(
  event: CheckInEvent,
  entry: CheckInEvent | undefined,
  holders: CheckInHolders,
  delegation: DelegationOccupancy | undefined,
): CheckInConflict | undefined {
  const { registrationId, serial, at, direction, override } = event;
  if (direction === "out") return entry ? undefined : { event, reason: "not-inside" };
  const reason = findBadgeFaultAt(holders.getBadgeValidityPeriods(registrationId), serial, at) ?? event.limit;
  if (reason) return { event, reason };
  if (entry) return { event, reason: "already-inside", contradictedScan: entry };
  return delegation && delegation.inside.length >= delegation.insideAtOnce
    ? { event, reason: "delegation-inside-full" }
    : override && { event, reason: override.refusal };
}

/** The members of a delegation who are inside the venue on a day. */
function getMembersInside(inside: Map<string, Set<string>>, delegationAndDay: string): Set<string> {
  const members = inside.get(delegationAndDay) ?? new Set();
  inside.set(delegationAndDay, members);
  return members;
}
