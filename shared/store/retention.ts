import { buckets, indexes, keys, lists } from "./keys.ts";
import { getItem, listAll, N, number, S, type Table, text } from "./table.ts";
import { update } from "./update.ts";

/** What of a conference goes at its own time. */
export type Kept = "documents" | "people";

/**
 * Whether nothing of this kind is left, by the settings that the conference has now.
 * @param version of the conference: new dates, and it is looked at anew
 */
export async function isOver(table: Table, conferenceId: string, kind: Kept, version: number): Promise<boolean> {
  const item = await getItem(table, keys.retention(conferenceId));
  return item !== undefined && number(item, kind) === version;
}

/** Nothing of this kind is left. */
export async function markOver(table: Table, conferenceId: string, kind: Kept, version: number, at: string) {
  await update(table, keys.retention(conferenceId), {
    expression: "SET entity = :entity, #kind = :version, #at = :at",
    names: { "#kind": kind, "#at": `${kind}At` },
    values: { ":entity": S("retention"), ":version": N(version), ":at": S(at) },
  });
}

/** Those whose person is erased and of whom traces are still to be looked for, the oldest first in each bucket. */
export async function* begunErasures(table: Table): AsyncGenerator<string> {
  for (const bucket of buckets) {
    const rows = listAll(table, { index: indexes.expiring, partition: lists.erasing(bucket) });
    for await (const row of rows) yield text(row, "registrationId");
  }
}
