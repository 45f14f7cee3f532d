import type { BadgeLayout, Paper } from "#shared/model/badge-layout.ts";
import { pointsPerMillimetre } from "#shared/printing/page-geometry.ts";
import { PdfBook } from "#shared/printing/pdf/pdf-book.ts";
import { formatPdfNumber, type PdfRef } from "#shared/printing/pdf/pdf-writer.ts";
import { printItem } from "#shared/printing/pdf/print-item.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import type { BadgeContent } from "./badge-content.ts";
import { type ComposedBadge, composeBadge } from "./compose-badge.ts";
import { createSheetLayout, type SheetLayout } from "./sheet-layout.ts";

/** A badge, and the layout in which it is printed. */
export interface PrintableBadge {
  readonly content: BadgeContent;
  readonly layout: BadgeLayout;
}

export interface BadgePrintOptions {
  readonly paper: Paper;
  /** The title of the file. */
  readonly title: string;
  readonly fonts: FontCollection;
}

/**
 * Prints badges into one PDF, in their order, and yields it piece by piece: neither all badges nor the whole file are
 * in memory at any time. A badge of another size than the one before begins a page. A character that no font has never
 * holds up a badge (`toPrintableText`).
 */
export async function* printBadges(
  badges: AsyncIterable<PrintableBadge> | Iterable<PrintableBadge>,
  options: BadgePrintOptions,
): AsyncGenerator<Uint8Array> {
  const book = new PdfBook();
  let page: BadgePage | undefined;
  const endPage = () => {
    if (page) book.addPage(page.sheet.width, page.sheet.height, page.operators.join("\n"), page.images);
    page = undefined;
  };
  for await (const { content, layout } of badges) {
    const composed = composeBadge(layout, content, options.fonts);
    if (page && !isSameSize(page.size, layout.size)) endPage();
    page ??= startPage(layout, options.paper);
    const { positions } = page.sheet;
    const [left, bottom] = positions[page.used] ?? [0, 0];
    drawBadge(composed, book, page, left, bottom);
    page.used += 1;
    if (page.used === positions.length) endPage();
    yield book.takeBytes();
  }
  endPage();
  book.finish(options.title);
  yield book.takeBytes();
}

/** Prints badges into one PDF in memory, as `printBadges`. */
export const printBadgesPdf = async (
  badges: AsyncIterable<PrintableBadge> | Iterable<PrintableBadge>,
  options: BadgePrintOptions,
): Promise<Buffer> => Buffer.concat(await Array.fromAsync(printBadges(badges, options)));

/** A page for badges of one size: the operators, the images that they name, and the number of badges on it. */
interface BadgePage {
  readonly size: BadgeLayout["size"];
  readonly sheet: SheetLayout;
  readonly operators: string[];
  readonly images: Map<string, PdfRef>;
  used: number;
}

function startPage({ size }: BadgeLayout, paper: Paper): BadgePage {
  const sheet = createSheetLayout(paper, size.width * pointsPerMillimetre, size.height * pointsPerMillimetre);
  return { size, sheet, operators: [sheet.marks], images: new Map(), used: 0 };
}

const isSameSize = (one: BadgeLayout["size"], other: BadgeLayout["size"]) =>
  one.width === other.width && one.height === other.height;

/** Draws a badge with its lower left corner at this position of the page, in points. */
function drawBadge(badge: ComposedBadge, book: PdfBook, page: BadgePage, left: number, bottom: number): void {
  page.operators.push(`q 1 0 0 1 ${formatPdfNumber(left)} ${formatPdfNumber(bottom)} cm`);
  for (const item of badge.items) page.operators.push(printItem(item, badge.height, book, page.images));
  page.operators.push("Q");
}
