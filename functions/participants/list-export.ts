import { toActor } from "#shared/auth/caller.ts";
import { loadBrandedConference } from "#shared/branding/branding.repository.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { presignMadeFile, saveMadeFile } from "#shared/documents/made-files.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { putItem, type Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { type Change, type CommandContext, createConferenceChange } from "#shared/model/change.ts";
import type { Language } from "#shared/model/conference.ts";
import { exportMediaTypes } from "#shared/model/job.ts";
import { loadParticipantListVersion } from "#shared/participant-list/list-versions.repository.ts";
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
 * returns its URL. The journal records each download before anyone is read.
 */
export const createListExport =
  (format: ListFormat, context: ListExportContext): ApiHandler<`getListAs${Capitalize<ListFormat>}`> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(context.table, request);
    const { query, caller, now } = request;
    const file: ListFile = { conferenceId, fileId: createId(), format, now, ...query };
    await recordListExport(context.table, file, { actor: toActor(caller), at: now });
    await makeListFile(context, file);
    return locateListFile(context.documents, file);
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

/** Records an export in the journal. @throws DomainError `not-found` for a version that does not exist */
async function recordListExport(
  table: Table,
  { conferenceId, fileId, format, version: requested }: ListFile,
  context: CommandContext,
): Promise<void> {
  const version = requested === undefined ? undefined : Number(requested);
  if (version !== undefined) await loadParticipantListVersion(table, conferenceId, version);
  const change: Change = {
    ...createConferenceChange(conferenceId, "export-list", context),
    participantList: { format, ...(version !== undefined && { version }) },
  };
  await putItem(table, toJournalItem(change, fileId));
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
