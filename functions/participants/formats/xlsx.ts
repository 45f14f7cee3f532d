import writeSheets, { type Row } from "write-excel-file/node";
import { toSheetName } from "#shared/text/sheet-name.rules.ts";
import { type PrintedList, toListTable } from "./printed-list.ts";

/** A cell of type text, which is never calculated. */
const toTextCell = (value: string, style = {}) => ({
  value,
  type: String,
  wrap: true,
  alignVertical: "top" as const,
  ...style,
});

const toNumberCell = (value: number, style = {}) => ({ value, type: Number, ...style });

const boldCellStyle = { fontWeight: "bold" as const };

/** The list as a workbook: one sheet with a row for each person, and one with the front page. */
export async function renderListXlsx(list: PrintedList): Promise<Uint8Array> {
  const { isRightToLeft, title, statistics } = list;
  const [head = [], ...lines] = toListTable(list);
  const people = [
    head.map((text) => toTextCell(text, boldCellStyle)),
    ...lines.map((line) => line.map((text) => toTextCell(text))),
  ];
  return writeSheets([
    {
      data: people,
      sheet: toSheetName(title),
      rightToLeft: isRightToLeft,
      stickyRowsCount: 1,
      columns: [24, 36, 14, 34, 50, 44].map((width) => ({ width })),
    },
    {
      data: createFrontPageRows(list),
      sheet: toSheetName(statistics.heading),
      rightToLeft: isRightToLeft,
      columns: [60, 16, 16, 16, 16].map((width) => ({ width })),
    },
  ]).toBuffer();
}

function createFrontPageRows(list: PrintedList): Row[] {
  const { conference, organizer, place, days, title, status, asOf, corrections, order, statistics } = list;
  const words = [...(organizer === undefined ? [] : [organizer]), place, days, status, asOf, corrections].map(
    (text) => [toTextCell(text)],
  );
  const counted = ([name, ...counts]: readonly [string, ...number[]], style = {}): Row => [
    toTextCell(name, style),
    ...counts.map((count) => toNumberCell(count, style)),
  ];
  return [
    [toTextCell(title, boldCellStyle)],
    [toTextCell(conference, boldCellStyle)],
    ...words,
    [],
    statistics.columns.map((text) => toTextCell(text, boldCellStyle)),
    ...statistics.lines.map((line) => counted(line)),
    counted(statistics.total, boldCellStyle),
    [],
    [toTextCell(order.heading, boldCellStyle)],
    ...order.sentences.map((text) => [toTextCell(text)]),
  ];
}
