import type { RefusalCode } from "#shared/domain/refusal.ts";
import {
  differencesAnswer,
  differencesQuery,
  listFile,
  listQuery,
  listVersion,
  versionList,
  versionRequest,
} from "../participants.ts";
import { nothing, type OperationsOf } from "./operation.ts";

const fileIn = <Refusals extends readonly RefusalCode[]>(format: string, leadsTo: string, ...more: Refusals) =>
  ({
    leadsTo,
    summary: `The list of participants in ${format}, at an address that works for a few minutes`,
    query: listQuery,
    success: 303,
    answer: listFile,
    refusals: ["unknown-conference", "not-found", ...more],
  }) as const;

export const participantsOperations = {
  listAsJson: fileIn("JSON", "application/json"),
  listAsCsv: fileIn("CSV", "text/csv"),
  listAsXlsx: fileIn("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
  listAsDocx: fileIn("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
  listAsPdf: fileIn("PDF", "application/pdf", "list-not-printable"),
  keepListVersion: {
    summary: "Keeps the list of participants as it is now, as a draft or as the final one",
    query: nothing,
    body: versionRequest,
    success: 201,
    answer: listVersion,
    repeatable: true,
    refusals: ["unknown-conference", "idempotency-key-reused"],
  },
  listListVersions: {
    summary: "The versions of the list of participants that were kept",
    query: nothing,
    success: 200,
    answer: versionList,
    refusals: ["unknown-conference"],
  },
  compareListVersions: {
    summary:
      "Who was added, removed or changed from one version of the list to another, or to the rows as they are now",
    query: differencesQuery,
    success: 200,
    answer: differencesAnswer,
    refusals: ["unknown-conference", "not-found"],
  },
} as const satisfies OperationsOf<"participants">;
