import writeSheets, { type Row } from "write-excel-file/node";
import { type PrintedList, tableOf } from "./document.ts";

/** As a text, whatever it looks like: a cell of this type is never calculated. */
const textCell = (value: string, style = {}) => ({
  value,
  type: String,
  wrap: true,
  alignVertical: "top" as const,
  ...style,
});

const numberCell = (value: number, style = {}) => ({ value, type: Number, ...style });

const bold = { fontWeight: "bold" as const };

/** The list as a workbook: one sheet with a line for each person, one with what stands on the front page. */
export async function xlsxOf(list: PrintedList): Promise<Uint8Array> {
  const { rightToLeft, title, statistics } = list;
  const [head = [], ...lines] = tableOf(list);
  const people = [head.map((text) => textCell(text, bold)), ...lines.map((line) => line.map((text) => textCell(text)))];
  return writeSheets([
    {
      data: people,
      sheet: sheetName(title),
      rightToLeft,
      stickyRowsCount: 1,
      columns: [24, 36, 14, 34, 50, 44].map((width) => ({ width })),
    },
    {
      data: frontPage(list),
      sheet: sheetName(statistics.heading),
      rightToLeft,
      columns: [60, 16, 16, 16, 16].map((width) => ({ width })),
    },
  ]).toBuffer();
}

/** A sheet's name has at most 31 characters, and some may not be in it. */
const sheetName = (text: string) => text.replace(/[\\/?*[\]:']/g, " ").slice(0, 31);

function frontPage(list: PrintedList): Row[] {
  const { conference, place, days, title, status, asOf, corrections, order, statistics } = list;
  const words = [place, days, status, asOf, corrections].map((text) => [textCell(text)]);
  const counted = ([name, ...counts]: readonly [string, ...number[]], style = {}): Row => [
    textCell(name, style),
    ...counts.map((count) => numberCell(count, style)),
  ];
  return [
    [textCell(title, bold)],
    [textCell(conference, bold)],
    ...words,
    [],
    statistics.columns.map((text) => textCell(text, bold)),
    ...statistics.lines.map((line) => counted(line)),
    counted(statistics.total, bold),
    [],
    [textCell(order.heading, bold)],
    ...order.sentences.map((text) => [textCell(text)]),
  ];
}
