import { keys } from "#shared/dynamodb/keys.ts";
import {
  type Deadline,
  deleteItem,
  getItem,
  N,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { jobTtlMs } from "#shared/model/job.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import type { ImportRequest, SheetMapping, SheetSummary } from "./import.rules.ts";

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

/** The import that a sheet belongs to. */
export interface SheetJob {
  readonly jobId: string;
  /** When the job was requested (RFC 3339, UTC). */
  readonly at: string;
  readonly request: Pick<ImportRequest, "documentId">;
}

/** The writes of a part of a sheet's item, which fail once the sheet is erased: nothing may bring its values back. */
function deriveSheetWrites(
  { name }: Table,
  { jobId, at, request: { documentId } }: SheetJob,
  part: "mapping" | "summary",
  value: object,
): TransactionWrite<"wrong-state">[] {
  const Update = {
    TableName: name,
    Key: toItemKey(keys.jobSheet(jobId)),
    UpdateExpression: "SET entity = :entity, #part = :value, expiresAt = :expiresAt",
    ExpressionAttributeNames: { "#part": part },
    ExpressionAttributeValues: {
      ":entity": S("job-sheet"),
      ":value": S(JSON.stringify(value)),
      ":expiresAt": N(toEpochSeconds(Date.parse(at) + jobTtlMs)),
    },
  };
  const Key = toItemKey(keys.document(documentId));
  const ConditionCheck = { TableName: name, Key, ConditionExpression: "attribute_exists(PK)" };
  return [{ item: { Update } }, { item: { ConditionCheck } }].map((write) => ({
    ...write,
    onConditionFailed: "wrong-state",
  }));
}

/**
 * Stores what a run has found in a sheet.
 * @returns whether it was stored; `false` once the sheet is erased
 * @throws DomainError `too-busy` at the deadline
 */
export async function saveSheetSummary(
  table: Table,
  job: SheetJob,
  summary: SheetSummary,
  deadline: Deadline,
): Promise<boolean> {
  return (await writeTransaction(table, deriveSheetWrites(table, job, "summary", summary), deadline)) === undefined;
}

/** The writes of an officer's mapping, in the transaction that starts the job again. */
export const deriveMappingWrites = (
  table: Table,
  job: SheetJob,
  mapping: SheetMapping,
): TransactionWrite<"wrong-state">[] => deriveSheetWrites(table, job, "mapping", mapping);

/** Deletes the mapping of a sheet, which may contain values of an erased person. */
export async function deleteSheetItem(table: Table, jobId: string): Promise<void> {
  await deleteItem(table, keys.jobSheet(jobId));
}

/**
 * Deletes the document of an import together with the mapping of its sheet.
 * @throws DomainError `too-busy` at the deadline
 */
export async function deleteSheetDocument(
  table: Table,
  { jobId, documentId }: { readonly jobId: string; readonly documentId: string },
  deadline: Deadline,
): Promise<void> {
  const writes = [keys.document(documentId), keys.jobSheet(jobId)].map((key) => ({
    item: { Delete: { TableName: table.name, Key: toItemKey(key) } },
    onConditionFailed: "wrong-state" as const,
  }));
  await writeTransaction(table, writes, deadline);
}
