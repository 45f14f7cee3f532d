import type { Language } from "#shared/domain/conference.ts";
import type { ImportKind } from "#shared/domain/import.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import type { Table } from "#shared/store/table.ts";

type Draw = (what: ImportKind, language: Language) => Sheet | Promise<Sheet>;

type Sheet = Uint8Array<ArrayBuffer>;

/** An empty sheet in the reader's language. */
export const template =
  (table: Table, draw: Draw): Handler<"importTemplateCsv" | "importTemplateXlsx"> =>
  async ({ params, query, caller, access, language }) => {
    mustBeStaff(await loadConference(table, params.conferenceId), { caller, access });
    return draw(query.what, language);
  };
