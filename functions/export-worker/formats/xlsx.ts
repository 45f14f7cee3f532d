import { ZipDeflate } from "fflate";
import type { ExportColumnType } from "#shared/exports/export-columns.rules.ts";
import { toSheetName } from "#shared/text/sheet-name.rules.ts";
import type { ExportCell } from "../export-table.ts";
import { ArchiveWriter } from "./archive-writer.ts";
import { LocalTimes } from "./local-times.ts";
import type { TableFile, WriteBytes } from "./table-file.ts";

/** The number of rows that are compressed at a time. */
const rowsPerChunk = 200;

/** The longest text of a cell, in UTF-16 code units. */
const maxCellLength = 32_767;

/** The styles of `styles.xml`, by their number there. */
const styles = { text: 0, heading: 1, date: 2, time: 3 } as const;

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";
const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/**
 * Writes a table as a workbook with one sheet (ECMA-376, Office Open XML): texts, numbers, dates and times as such, and no
 * formula. The headings stay in view and have filters; an Arabic sheet begins at the right. `write-excel-file` would have
 * the whole workbook in memory.
 */
export async function writeXlsx(table: TableFile, write: WriteBytes): Promise<void> {
  const archive = new ArchiveWriter(write);
  for (const [name, content] of Object.entries(createFixedParts(table))) {
    const part = new ZipDeflate(name);
    archive.add(part);
    part.push(encodeText(declaration + content), true);
  }
  const sheet = new ZipDeflate("xl/worksheets/sheet1.xml", { level: 6 });
  archive.add(sheet);
  const { columns, rows } = table;
  sheet.push(encodeText(declaration + createSheetStart(table)));
  const times = new LocalTimes(table.timeZone);
  for (let start = 0; start < rows.length; start += rowsPerChunk) {
    const lines = rows.slice(start, start + rowsPerChunk).map((cells, index) => {
      const number = start + index + 2;
      return createRow(
        number,
        columns.map(({ type }, column) =>
          createCell(`${toColumnName(column)}${number}`, cells[column] ?? null, type, times),
        ),
      );
    });
    sheet.push(encodeText(lines.join("")));
    await archive.flush();
  }
  sheet.push(encodeText(`</sheetData><autoFilter ref="${getRange(table)}"/></worksheet>`), true);
  await archive.end();
}

const encodeText = (text: string) => new TextEncoder().encode(text);

/** The parts of the workbook besides the sheet. */
const createFixedParts = (table: TableFile): Readonly<Record<string, string>> => ({
  "[Content_Types].xml": `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetType}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/></Types>`,
  "_rels/.rels": `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": createWorkbook(table),
  "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  "xl/styles.xml": `<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>`,
});

/** The hidden name is how programs mark the range of a filter. */
function createWorkbook(table: TableFile): string {
  const sheet = escapeXmlText(toSheetName(table.title));
  const range = getRange(table).replaceAll(/[A-Z]+|\d+/g, "$$$&");
  const names = `<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'${sheet}'!${range}</definedName>`;
  const sheets = `<sheet name="${sheet}" sheetId="1" r:id="rId1"/>`;
  return `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets}</sheets><definedNames>${names}</definedNames></workbook>`;
}

/** The cells with the headings and all rows. */
const getRange = ({ columns, rows }: TableFile) => `A1:${toColumnName(columns.length - 1)}${rows.length + 1}`;

function createSheetStart({ columns, direction }: TableFile): string {
  const isRightToLeft = direction === "rtl" ? ' rightToLeft="1"' : "";
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const widths = columns.map(({ heading, type }, index) => {
    const width = Math.min(40, Math.max(type === "text" ? 22 : 16, heading.length + 4));
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`;
  });
  const headings = columns.map(({ heading }, index) =>
    createTextCell(`${toColumnName(index)}1`, heading, styles.heading),
  );
  return `<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"${isRightToLeft}>${pane}</sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>${createRow(1, headings)}`;
}

const createRow = (number: number, cells: readonly string[]) => `<row r="${number}">${cells.join("")}</row>`;

function createCell(place: string, value: ExportCell, type: ExportColumnType, times: LocalTimes): string {
  if (value === null || value === "") return "";
  if (typeof value === "number") return createNumberCell(place, value, styles.text);
  const text = String(value);
  const serial = type === "date" || type === "time" ? toSerial(type === "time" ? times.format(text) : text) : undefined;
  if (serial === undefined) return createTextCell(place, text, styles.text);
  return createNumberCell(place, serial, type === "date" ? styles.date : styles.time);
}

const createNumberCell = (place: string, value: number, style: number) =>
  `<c r="${place}" s="${style}"><v>${value}</v></c>`;

/** A text is never calculated. */
const createTextCell = (place: string, text: string, style: number) =>
  `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXmlText(text.slice(0, maxCellLength))}</t></is></c>`;

/** The first day on which all spreadsheets agree: Excel has a 29 February 1900. */
const firstDay = "1900-03-01";
const msPerDay = 86_400_000;
const serialOf1970 = 25_569;

/** The number of days since 1900 by which spreadsheets store a time, `YYYY-MM-DD` or `YYYY-MM-DD hh:mm`. */
function toSerial(text: string): number | undefined {
  const [, day = "", clock = "00:00"] = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?$/.exec(text) ?? [];
  return day < firstDay ? undefined : Date.parse(`${day}T${clock}:00Z`) / msPerDay + serialOf1970;
}

/** `A`, …, `Z`, `AA`, … for the columns from 0 on. */
const toColumnName = (index: number): string =>
  (index < 26 ? "" : toColumnName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

const xmlEntities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no control characters but three, and readers of workbooks take `_x0041_` for an A. */
const escapeXmlText = (text: string) =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[&<>"]/g, (character) => xmlEntities[character] ?? "");
