import { loadBrandedConference } from "#shared/branding/branding.repository.ts";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { presignMadeFile, saveMadeFile } from "#shared/documents/made-files.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { Language } from "#shared/model/conference.ts";
import { exportMediaTypes } from "#shared/model/job.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { makeWithoutErased } from "#shared/privacy/erasure-count.repository.ts";
import { renderCsv } from "./formats/csv.ts";
import { createPrintedList, type PrintedList, toListTable } from "./formats/printed-list.ts";
import { loadSnapshotAt } from "./list-versions.ts";

/** Renders the list in one format. */
type ListRenderer = (list: PrintedList, fonts: FontCollection) => Promise<Uint8Array>;

/** The formats with a library of their own are loaded when a list is requested in them. */
const renderXlsxLazily: ListRenderer = async (list) => (await import("./formats/xlsx.ts")).renderListXlsx(list);
const renderDocxLazily: ListRenderer = async (list) => (await import("./formats/docx.ts")).renderListDocx(list);
const renderPdfLazily: ListRenderer = async (list, fonts) =>
  (await import("./formats/pdf.ts")).renderListPdf(list, fonts);

const renderListJson: ListRenderer = async (list) => new TextEncoder().encode(JSON.stringify(list));

/** The formats of the list, with media type and renderer. */
export const listFormats = {
  json: { type: exportMediaTypes.json, render: renderListJson },
  csv: { type: exportMediaTypes.csv, render: async (list) => renderListCsv(list) },
  xlsx: { type: exportMediaTypes.xlsx, render: renderXlsxLazily },
  docx: { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", render: renderDocxLazily },
  pdf: { type: "application/pdf", render: renderPdfLazily },
} as const satisfies Record<string, { readonly type: string; readonly render: ListRenderer }>;

export type ListFormat = keyof typeof listFormats;

export interface ListExportContext {
  readonly table: Table;
  readonly documents: DocumentsBucket;
  readonly fonts: FontCollection;
}

/** How long the URL of an exported file is valid, in seconds. */
const listUrlSeconds = 300;

/**
 * Renders the list of participants, writes it to the bucket, because a function cannot respond with more than 6 MB, and
 * returns its URL.
 */
export const createListExport =
  (format: ListFormat, context: ListExportContext): ApiHandler<`getListAs${Capitalize<ListFormat>}`> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(context.table, request);
    const { query, now } = request;
    const fileId = createId();
    await makeListFile(context, { conferenceId, fileId, format, now, ...query });
    return locateListFile(context.documents, { conferenceId, fileId, format, now, ...query });
  };

interface ListFile {
  readonly conferenceId: string;
  readonly fileId: string;
  readonly format: ListFormat;
  readonly language: Language;
  /** Absent for the current list. */
  readonly version?: string | undefined;
  readonly now: string;
}

/** Renders the list, and writes it to the bucket. */
export async function makeListFile(
  { table, documents, fonts }: ListExportContext,
  { conferenceId, fileId, format, language, version, now }: ListFile,
): Promise<void> {
  const conference = await loadBrandedConference(table, conferenceId);
  const { type, render } = listFormats[format];
  await makeWithoutErased(table, conferenceId, async () => {
    const { snapshot, status } = await loadSnapshotAt(table, documents, conference, version, now);
    const bytes = await render(createPrintedList(conference, snapshot, language, status), fonts);
    await saveMadeFile(documents, conferenceId, fileId, { bytes, type });
  });
}

/** The URL of a list in the bucket. */
export async function locateListFile(
  documents: DocumentsBucket,
  { conferenceId, fileId, format, language, now }: Omit<ListFile, "version">,
) {
  const { type } = listFormats[format];
  const name = `participants-${conferenceId}-${language}.${format}`;
  const url = await presignMadeFile(documents, conferenceId, fileId, { type, name, seconds: listUrlSeconds });
  return { url, expiresAt: new Date(Date.parse(now) + listUrlSeconds * 1_000).toISOString() };
}

export const renderListCsv = (list: PrintedList): Uint8Array => renderCsv(toListTable(list));
