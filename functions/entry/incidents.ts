import type { Conflict } from "#shared/domain/entry/history.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { digestOf } from "#shared/store/ids.ts";
import { loadConflicts } from "#shared/store/passages.ts";
import type { Table } from "#shared/store/table.ts";

/** Passages that gates decided alone and the ordered history would have refused, in its order. */
export const listIncidents =
  (table: Table): Handler<"listIncidents"> =>
  async ({ params: { conferenceId }, caller, access, query }) => {
    const conference = await loadConference(table, conferenceId);
    mustBeStaff(conference, { caller, access });
    const conflicts = await loadConflicts(table, conferenceId);
    const [after, limit] = [readCursor(query.cursor) ?? "", Number(query.limit ?? 50)];
    const ordered = conflicts.map((conflict) => ({ conflict, order: orderOf(conflict) }));
    const rest = ordered.toSorted((a, b) => (a.order < b.order ? -1 : 1)).filter(({ order }) => order > after);
    const page = rest.slice(0, limit);
    const next = rest.length > limit ? (page.at(-1)?.order ?? null) : null;
    return { items: page.map(({ conflict }) => incidentView(conflict)), next: writeCursor(next) };
  };

const orderOf = ({ fact: { at, scanId } }: Conflict) => `${at}#${digestOf(scanId)}`;

function incidentView({ fact, reason, against }: Conflict) {
  const { limit: _, ...passage } = fact;
  return {
    ...passage,
    reason,
    ...(against && { against: { scanId: against.scanId, gate: against.gate, at: against.at } }),
  };
}
