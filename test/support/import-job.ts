import { createPendingDocument } from "#shared/documents/documents.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ImportRequest } from "#shared/imports/import.rules.ts";
import { encodeSheetRows } from "#shared/imports/sheet-rows.contract.ts";
import { createJob } from "#shared/jobs/jobs.repository.ts";
import { readCsvRows } from "../../functions/document-inspect/inspect/read-rows.ts";
import { planRows, toCsv } from "./people.ts";
import type { TestBucket } from "./s3.ts";

/** Who imports. */
export const importOfficer = { kind: "staff", id: "s-1", email: "s@example.org", groups: ["secretariat"] } as const;

/** A running import of so many new people without sessions, whose sheet is stored. @returns the identifier of its job */
export async function createImportJob(
  table: Table,
  bucket: TestBucket,
  conferenceId: string,
  count: number,
  choices: Pick<ImportRequest, "approve" | "reopen" | "sendMails"> = {},
): Promise<string> {
  const [jobId, documentId, at] = [createId(), createId(), new Date().toISOString()];
  const what = "registrations" as const;
  const request: ImportRequest = { what, documentId, dryRun: false, ...choices, requestedBy: importOfficer };
  const sound = planRows(2 * count).filter(({ wrong, cells }) => wrong === undefined && cells[10] === "");
  const document = { documentId, conferenceId, kind: "import", owner: { jobId }, at } as const;
  await createPendingDocument(table, { ...document, status: { state: "awaited" } });
  await bucket.put(documentId, encodeSheetRows(await readCsvRows(toCsv(sound.slice(0, count)))));
  await createJob(table, { jobId, conferenceId, kind: "import", at, request }, "running");
  return jobId;
}
