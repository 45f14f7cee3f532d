import { asStaff, toActor } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { canCompare, toRegistrationView } from "#shared/http/views.ts";
import { getActorId } from "#shared/model/actor.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { recordAccess } from "#shared/privacy/access-log.repository.ts";
import { loadUnreadableIds } from "#shared/registrations/protections.repository.ts";
import {
  loadCounterparts,
  loadRegistration,
  loadRegistrations,
} from "#shared/registrations/registrations.repository.ts";
import { addDismissedDuplicate, findMatchReasons, type MatchCandidate } from "#shared/search/match-candidates.rules.ts";
import { listMatchCandidateIds } from "#shared/search/search-index.repository.ts";
import { buildMatchTraits } from "#shared/search/search-terms.ts";

/**
 * Dismisses a possible duplicate. A caller who may not compare the two gets the error of an unknown registration. The
 * registration of a protected person records it: on the other, the change would tell that a protected person resembles it.
 */
export const dismissDuplicate =
  (table: CommandStore): ApiHandler<"dismissDuplicate"> =>
  async (request) => {
    const { caller, params, body, version } = request;
    const { registration, conference } = await loadAccessibleRegistration(table, request);
    const other = await loadRegistration(table, body.registrationId);
    if (!canCompare(registration, other, { conference, caller })) throw new DomainError("not-found");
    if (!other.protection || registration.protection) return recordDismissal(table, request, other.registrationId);
    if (version !== undefined && version !== registration.version) throw new DomainError("changed-meanwhile");
    const onOther = { ...request, version: undefined, params: { ...params, registrationId: other.registrationId } };
    await recordDismissal(table, onOther, params.registrationId);
    const counterparts = await loadCounterparts(table, [registration]);
    return toRegistrationView(registration, { conference, caller, counterparts });
  };

const recordDismissal = (
  table: CommandStore,
  request: Parameters<typeof executeOnRegistration>[1],
  registrationId: string,
) =>
  executeOnRegistration(table, request, async (before, { conference }, context) => {
    const other = await loadRegistration(table, registrationId);
    if (!canCompare(before, other, { conference, caller: request.caller })) throw new DomainError("not-found");
    return addDismissedDuplicate(before, other, context);
  });

const toMatchCandidate = (registration: Registration): MatchCandidate => ({
  registration,
  matchKeys: buildMatchTraits(registration),
});

/**
 * Lists the possible duplicates of a registration. A match with a protected identity reveals it, so only its readers
 * see the match, and the access is recorded first.
 */
export const listPossibleDuplicates =
  (table: Table): ApiHandler<"listPossibleDuplicates"> =>
  async (request) => {
    const { caller, now: at } = request;
    const { registration, conference } = await loadAccessibleRegistration(table, request);
    const hidden = await loadUnreadableIds(table, conference.conferenceId, asStaff(caller));
    const candidates = await loadRegistrations(table, await listMatchCandidateIds(table, registration, hidden));
    const counterparts = await loadCounterparts(table, [registration, ...candidates.values()]);
    const viewer = { conference, caller, counterparts };
    const duplicates = [...candidates.values()].flatMap((other) => {
      const matchReasons = findMatchReasons(toMatchCandidate(registration), toMatchCandidate(other));
      return matchReasons.length > 0 && canCompare(registration, other, viewer) ? [{ other, matchReasons }] : [];
    });
    const by = getActorId(toActor(caller));
    const compared = duplicates.length > 0 ? [registration, ...duplicates.map(({ other }) => other)] : [];
    for (const { protection, registrationId } of compared) {
      if (protection) await recordAccess(table, { registrationId }, { at, by, reason: "possible-duplicates" });
    }
    return {
      registration: toRegistrationView(registration, viewer),
      items: duplicates.map(({ other, matchReasons }) => ({
        matchReasons,
        registration: toRegistrationView(other, viewer),
      })),
      next: null,
    };
  };
