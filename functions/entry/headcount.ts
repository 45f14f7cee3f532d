import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadPresences } from "#shared/store/passages.ts";
import type { Table } from "#shared/store/table.ts";

/** How many are inside now: in the venue, by the gate they came through, and in each session. */
export const readHeadcount =
  (table: Table): Handler<"readHeadcount"> =>
  async ({ params, caller, access }) => {
    const conference = await loadConference(table, params.conferenceId);
    mustBeStaff(conference, { caller, access });
    const inside = (await loadPresences(table, params.conferenceId)).filter((each) => each.inside);
    const venue = inside.filter(({ place }) => place === "venue");
    const gates = counted(venue.map(({ gate }) => gate)).map(([gate, many]) => ({ gate, inside: many }));
    const ids = inside.flatMap(({ place }) => (place === "venue" ? [] : [place.slice("session:".length)]));
    const sessions = counted(ids).map(([sessionId, many]) => ({ sessionId, inside: many }));
    return { inside: venue.length, gates, sessions };
  };

/** How often each is there, in the order of their names. */
const counted = (names: readonly string[]): [string, number][] =>
  [...Map.groupBy(names, (name) => name)]
    .map(([name, all]): [string, number] => [name, all.length])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
