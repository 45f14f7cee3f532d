import type { CommandStore } from "#shared/commands/command-store.ts";
import { type Documents, readChecked } from "#shared/documents/bucket.ts";
import { counted, type ImportOrder, noRows, rowsAPart } from "#shared/domain/import.ts";
import { log } from "#shared/http/log.ts";
import type { DigestPassport } from "#shared/http/passport.ts";
import type { RunChunk } from "#shared/jobs/run.ts";
import { keepRows } from "#shared/store/job-rows.ts";
import { guardOf, loadVenue } from "./context.ts";
import { foreseer } from "./foresee.ts";
import { readPeople, type SheetPerson } from "./people.ts";
import { type ImportCursor, taker } from "./take.ts";

/**
 * Takes the rows of a sheet in order, part by part; of each row it is kept what became of it. A dry run says what would,
 * and is one chunk, for it must know what the rows before would have taken.
 */
export const runImport =
  (table: CommandStore, documents: Documents, digest: DigestPassport): RunChunk<ImportOrder, ImportCursor> =>
  async (job, { until, keep }) => {
    const { jobId, order } = job;
    const venue = await loadVenue(table, digest, job);
    const bytes = await readChecked(documents, order.documentId);
    const people = await readPeople(bytes, order, (body) => guardOf(venue, body).PK);
    const takePart = order.dryRun ? await foreseer(table, job, venue) : taker(table, job, venue);
    let cursor: ImportCursor = (order.dryRun ? undefined : job.cursor) ?? { part: 0, counts: noRows };
    for (const [part, rows] of partsFrom(people, cursor.part)) {
      if (!order.dryRun && Date.now() > until) return undefined;
      const taken = await takePart(rows);
      await keepRows(table, jobId, part, taken, Date.now());
      cursor = { part: part + 1, counts: counted(cursor.counts, taken) };
      const done = people.filter(({ row }) => partOf(row) <= part).length;
      await keep({ done, total: people.length, cursor });
    }
    log("import.done", { jobId, dryRun: order.dryRun, rows: people.length, ...cursor.counts });
    return { ...cursor.counts };
  };

const partOf = (row: number) => Math.floor(row / rowsAPart);

/** The rows by part, from one part on. */
function partsFrom(people: readonly SheetPerson[], from: number): [number, SheetPerson[]][] {
  const parts = Map.groupBy(people, ({ row }) => partOf(row));
  return [...parts].filter(([part]) => part >= from);
}
