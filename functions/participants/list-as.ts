import type { Fonts } from "#shared/badge/text/fonts.ts";
import type { Documents } from "#shared/documents/bucket.ts";
import { handOut, listLife } from "#shared/documents/lists.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { printedList } from "#shared/participants/document.ts";
import { type Format, formats } from "#shared/participants/formats.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { newId } from "#shared/store/ids.ts";
import type { Table } from "#shared/store/table.ts";
import { snapshotAt } from "./snapshot.ts";

interface Means {
  readonly table: Table;
  readonly documents: Documents;
  readonly fonts: Fonts;
}

/** The list of participants in one of its forms: made, put into the bucket, and told where. */
export const listAs =
  (format: Format, { table, documents, fonts }: Means): Handler<`listAs${Capitalize<Format>}`> =>
  async ({ params: { conferenceId }, caller, access, query: { language, version }, now }) => {
    const conference = await loadConference(table, conferenceId);
    mustBeStaff(conference, { caller, access });
    const { snapshot, standing } = await snapshotAt(table, documents, conferenceId, { version, now });
    const { type, make } = formats[format];
    const bytes = await make(printedList(conference, snapshot, language, standing), fonts);
    const name = `participants-${conferenceId}-${language}.${format}`;
    const url = await handOut(documents, newId(), { bytes, type, name });
    return { url, expiresAt: new Date(Date.parse(now) + listLife * 1_000).toISOString() };
  };
