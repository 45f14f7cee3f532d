import { asStaff } from "#shared/auth/caller.ts";
import {
  findDelegationPresence,
  parseCheckInEvent,
  queryPersonGateRows,
} from "#shared/check-in/check-in.repository.ts";
import {
  type CheckInEvent,
  compareEvents,
  getBadgeValidityPeriods,
  isInside,
  toPresenceKey,
  toShownReason,
} from "#shared/check-in/check-in.rules.ts";
import { type CheckInConflict, type CheckInHolders, replayCheckIns } from "#shared/check-in/replay-check-ins.rules.ts";
import { loadDelegation } from "#shared/delegations/delegations.repository.ts";
import { gateRows } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";

/**
 * Lists the check-in events of a person, the latest first, with the incidents among them, and where the person is
 * inside now. Those of a protected person are for the readers.
 */
export const listCheckIns =
  (table: Table): ApiHandler<"listCheckIns"> =>
  async (request) => {
    const { registration, conference } = await loadAccessibleRegistration(table, request);
    if (!canReadName(registration, asStaff(request.caller))) throw new DomainError("name-protected");
    const own = await loadPersonEvents(table, registration);
    const { events, holders } = await loadContext(table, registration, own);
    const { presences, conflicts } = replayCheckIns(events, holders, conference);
    const conflictByScan = new Map(conflicts.map((conflict) => [conflict.event.scanId, conflict]));
    const places = [...new Set(own.map(({ place }) => place))];
    const inside = places.flatMap((place) => {
      const presence = presences.get(toPresenceKey(registration.registrationId, place));
      return isInside(presence, request.now, conference) ? [{ place, gate: presence.gate, since: presence.since }] : [];
    });
    const items = own
      .toSorted(compareEvents)
      .toReversed()
      .map((event) => toCheckInView(event, conflictByScan.get(event.scanId), registration));
    return { inside, items, next: null };
  };

function toCheckInView(
  { scanId, at, place, gate, direction, serial, override }: CheckInEvent,
  conflict: CheckInConflict | undefined,
  registration: Registration,
) {
  return {
    ...{ scanId, at, place, gate, direction, serial },
    ...(conflict && {
      incident: {
        reason: toShownReason(conflict.reason, registration),
        ...(override && { override: { reason: override.reason } }),
      },
    }),
  };
}

const loadPersonEvents = (table: Table, person: Pick<Registration, "conferenceId" | "registrationId">) =>
  Array.fromAsync(queryPersonGateRows(table, person, gateRows.checkInEvent), parseCheckInEvent);

/** How many members' check-in events are read at the same time. */
const concurrentMembers = 10;

/**
 * What the incidents of a person follow from: the person's own check-in events, and those of the other members if the
 * delegation limits how many of them are inside at once.
 */
async function loadContext(
  table: Table,
  registration: Registration,
  own: readonly CheckInEvent[],
): Promise<{ readonly events: readonly CheckInEvent[]; readonly holders: CheckInHolders }> {
  const { conferenceId, delegationId } = registration;
  const alone = { getBadgeValidityPeriods: () => getBadgeValidityPeriods(registration) };
  if (delegationId === undefined || own.length === 0) return { events: own, holders: alone };
  const presence = await findDelegationPresence(table, conferenceId, delegationId);
  if (presence?.insideAtOnce === undefined) return { events: own, holders: alone };
  const limit = { delegationId, insideAtOnce: presence.insideAtOnce };
  const { members } = await loadDelegation(table, delegationId);
  const registrations = await loadRegistrations(table, members);
  const others = [...registrations.values()].filter(
    (each) => each.delegationId === delegationId && each.registrationId !== registration.registrationId,
  );
  const theirs = await mapConcurrent(others, concurrentMembers, (each) => loadPersonEvents(table, each));
  return {
    events: [...own, ...theirs.flat()],
    holders: {
      getBadgeValidityPeriods: (registrationId) => {
        const member =
          registrationId === registration.registrationId ? registration : registrations.get(registrationId);
        return member ? getBadgeValidityPeriods(member) : [];
      },
      findDelegationLimit: () => limit,
    },
  };
}
