import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  type IParagraphOptions,
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
import { participantMessages } from "#shared/i18n/messages.ts";
import type { Language } from "#shared/model/conference.ts";
import type { PrintedGroup, PrintedList, PrintedPerson } from "./printed-list.ts";

/** Fonts that Word and LibreOffice have, or can replace, for each kind of script. */
const docxFonts = { ascii: "Arial", hAnsi: "Arial", cs: "Arial", eastAsia: "Microsoft YaHei" };

/** Whether the first letter of a text has a script from right to left. */
const isRightToLeftText = (text: string) =>
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(text);

/** Marks before and after a text, so that signs and numbers without a direction follow the text. */
const directionMarks = { left: "\u200F", right: "\u200E" };

/** A text run with its own direction, independent of the text around it. */
function createTextRun(text: string, options: { bold?: boolean; size?: number; color?: string; break?: number } = {}) {
  const mark = isRightToLeftText(text) ? directionMarks.left : directionMarks.right;
  return new TextRun({
    text: `${mark}${text}${mark}`,
    font: docxFonts,
    rightToLeft: isRightToLeftText(text),
    ...options,
  });
}

/** A4 in twentieths of a point. */
const docxPage = {
  size: { width: 11_906, height: 16_838 },
  margin: { top: 1_134, bottom: 1_134, left: 1_134, right: 1_134 },
};

/** The language for breaking Latin text into lines, if the document's language has another script. */
const latinLanguages: Readonly<Partial<Record<Language, string>>> = { ar: "en-GB", zh: "en-GB" };

/** The list as a Word document: a front page, then each category with its States or organizations. */
export async function renderListDocx(list: PrintedList): Promise<Uint8Array> {
  const { title, conference, language } = list;
  const document = new Document({
    title: `${conference}: ${title}`,
    creator: "Palais",
    styles: {
      default: {
        document: {
          run: {
            font: docxFonts,
            size: 20,
            language: { value: latinLanguages[language] ?? language, bidirectional: "ar", eastAsia: "zh-CN" },
          },
        },
      },
    },
    sections: [
      createDocxSection(list, createDocxFrontPage(list)),
      createDocxSection(
        list,
        list.sections.flatMap((each) => createSectionParagraphs(list, each)),
      ),
    ],
  });
  return Packer.toBuffer(document);
}

const createDocxSection = (list: PrintedList, children: (Paragraph | Table)[]): ISectionOptions => ({
  properties: { page: docxPage },
  headers: {
    default: new Header({
      children: [
        createDocxParagraph(list, [createTextRun(`${list.title} · ${list.status}`, { size: 16, color: "5b6875" })]),
      ],
    }),
  },
  footers: { default: new Footer({ children: [createDocxParagraph(list, createPageNumberRuns(list))] }) },
  children,
});

/** "Page 3 of 14", with fields that the word processor fills in. */
function createPageNumberRuns({ language, isRightToLeft }: PrintedList): TextRun[] {
  const fields = { page: { field: PageNumber.CURRENT }, pages: { field: PageNumber.TOTAL_PAGES } };
  return participantMessages
    .translateToParts(language, "participants.page", fields)
    .map((part) =>
      typeof part === "string"
        ? createTextRun(part, { size: 16 })
        : new TextRun({ children: [part.field], font: docxFonts, size: 16, rightToLeft: isRightToLeft }),
    );
}

type ParagraphOptions = Omit<IParagraphOptions, "children">;

/** A paragraph in the direction of the document, which no page break splits. */
const createDocxParagraph = (
  { isRightToLeft }: PrintedList,
  children: TextRun[],
  { spacing, ...options }: ParagraphOptions = {},
): Paragraph =>
  new Paragraph({
    children,
    bidirectional: isRightToLeft,
    spacing: { before: 0, after: 60, ...spacing },
    keepLines: true,
    ...options,
  });

function createDocxFrontPage(list: PrintedList): (Paragraph | Table)[] {
  const { conference, organizer, place, days, title, status, asOf, corrections, order, statistics } = list;
  const line = (text: string, run = {}, options: ParagraphOptions = {}) =>
    createDocxParagraph(list, [createTextRun(text, run)], options);
  const centred = (before = 0, after = 120) => ({ alignment: AlignmentType.CENTER, spacing: { before, after } });
  return [
    line(conference, { bold: true, size: 36 }, centred(1_200)),
    ...(organizer === undefined ? [] : [line(organizer, {}, centred())]),
    line(place, {}, centred()),
    line(days, {}, centred()),
    line(title, { bold: true, size: 32 }, centred(600)),
    line(status, {}, centred()),
    line(asOf, {}, centred()),
    line(corrections, {}, centred(0, 480)),
    line(statistics.heading, { bold: true, size: 24 }, { keepNext: true }),
    createStatisticsTable(list),
    line(order.heading, { bold: true, size: 24 }, { spacing: { before: 360 }, keepNext: true }),
    ...order.sentences.map((sentence) => line(sentence)),
  ];
}

function createStatisticsTable(list: PrintedList): Table {
  const { columns, lines, total } = list.statistics;
  const row = (cells: readonly (string | number)[], bold: boolean) =>
    new TableRow({
      tableHeader: cells === columns,
      cantSplit: true,
      children: cells.map(
        (cell) => new TableCell({ children: [createDocxParagraph(list, [createTextRun(String(cell), { bold })])] }),
      ),
    });
  return new Table({
    visuallyRightToLeft: list.isRightToLeft,
    width: { size: 100, type: WidthType.PERCENTAGE },
    columnWidths: [2_838, 2_000, 1_600, 1_600, 1_600],
    rows: [row(columns, true), ...lines.map((each) => row(each, false)), row(total, true)],
  });
}

const createSectionParagraphs = (
  list: PrintedList,
  { title, groups }: PrintedList["sections"][number],
): Paragraph[] => [
  createDocxParagraph(list, [createTextRun(title, { bold: true, size: 28, color: "0b5394" })], {
    heading: HeadingLevel.HEADING_1,
    spacing: { before: 480, after: 160 },
    keepNext: true,
  }),
  ...groups.flatMap((group) => createGroupParagraphs(list, group)),
];

const createGroupParagraphs = (
  list: PrintedList,
  { heading = list.individuals, persons }: PrintedGroup,
): Paragraph[] => [
  createDocxParagraph(list, [createTextRun(heading, { bold: true, size: 22, color: "1c2733" })], {
    heading: HeadingLevel.HEADING_2,
    spacing: { before: 240, after: 80 },
    keepNext: true,
  }),
  ...persons.map((person) =>
    createDocxParagraph(list, createPersonRuns(person), { indent: { start: 284 }, spacing: { after: 100 } }),
  ),
];

/** The name on one line, title and organization below it, each in its own direction. */
function createPersonRuns({ honorific, name, functionTitle, organization }: PrintedPerson): TextRun[] {
  const details = [functionTitle, organization].filter((text) => text !== undefined);
  return [
    ...(honorific === undefined ? [] : [createTextRun(`${honorific} `)]),
    createTextRun(name, { bold: true }),
    ...details.map((text) => createTextRun(text, { break: 1 })),
  ];
}
