import { keys } from "#shared/dynamodb/keys.ts";
import {
  deleteItem,
  getItem,
  N,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  updateItem,
} from "#shared/dynamodb/table.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import type { SheetMapping, SheetSummary } from "./import.rules.ts";

/** How long the mapping of a sheet is kept, in ms: as long as its job. */
const sheetTtlMs = 30 * 86_400_000;

/** The mapping of a job's sheet, and what the last run has found in it. */
export interface StoredSheet {
  readonly mapping?: SheetMapping;
  readonly summary?: SheetSummary;
}

/** The stored mapping and findings; empty for a sheet that no run has read and no officer has mapped. */
export async function findSheet(table: Table, jobId: string): Promise<StoredSheet> {
  const item = await getItem(table, keys.jobSheet(jobId));
  const [mapping, summary] = [item?.["mapping"]?.S, item?.["summary"]?.S];
  return {
    ...(mapping !== undefined && { mapping: JSON.parse(mapping) as SheetMapping }),
    ...(summary !== undefined && { summary: JSON.parse(summary) as SheetSummary }),
  };
}

const toUpdate = (name: "mapping" | "summary", value: object, now: number) => ({
  expression: "SET entity = :entity, #name = :value, expiresAt = :expiresAt",
  names: { "#name": name },
  values: {
    ":entity": S("job-sheet"),
    ":value": S(JSON.stringify(value)),
    ":expiresAt": N(toEpochSeconds(now + sheetTtlMs)),
  },
});

/** Stores what a run has found in a sheet. @param now in ms */
export async function saveSheetSummary(table: Table, jobId: string, summary: SheetSummary, now: number): Promise<void> {
  await updateItem(table, keys.jobSheet(jobId), toUpdate("summary", summary, now));
}

/** The write of an officer's mapping, in the transaction that starts the job again. @param now in ms */
export function writeSheetMapping(
  { name }: Table,
  jobId: string,
  mapping: SheetMapping,
  now: number,
): TransactionWrite<"wrong-state"> {
  const { expression, names, values } = toUpdate("mapping", mapping, now);
  const Update = {
    TableName: name,
    Key: toItemKey(keys.jobSheet(jobId)),
    UpdateExpression: expression,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
  return { item: { Update }, onConditionFailed: "wrong-state" };
}

/** Deletes the mapping of a sheet, which may contain values of an erased person. */
export async function deleteSheetItem(table: Table, jobId: string): Promise<void> {
  await deleteItem(table, keys.jobSheet(jobId));
}
