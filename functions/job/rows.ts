import type { LeftOut } from "#shared/domain/badge-batch.ts";
import type { Language } from "#shared/domain/conference.ts";
import { type ImportedRow, rowsAPart } from "#shared/domain/import.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { problemMessages } from "#shared/i18n/messages.ts";
import { rowsFrom } from "#shared/store/job-rows.ts";
import type { Table } from "#shared/store/table.ts";
import { ownJob } from "./own-job.ts";
import { cellProblem } from "./read.ts";

/** Of a sheet, or of a batch of badges. */
type Row = ImportedRow | (LeftOut & { readonly waitingFor?: never });

/** What became of each row, in the order of the sheet; of one outcome, or of all. */
export const listJobRows =
  (table: Table): Handler<"listJobRows"> =>
  async ({ params: { jobId }, query, caller, language }) => {
    await ownJob(table, jobId, caller);
    const after = rowOf(readCursor(query.cursor));
    const limit = Number(query.limit ?? 50);
    const found: Row[] = [];
    for await (const row of rowsFrom<Row>(table, jobId, Math.floor(after / rowsAPart))) {
      if (row.row <= after || (query.outcome && row.outcome !== query.outcome)) continue;
      if (found.push(row) > limit) break;
    }
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return { items: shown.map((row) => viewOf(row, language)), next: writeCursor(last ? String(last.row) : null) };
  };

/** @throws Refusal `bad-cursor` */
function rowOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,7}$/.test(cursor)) throw new Refusal("bad-cursor");
  return Number(cursor);
}

const viewOf = ({ refusal, faults, waitingFor, ...row }: Row, language: Language) => ({
  ...row,
  ...(waitingFor && { waitingFor: [...waitingFor] }),
  ...(refusal && {
    problem: { code: refusal, title: problemMessages.translate(language, `problem.${refusal}.title`) },
  }),
  ...(faults && { errors: faults.map((fault) => cellProblem(fault, language)) }),
});
