import {
  listGateItems,
  parseCheckInEvent,
  parseDelegationPresence,
  parsePresence,
} from "#shared/check-in/check-in.repository.ts";
import { getBadgeValidityPeriods, isInside, toShownReason } from "#shared/check-in/check-in.rules.ts";
import { type CheckInConflict, replayCheckIns } from "#shared/check-in/replay-check-ins.rules.ts";
import { computeDigest, gateRows } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import { type ApiHandler, paginateByKey } from "#shared/http/request.ts";
import type { Conference } from "#shared/model/conference.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";

/** The number of people inside: in the venue, by the gate of entry, and in each session. */
export const getHeadcount =
  (table: Table): ApiHandler<"getHeadcount"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const items = await listGateItems(table, conference.conferenceId, gateRows.presence);
    const inside = items.map(parsePresence).filter((presence) => isInside(presence, request.now, conference));
    const venue = inside.filter(({ place }) => place === "venue");
    const sessionIds = inside.flatMap(({ place }) => (place === "venue" ? [] : [place.slice("session:".length)]));
    return {
      inside: venue.length,
      gates: countByName(venue.map(({ gate }) => gate)).map(([gate, count]) => ({ gate, inside: count })),
      sessions: countByName(sessionIds).map(([sessionId, count]) => ({ sessionId, inside: count })),
    };
  };

/** How often each name occurs, in the order of the names. */
const countByName = (names: readonly string[]): [string, number][] =>
  [...Map.groupBy(names, (name) => name)]
    .map(([name, all]): [string, number] => [name, all.length])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The events that the ordered history would have refused, and those that an operator overrode, in its order. */
export const listIncidents =
  (table: Table): ApiHandler<"listIncidents"> =>
  async (request) => {
    const conflicts = await listConflicts(table, await loadConferenceForStaff(table, request));
    const { items, next } = paginateByKey(conflicts, toIncidentKey, request.query);
    return { items: items.map(toIncidentView), next };
  };

const toIncidentKey = ({ event: { at, scanId } }: CheckInConflict) => `${at}#${computeDigest(scanId)}`;

function toIncidentView({ event, reason, contradictedScan }: CheckInConflict) {
  const { limit: _, override, ...rest } = event;
  const incident = { ...rest, reason, ...(override && { override: { reason: override.reason } }) };
  if (!contradictedScan) return incident;
  const { scanId, gate, at } = contradictedScan;
  return { ...incident, contradictedScan: { scanId, gate, at } };
}

/** Replays all events, so that the conflicts do not depend on when the gates delivered them. */
async function listConflicts(table: Table, conference: Conference): Promise<readonly CheckInConflict[]> {
  const { conferenceId } = conference;
  const events = (await listGateItems(table, conferenceId, gateRows.checkInEvent)).map(parseCheckInEvent);
  const delegations = await listGateItems(table, conferenceId, gateRows.delegationPresence);
  const limits = new Map(
    delegations.map(parseDelegationPresence).map(({ delegationId, insideAtOnce }) => [delegationId, insideAtOnce]),
  );
  const ids = events.map(({ registrationId }) => registrationId);
  const registrations = await loadRegistrations(table, ids);
  const holders = {
    getBadgeValidityPeriods: (registrationId: string) => {
      const registration = registrations.get(registrationId);
      return registration ? getBadgeValidityPeriods(registration) : [];
    },
    findDelegationLimit: (registrationId: string) => {
      const { delegationId = "" } = registrations.get(registrationId) ?? {};
      const insideAtOnce = limits.get(delegationId);
      return insideAtOnce === undefined ? undefined : { delegationId, insideAtOnce };
    },
  };
  const { conflicts } = replayCheckIns(events, holders, conference);
  return conflicts.map((conflict) => {
    const holder = registrations.get(conflict.event.registrationId);
    return { ...conflict, reason: toShownReason(conflict.reason, holder) };
  });
}
