import { xlsxMimeType } from "./document.ts";

/** The formats of an export. */
export const exportFormats = ["xlsx", "csv", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Their media types. */
export const exportFiles = {
  xlsx: xlsxMimeType,
  csv: "text/csv; charset=utf-8",
  json: "application/json",
} as const satisfies Record<ExportFormat, string>;

/** What an export contains, and its format. */
export interface ExportRequest {
  readonly what: "answers";
  readonly format: ExportFormat;
}
