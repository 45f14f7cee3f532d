import * as z from "zod/mini";
import { sheetType } from "#shared/domain/document.ts";
import { importAnswer, importRequest, templateQuery } from "../import.ts";
import { nothing, type OperationsOf } from "./operation.ts";

export const importOperations = {
  startImport: {
    summary: "Announces a sheet of registrations or nominations: a form to upload it to, and the job that takes it up",
    query: nothing,
    body: importRequest,
    success: 202,
    answer: importAnswer,
    refusals: ["unknown-conference"],
  },
  importTemplateCsv: {
    summary: "An empty sheet with the headings in the reader's language",
    query: templateQuery,
    success: 200,
    answer: z.instanceof(Uint8Array),
    file: { type: "text/csv; charset=utf-8", name: "palais-import.csv" },
    refusals: ["unknown-conference"],
  },
  importTemplateXlsx: {
    summary: "An empty sheet with the headings in the reader's language, and a second one that explains them",
    query: templateQuery,
    success: 200,
    answer: z.instanceof(Uint8Array),
    file: { type: sheetType, name: "palais-import.xlsx" },
    refusals: ["unknown-conference"],
  },
} as const satisfies OperationsOf<"import">;
