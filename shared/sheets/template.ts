import { stringify } from "csv-stringify/sync";
import writeSheets from "write-excel-file/node";
import type { Language } from "#shared/domain/conference.ts";
import type { ImportKind } from "#shared/domain/import.ts";
import type { Values } from "#shared/i18n/message.ts";
import { sheetMessages } from "#shared/i18n/messages.ts";
import { type Column, columnsOf } from "./columns.ts";
import { headingOf } from "./headings.ts";

/** An empty table of values with the headings in a reader's language; the mark tells Excel that it is UTF-8. */
export function csvTemplate(what: ImportKind, language: Language): Uint8Array<ArrayBuffer> {
  const headings = columnsOf(what).map((column) => headingOf(column, language));
  return new TextEncoder().encode(stringify([headings], { bom: true, record_delimiter: "windows" }));
}

const bold = { fontWeight: "bold" } as const;
const headed = { ...bold, backgroundColor: "#e8eef5" };
const wrapped = { wrap: true, alignVertical: "top" } as const;

/** An empty workbook with the headings in a reader's language, and a sheet that says what to write under each. */
export async function xlsxTemplate(what: ImportKind, language: Language): Promise<Uint8Array<ArrayBuffer>> {
  const columns = columnsOf(what);
  const rightToLeft = language === "ar";
  const notes = columns.map((column) => [
    { value: headingOf(column, language), ...wrapped },
    { value: noteOf(column, language), ...wrapped },
  ]);
  const titles = (["heading", "value"] as const).map((key) => ({
    value: sheetMessages.translate(language, `sheet.${key}`),
    ...headed,
  }));
  const headings = columns.map((column) => ({ value: headingOf(column, language), ...headed }));
  const written = writeSheets([
    {
      sheet: sheetMessages.translate(language, "sheet.people"),
      data: [headings],
      columns: columns.map(() => ({ width: 24 })),
      stickyRowsCount: 1,
      rightToLeft,
    },
    {
      sheet: sheetMessages.translate(language, "sheet.notes"),
      data: [titles, ...notes],
      columns: [{ width: 34 }, { width: 70 }],
      stickyRowsCount: 1,
      rightToLeft,
    },
  ]);
  return new Uint8Array(await written.toBuffer());
}

/** What to write in a column, in a reader's words. */
function noteOf(column: Column, language: Language): string {
  const note = kindOf(column, (key, values) => sheetMessages.translate(language, key, values));
  return column.required ? `${note} (${sheetMessages.translate(language, "sheet.required")})` : note;
}

type Say = (key: Extract<Parameters<typeof sheetMessages.translate>[1], `sheet.${string}`>, values?: Values) => string;

function kindOf({ kind, values, format, longest }: Column, say: Say): string {
  if (kind === "flag") return say("sheet.yesOrNo");
  if (kind === "list") return say("sheet.several");
  if (values) return say("sheet.oneOf", { values: values.join(", ") });
  if (format) return say(`sheet.${format}`);
  return longest === undefined ? say("sheet.text") : say("sheet.upTo", { maximum: longest });
}
