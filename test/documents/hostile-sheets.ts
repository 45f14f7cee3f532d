import { xlsxMimeType } from "#shared/model/document.ts";
import { buildZip, joinBytes } from "../support/files.ts";
import { headings, planRows, toCsv } from "../support/people.ts";

export interface HostileSheet {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** The name of the refusal. */
  readonly code: string;
  /** The rows at which it is named, with the heading where there is one. */
  readonly at?: readonly (readonly [row: number, column?: string])[];
}

const text = (content: string) => new TextEncoder().encode(content);

const windows1250 = (content: string) =>
  new Uint8Array(Buffer.from(content.replaceAll("ł", "\u00B3").replaceAll("ę", "\u00EA"), "latin1"));

const cell = (place: string, value: string) => `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;

/** The parts of a workbook with one sheet, whose rows are given as XML. */
export const workbookParts = (rows: string) => ({
  "[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  "_rels/.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="P" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  "xl/worksheets/sheet1.xml": `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
});

const headingRow = `<row r="1">${headings.map((name, index) => cell(`${String.fromCharCode(65 + index)}1`, name)).join("")}</row>`;

function tables(): HostileSheet[] {
  const head = headings.join(",");
  const [row] = planRows(1);
  const csv = "text/csv";
  return [
    {
      name: "another encoding",
      contentType: csv,
      bytes: windows1250(`${head}\nngo,Józef,Wałęsa`),
      code: "wrong-encoding",
    },
    { name: "a program", contentType: csv, bytes: joinBytes("MZ", new Uint8Array(512)), code: "file-type-not-allowed" },
    { name: "a page", contentType: csv, bytes: text("<html><table></table></html>"), code: "file-type-not-allowed" },
    {
      name: "10,001 rows",
      contentType: csv,
      bytes: toCsv(Array.from({ length: 10_001 }, () => row ?? { cells: [] })),
      code: "sheet-too-large",
    },
    { name: "101 columns", contentType: csv, bytes: text(`${head}${",x".repeat(90)}\n`), code: "sheet-too-large" },
    {
      name: "no headings",
      contentType: csv,
      bytes: text("ngo,Amina,Diallo\nngo,José,García\n"),
      code: "sheet-columns",
      at: [[1]],
    },
    { name: "nothing but empty lines", contentType: csv, bytes: text("\n\n"), code: "sheet-columns", at: [[1]] },
    {
      name: "a quotation mark that nothing closes",
      contentType: csv,
      bytes: text(`${head}\nngo,"Amina,Diallo\n`),
      code: "sheet-unreadable",
      at: [[2]],
    },
  ];
}

/** A workbook whose cell would hold a file of ours, or grow a billionfold, if its reader believed it. */
export function withEntities(): HostileSheet {
  const declared = '<!DOCTYPE worksheet [<!ENTITY file SYSTEM "file:///etc/passwd">]>';
  const parts = workbookParts(`${headingRow}<row r="2">${cell("A2", "&file;")}</row>`);
  const sheet = parts["xl/worksheets/sheet1.xml"].replace("?>", `?>${declared}`);
  const bytes = buildZip({ ...parts, "xl/worksheets/sheet1.xml": sheet });
  return { name: "a workbook that declares entities", contentType: xlsxMimeType, bytes, code: "file-broken" };
}

function workbooks(): HostileSheet[] {
  const parts = workbookParts(headingRow);
  const far = (place: string, row: string) => workbookParts(`${headingRow}<row r="${row}">${cell(place, "x")}</row>`);
  const of = (name: string, entries: Record<string, Uint8Array | string>, code: string): HostileSheet => ({
    name,
    contentType: xlsxMimeType,
    bytes: buildZip(entries),
    code,
  });
  return [
    of(
      "a workbook that unpacks to 300 MB",
      { ...parts, "xl/media/x.bin": new Uint8Array(300_000_000) },
      "file-expands-too-much",
    ),
    of("a workbook with macros", { ...parts, "xl/vbaProject.bin": "x" }, "file-type-not-allowed"),
    of("a workbook with a cell in the last row", far("A1048576", "1048576"), "sheet-too-large"),
    of("a workbook with a cell in the last column", far("XFD2", "2"), "sheet-too-large"),
    of("a workbook that hides where a cell is", far("A&#49;048576", "1&#48;48576"), "file-broken"),
    withEntities(),
    of("no workbook", { "a.txt": "hello" }, "file-broken"),
    {
      name: "half a workbook",
      contentType: xlsxMimeType,
      bytes: buildZip(parts).subarray(0, 900),
      code: "file-broken",
    },
    {
      name: "a workbook that says it is a table of values",
      contentType: "text/csv",
      bytes: buildZip(parts),
      code: "file-is-not-what-it-says",
    },
  ];
}

/** Sheets of which no row may be taken, each with the name of its refusal. */
export const hostileSheets = (): HostileSheet[] => [...tables(), ...workbooks()];
