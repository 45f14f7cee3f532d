import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { readLetter as readRule } from "#shared/domain/document-change.ts";
import { actorOf, mustActFor } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { membersView } from "#shared/http/views.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadDelegation, loadMembers } from "#shared/store/delegations.ts";

/** Whom the latest letter names, as an officer has read it; of a large delegation a few members at a time. */
export const readLetter =
  (table: CommandStore): Handler<"readLetter"> =>
  async ({ params: { delegationId }, body, caller, access, now: at, deadline }) => {
    const { conferenceId } = await loadDelegation(table, delegationId);
    const next = () =>
      executeIfNeeded(table, conferenceId, deadline, async ({ conference }) => {
        const delegation = await loadDelegation(table, delegationId);
        mustActFor(conference, delegation, { caller, access });
        const standing = { delegation, members: await loadMembers(table, delegation) };
        return readRule(standing, body, { actor: actorOf(caller), at });
      });
    while (await next());
    const delegation = await loadDelegation(table, delegationId);
    const conference = await loadConference(table, conferenceId);
    return membersView(delegation, await loadMembers(table, delegation), { conference, caller });
  };
