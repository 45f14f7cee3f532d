import { PdfBook } from "../pdf/book.ts";
import { showLine } from "../pdf/glyphs.ts";
import type { Bookmark } from "../pdf/outline.ts";
import { number, type Ref } from "../pdf/writer.ts";
import { Paragraph } from "../text/paragraph.ts";
import { type Band, type Column, type Passage, type Setting, setPassage } from "./bands.ts";
import { channelsOf } from "./colour.ts";
import { pointsPerMillimetre } from "./compose.ts";
import { type Page, paginate, type Unit } from "./pages.ts";

/** A document of many pages. */
export interface Document {
  readonly title: string;
  readonly language: string;
  readonly units: readonly Unit[];
  /** What stands above every page but the first, a line each. */
  readonly header: readonly Passage[];
  /** What stands below every page. */
  readonly footer: (page: number, pages: number) => readonly Passage[];
  /** What stands across every page, pale and behind the text: that it is a draft. */
  readonly mark?: string;
}

const mm = pointsPerMillimetre;
const paper = { width: 210 * mm, height: 297 * mm };
const margin = { side: 20 * mm, top: 27 * mm, bottom: 24 * mm };

/** Between the edge of the paper and what stands above and below every page. */
const edge = 11 * mm;

const room = paper.height - margin.top - margin.bottom;

/** The room between the margins. */
export const column: Column = { left: margin.side, width: paper.width - 2 * margin.side };

/** Between the columns of a table. */
const gutter = 8;

/** The columns of a table: the first has this share of the width, the others have equal ones; from where one begins to read. */
export function columnsOf(count: number, firstShare: number, direction: Setting["direction"]): Column[] {
  const first = column.width * firstShare;
  const other = (column.width - first) / (count - 1);
  return Array.from({ length: count }, (_, index) => {
    const from = index === 0 ? 0 : first + (index - 1) * other + gutter;
    const width = index === 0 ? first : other - gutter;
    const left = direction === "rtl" ? column.left + column.width - from - width : column.left + from;
    return { left, width };
  });
}

/** The document as a PDF on A4. @throws MissingGlyph in header, footer and mark; its units are set already */
export function printDocument(document: Document, setting: Setting): Uint8Array {
  const book = new PdfBook();
  const pages = paginate(document.units, room);
  const header = document.header.flatMap((each) => setLine(each, setting));
  const mark = document.mark === undefined ? "" : drawMark(document.mark, setting, book);
  const printed = pages.map((page, index) => {
    const footer = document.footer(index + 1, pages.length).flatMap((each) => setLine(each, setting));
    const operators = [
      mark,
      ...(index === 0 ? [] : drawStack(header, paper.height - edge, book)),
      ...page.placed.map(({ band, top }) => drawBand(band, paper.height - margin.top - top, book)),
      ...drawBeside(footer, edge + (footer[0]?.height ?? 0), book),
    ];
    return { page, object: book.addPage(paper.width, paper.height, operators.join("\n")) };
  });
  const bookmarks = bookmarksOf(printed);
  book.end(document.title, {
    language: document.language,
    rightToLeft: setting.direction === "rtl",
    bookmarks,
  });
  return book.take();
}

/** What stands on every page has one line, and is shortened to it. */
function setLine(passage: Passage, setting: Setting): Band[] {
  const { text, size, weight = "regular", han = "zh-Hans" } = passage;
  const style = { weight, han, direction: setting.direction };
  const short = new Paragraph(text, setting.fonts, style).shorten(column.width / size, 1);
  return setPassage({ ...passage, text: short.text }, column, setting);
}

/** One band below the other, the first one's top at this height. */
function drawStack(bands: readonly Band[], from: number, book: PdfBook): string[] {
  let top = from;
  return bands.map((band) => {
    const drawn = drawBand(band, top, book);
    top -= band.height;
    return drawn;
  });
}

/** All at the same height. */
const drawBeside = (bands: readonly Band[], top: number, book: PdfBook) =>
  bands.map((band) => drawBand(band, top, book));

function drawBand({ lines, height, rule }: Band, top: number, book: PdfBook): string {
  const texts = lines.map(({ line, left, baseline, size, colour }) => {
    return `${channelsOf(colour).map(number).join(" ")} rg ${showLine(line, left, top - baseline, size, book.fontOf)}`;
  });
  const below = number(top - height);
  const drawn = rule && `0.75 G 0.5 w ${number(rule.left)} ${below} m ${number(rule.left + rule.width)} ${below} l S`;
  return [...texts, ...(drawn ? [drawn] : [])].join("\n");
}

/** How far the mark reaches from one corner to the other, and the largest that it is. */
const markShare = 0.72;
const largestMark = 84;

/** It says nothing that the page doesn't say in words, so whoever copies the text doesn't get it. */
function drawMark(text: string, { fonts, direction }: Setting, book: PdfBook): string {
  const paragraph = new Paragraph(text, fonts, { weight: "bold", han: "zh-Hans", direction });
  const line = paragraph.line({ start: 0, end: text.length });
  const { width, height } = paper;
  const size = Math.min(largestMark, (markShare * Math.hypot(width, height)) / line.width);
  const angle = Math.atan2(height, width);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turned = [cos, sin, -sin, cos, width / 2, height / 2].map((each) => number(each)).join(" ");
  const { left, right, top, bottom } = line.ink;
  const shown = showLine(line, (-size * (left + right)) / 2, (-size * (top + bottom)) / 2, size, book.fontOf);
  return `/Span << /ActualText <FEFF> >> BDC q 0.93 g ${turned} cm ${shown} Q EMC`;
}

/** The second level below the first. */
function bookmarksOf(pages: readonly { readonly page: Page; readonly object: Ref }[]): Bookmark[] {
  const all = pages.flatMap(({ page, object }) =>
    page.bookmarks.map(({ level, title, top }) => ({
      level,
      bookmark: { title, page: object, top: paper.height - margin.top - top, within: [] as Bookmark[] },
    })),
  );
  const outer: (typeof all)[number]["bookmark"][] = [];
  for (const { level, bookmark } of all) {
    if (level === 1) outer.push(bookmark);
    else outer.at(-1)?.within.push(bookmark);
  }
  return outer;
}
