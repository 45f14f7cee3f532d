import { toFillColourOperator } from "../color.ts";
import { a4, pointsPerMillimetre } from "../page-geometry.ts";
import { type Bookmark, PdfBook } from "../pdf/pdf-book.ts";
import { formatPdfNumber, type PdfRef } from "../pdf/pdf-writer.ts";
import { showLine } from "../pdf/show-glyphs.ts";
import { Paragraph } from "../text/paragraph.ts";
import { type Band, layoutTextBlock, type PageColumn, type TextBlock, type TypesettingOptions } from "./bands.ts";

/** Bands that stay together on one page: an entry, with its headings if it is the first of a group. */
export interface PageUnit {
  readonly bands: readonly Band[];
  /** The headings that are repeated above it if it begins a page. */
  readonly repeatedBands?: readonly Band[];
  /** Its bookmarks, from the outer level to the inner one. */
  readonly bookmarks?: readonly { readonly level: 1 | 2; readonly title: string }[];
  readonly startsNewPage?: boolean;
}

/** A page. `top` is in points from the top of the space between the margins. */
export interface DocumentPage {
  readonly placed: { readonly band: Band; readonly top: number }[];
  readonly bookmarks: { readonly level: 1 | 2; readonly title: string; readonly top: number }[];
}

/** A document of many pages. */
export interface PrintableDocument {
  readonly title: string;
  readonly language: string;
  readonly units: readonly PageUnit[];
  /** The lines above every page but the first. */
  readonly header: readonly TextBlock[];
  /** The texts below every page. */
  readonly footer: (page: number, pages: number) => readonly TextBlock[];
  /** A pale text across every page, behind its content, that marks a draft. */
  readonly watermark?: string;
}

const mm = pointsPerMillimetre;
const margin = { side: 20 * mm, top: 27 * mm, bottom: 24 * mm };

/** The distance of header and footer from the edge of the paper. */
const headerMargin = 11 * mm;

const contentHeight = a4.height - margin.top - margin.bottom;

/** The space between the margins. */
export const pageColumn: PageColumn = { left: margin.side, width: a4.width - 2 * margin.side };

/** The gap between the columns of a table. */
const columnGap = 8;

/** The columns of a table, in reading order. The first has this share of the width; the others have equal shares. */
export function createTableColumns(
  count: number,
  firstShare: number,
  direction: TypesettingOptions["direction"],
): PageColumn[] {
  const first = pageColumn.width * firstShare;
  const other = (pageColumn.width - first) / (count - 1);
  return Array.from({ length: count }, (_, index) => {
    const from = index === 0 ? 0 : first + (index - 1) * other + columnGap;
    const width = index === 0 ? first : other - columnGap;
    const left = direction === "rtl" ? pageColumn.left + pageColumn.width - from - width : pageColumn.left + from;
    return { left, width };
  });
}

/**
 * Places units on pages of this height, in their order. A unit that does not fit moves to the next page as a whole; only
 * a unit that is higher than a page is split, between two bands.
 */
export function paginate(units: readonly PageUnit[], height: number): DocumentPage[] {
  const pages: DocumentPage[] = [];
  let bottom = Number.POSITIVE_INFINITY;
  const place = (band: Band) => {
    const isFirst = pages.at(-1)?.placed.length === 0;
    const top = bottom + (isFirst ? 0 : band.spaceAbove);
    pages.at(-1)?.placed.push({ band, top });
    bottom = top + band.height;
  };
  const startPage = () => {
    pages.push({ placed: [], bookmarks: [] });
    bottom = 0;
  };
  for (const { bands, repeatedBands = [], bookmarks = [], startsNewPage } of units) {
    const unitHeight = bands.reduce((sum, band) => sum + band.spaceAbove + band.height, 0);
    if (startsNewPage || bottom + unitHeight > height) {
      startPage();
      repeatedBands.forEach(place);
    }
    for (const bookmark of bookmarks) pages.at(-1)?.bookmarks.push({ ...bookmark, top: bottom });
    for (const band of bands) {
      if (bottom + band.spaceAbove + band.height > height) startPage();
      place(band);
    }
  }
  return pages;
}

/** The document as a PDF on A4. */
export function printDocument(document: PrintableDocument, options: TypesettingOptions): Uint8Array {
  const book = new PdfBook();
  const pages = paginate(document.units, contentHeight);
  const header = document.header.flatMap((text) => layoutSingleLine(text, options));
  const watermark = document.watermark === undefined ? "" : drawWatermark(document.watermark, options, book);
  const printed = pages.map((page, index) => {
    const footer = document.footer(index + 1, pages.length).flatMap((text) => layoutSingleLine(text, options));
    const footerTop = headerMargin + (footer[0]?.height ?? 0);
    const operators = [
      watermark,
      ...(index === 0 ? [] : drawStackedBands(header, a4.height - headerMargin, book)),
      ...page.placed.map(({ band, top }) => drawBand(band, a4.height - margin.top - top, book)),
      ...footer.map((band) => drawBand(band, footerTop, book)),
    ];
    return { page, object: book.addPage(a4.width, a4.height, operators.join("\n")) };
  });
  const bookmarks = toBookmarks(printed);
  book.finish(document.title, {
    language: document.language,
    isRightToLeft: options.direction === "rtl",
    bookmarks,
  });
  return book.takeBytes();
}

/** A header or footer text, shortened to one line. */
function layoutSingleLine(block: TextBlock, options: TypesettingOptions): Band[] {
  const { text, size, weight = "regular", han = "zh-Hans" } = block;
  const style = { weight, han, direction: options.direction };
  const short = new Paragraph(text, options.fonts, style).shorten(pageColumn.width / size, 1);
  return layoutTextBlock({ ...block, text: short.text }, pageColumn, options);
}

/** Bands below each other, from this height down. */
function drawStackedBands(bands: readonly Band[], from: number, book: PdfBook): string[] {
  let top = from;
  return bands.map((band) => {
    const operators = drawBand(band, top, book);
    top -= band.height;
    return operators;
  });
}

function drawBand({ lines, height, rule }: Band, top: number, book: PdfBook): string {
  const texts = lines.map(
    ({ line, left, baseline, size, colour }) =>
      `${toFillColourOperator(colour)} ${showLine(line, left, top - baseline, size, book.getFont)}`,
  );
  if (!rule) return texts.join("\n");
  const [from, to, y] = [rule.left, rule.left + rule.width, top - height].map((value) => formatPdfNumber(value));
  return [...texts, `0.75 G 0.5 w ${from} ${y} m ${to} ${y} l S`].join("\n");
}

/** The part of the page's diagonal that the watermark covers, and its largest size. */
const watermarkShare = 0.72;
const maxWatermarkSize = 84;

/** The watermark repeats what the page says in words, so its text is hidden from copying. */
function drawWatermark(text: string, { fonts, direction }: TypesettingOptions, book: PdfBook): string {
  const paragraph = new Paragraph(text, fonts, { weight: "bold", han: "zh-Hans", direction });
  const line = paragraph.shapeLine({ start: 0, end: text.length });
  const { width, height } = a4;
  const size = Math.min(maxWatermarkSize, (watermarkShare * Math.hypot(width, height)) / line.width);
  const angle = Math.atan2(height, width);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const matrix = [cos, sin, -sin, cos, width / 2, height / 2].map((value) => formatPdfNumber(value)).join(" ");
  const { left, right, top, bottom } = line.ink;
  const shown = showLine(line, (-size * (left + right)) / 2, (-size * (top + bottom)) / 2, size, book.getFont);
  return `/Span << /ActualText <FEFF> >> BDC q 0.93 g ${matrix} cm ${shown} Q EMC`;
}

/** The bookmarks of level 1, with those of level 2 as their children. */
function toBookmarks(pages: readonly { readonly page: DocumentPage; readonly object: PdfRef }[]): Bookmark[] {
  const outer: (Bookmark & { readonly children: Bookmark[] })[] = [];
  for (const { page, object } of pages) {
    for (const { level, title, top } of page.bookmarks) {
      const bookmark = { title, page: object, top: a4.height - margin.top - top, children: [] };
      if (level === 1) outer.push(bookmark);
      else outer.at(-1)?.children.push(bookmark);
    }
  }
  return outer;
}
