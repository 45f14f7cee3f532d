import { mustActFor, mustBeStaff } from "#shared/http/caller.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { delegationView, membersView } from "#shared/http/views.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { listDelegations as list, loadDelegation, loadMembers } from "#shared/store/delegations.ts";
import type { Table } from "#shared/store/table.ts";

/** The delegations of a conference, for its staff. */
export const listDelegations =
  (table: Table): Handler<"listDelegations"> =>
  async ({ params, caller, access, query }) => {
    const conference = await loadConference(table, params.conferenceId);
    mustBeStaff(conference, { caller, access });
    const page = { status: query.status, after: readCursor(query.cursor), limit: Number(query.limit ?? 50) };
    const { delegations, next } = await list(table, params.conferenceId, page);
    return { items: delegations.map(delegationView), next: writeCursor(next) };
  };

/** A delegation with everyone it sends. */
export const readDelegation =
  (table: Table): Handler<"readDelegation"> =>
  async ({ params, caller, access }) => {
    const delegation = await loadDelegation(table, params.delegationId);
    const conference = await loadConference(table, delegation.conferenceId);
    mustActFor(conference, delegation, { caller, access });
    return membersView(delegation, await loadMembers(table, delegation), { conference, caller });
  };
