import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  type ISectionOptions,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import type { Language } from "#shared/domain/conference.ts";
import { participantMessages } from "#shared/i18n/messages.ts";
import type { PrintedGroup, PrintedList, PrintedPerson } from "./document.ts";

/** Fonts that Word and LibreOffice have, or know what to take instead of, for each kind of script. */
const font = { ascii: "Arial", hAnsi: "Arial", cs: "Arial", eastAsia: "Microsoft YaHei" };

/** Whether a text runs from right to left: its first letter says so. */
const runsLeft = (text: string) =>
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(text);

/** Before and after a text: what has no direction of its own, such as a sign or a number, goes along with the text. */
const marks = { left: "\u200F", right: "\u200E" };

/** A piece of text with a direction of its own, whatever stands around it. */
function run(text: string, options: { bold?: boolean; size?: number; color?: string; break?: number } = {}) {
  const mark = runsLeft(text) ? marks.left : marks.right;
  return new TextRun({ text: `${mark}${text}${mark}`, font, rightToLeft: runsLeft(text), ...options });
}

/** A4 in twentieths of a point. */
const page = {
  size: { width: 11_906, height: 16_838 },
  margin: { top: 1_134, bottom: 1_134, left: 1_134, right: 1_134 },
};

/** In which language Latin text is broken into lines, where the document's own has another script. */
const latin: Readonly<Partial<Record<Language, string>>> = { ar: "en-GB", zh: "en-GB" };

/** The list as a Word document: a front page, then each category with its States or organizations. */
export async function docxOf(list: PrintedList): Promise<Uint8Array> {
  const { title, conference, language } = list;
  const document = new Document({
    title: `${conference}: ${title}`,
    creator: "Palais",
    styles: {
      default: {
        document: {
          run: {
            font,
            size: 20,
            language: { value: latin[language] ?? language, bidirectional: "ar", eastAsia: "zh-CN" },
          },
        },
      },
    },
    sections: [
      section(list, frontPage(list)),
      section(
        list,
        list.sections.flatMap((each) => sectionOf(list, each)),
      ),
    ],
  });
  return Packer.toBuffer(document);
}

const section = (list: PrintedList, children: (Paragraph | Table)[]): ISectionOptions => ({
  properties: { page },
  headers: {
    default: new Header({
      children: [paragraph(list, [run(`${list.title} · ${list.status}`, { size: 16, color: "5b6875" })])],
    }),
  },
  footers: { default: new Footer({ children: [paragraph(list, pageNumber(list))] }) },
  children,
});

/** "Page 3 of 14", the numbers as fields that the reader's program counts. */
function pageNumber({ language }: PrintedList): TextRun[] {
  const fields = { page: { field: PageNumber.CURRENT }, pages: { field: PageNumber.TOTAL_PAGES } };
  return participantMessages
    .translateToParts(language, "participants.page", fields)
    .map((part) =>
      typeof part === "string"
        ? run(part, { size: 16 })
        : new TextRun({ children: [part.field], font, size: 16, rightToLeft: language === "ar" }),
    );
}

interface Style {
  readonly heading?: (typeof HeadingLevel)[keyof typeof HeadingLevel];
  readonly before?: number;
  readonly after?: number;
  readonly keepNext?: boolean;
  readonly indent?: number;
  readonly center?: boolean;
}

/** A paragraph in the direction of the document. */
function paragraph({ rightToLeft }: PrintedList, children: TextRun[], style: Style = {}): Paragraph {
  const { heading, before = 0, after = 60, keepNext = false, indent, center } = style;
  return new Paragraph({
    children,
    bidirectional: rightToLeft,
    spacing: { before, after },
    keepNext,
    keepLines: true,
    ...(center && { alignment: AlignmentType.CENTER }),
    ...(heading && { heading }),
    ...(indent !== undefined && { indent: { start: indent } }),
  });
}

function frontPage(list: PrintedList): (Paragraph | Table)[] {
  const { conference, place, days, title, status, asOf, corrections, order, statistics } = list;
  const line = (text: string, options = {}, style: Style = {}) => paragraph(list, [run(text, options)], style);
  const middle = { center: true, after: 120 };
  return [
    line(conference, { bold: true, size: 36 }, { ...middle, before: 1_200 }),
    line(place, {}, middle),
    line(days, {}, middle),
    line(title, { bold: true, size: 32 }, { ...middle, before: 600 }),
    line(status, {}, middle),
    line(asOf, {}, middle),
    line(corrections, {}, { ...middle, after: 480 }),
    line(statistics.heading, { bold: true, size: 24 }, { keepNext: true }),
    statisticsTable(list),
    line(order.heading, { bold: true, size: 24 }, { before: 360, keepNext: true }),
    ...order.sentences.map((sentence) => line(sentence)),
  ];
}

function statisticsTable(list: PrintedList): Table {
  const { columns, lines, total } = list.statistics;
  const row = (cells: readonly (string | number)[], bold: boolean) =>
    new TableRow({
      tableHeader: cells === columns,
      cantSplit: true,
      children: cells.map((cell) => new TableCell({ children: [paragraph(list, [run(String(cell), { bold })])] })),
    });
  return new Table({
    visuallyRightToLeft: list.rightToLeft,
    width: { size: 100, type: WidthType.PERCENTAGE },
    columnWidths: [2_838, 2_000, 1_600, 1_600, 1_600],
    rows: [row(columns, true), ...lines.map((each) => row(each, false)), row(total, true)],
  });
}

const sectionOf = (list: PrintedList, { title, groups }: PrintedList["sections"][number]): Paragraph[] => [
  paragraph(list, [run(title, { bold: true, size: 28, color: "0b5394" })], {
    heading: HeadingLevel.HEADING_1,
    before: 480,
    after: 160,
    keepNext: true,
  }),
  ...groups.flatMap((group) => groupOf(list, group)),
];

const groupOf = (list: PrintedList, { heading = list.individuals, persons }: PrintedGroup): Paragraph[] => [
  paragraph(list, [run(heading, { bold: true, size: 22, color: "1c2733" })], {
    heading: HeadingLevel.HEADING_2,
    before: 240,
    after: 80,
    keepNext: true,
  }),
  ...persons.map((person) => paragraph(list, entryOf(person), { indent: 284, after: 100 })),
];

/** The name on a line of its own, below it title and organization, each in its own direction. */
function entryOf({ honorific, name, functionTitle, organization }: PrintedPerson): TextRun[] {
  const details = [functionTitle, organization].filter((text) => text !== undefined);
  return [
    ...(honorific === undefined ? [] : [run(`${honorific} `)]),
    run(name, { bold: true }),
    ...details.map((text) => run(text, { break: 1 })),
  ];
}
