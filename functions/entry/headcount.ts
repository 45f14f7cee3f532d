import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { headcount } from "#shared/store/entry.ts";
import type { Table } from "#shared/store/table.ts";

/** How many are inside now, by the gate they came through. */
export const readHeadcount =
  (table: Table): Handler<"readHeadcount"> =>
  async ({ params, caller, access }) => {
    const conference = await loadConference(table, params.conferenceId);
    mustBeStaff(conference, { caller, access });
    const counts = await headcount(table, params.conferenceId);
    const gates = [...counts]
      .map(([gate, inside]) => ({ gate, inside }))
      .toSorted((a, b) => (a.gate < b.gate ? -1 : 1));
    return { inside: gates.reduce((sum, { inside }) => sum + inside, 0), gates };
  };
