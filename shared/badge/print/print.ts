import type { BadgeLayout, Paper } from "#shared/domain/badge-layout.ts";
import type { BadgeFacts } from "../facts.ts";
import { PdfBook } from "../pdf/book.ts";
import type { Fonts } from "../text/fonts.ts";
import { composeBadge, pointsPerMillimetre } from "./compose.ts";
import { drawBadge, type Page } from "./draw.ts";
import { sheetFor } from "./sheet.ts";

export interface Printing {
  readonly layout: BadgeLayout;
  readonly paper: Paper;
  /** Of the file. */
  readonly title: string;
  readonly fonts: Fonts;
}

/**
 * The badges in one PDF, in the order they come, piece by piece: neither all badges nor all of the file are ever in memory.
 * @throws MissingGlyph at a badge that no font can write; whoever prints many asks `composeBadge` first
 */
export async function* printBadges(
  badges: AsyncIterable<BadgeFacts> | Iterable<BadgeFacts>,
  { layout, paper, title, fonts }: Printing,
): AsyncGenerator<Uint8Array> {
  const book = new PdfBook();
  const sheet = sheetFor(paper, layout.size.width * pointsPerMillimetre, layout.size.height * pointsPerMillimetre);
  let page: Page | undefined;
  let used = 0;
  const endPage = () => {
    if (page) book.addPage(sheet.width, sheet.height, page.operators.join("\n"), page.images);
    page = undefined;
    used = 0;
  };
  for await (const facts of badges) {
    page ??= { operators: [sheet.marks], images: new Map() };
    const [left, bottom] = sheet.places[used] ?? [0, 0];
    drawBadge(composeBadge(layout, facts, fonts), book, page, left, bottom);
    used += 1;
    if (used === sheet.places.length) endPage();
    yield book.take();
  }
  endPage();
  book.end(title);
  yield book.take();
}
