import type { BadgeLayout, Paper } from "#shared/domain/badge-layout.ts";
import type { BadgeFacts } from "../facts.ts";
import { PdfBook } from "../pdf/book.ts";
import type { Fonts } from "../text/fonts.ts";
import { MissingGlyph } from "../text/itemise.ts";
import { type Composed, composeBadge, pointsPerMillimetre } from "./compose.ts";
import { drawBadge, type Page } from "./draw.ts";
import { sheetFor } from "./sheet.ts";

export interface Printing {
  readonly layout: BadgeLayout;
  readonly paper: Paper;
  /** Of the file. */
  readonly title: string;
  readonly fonts: Fonts;
  /** Hears of each badge that no font can write, and it is left out; without it the first such badge ends all. */
  readonly leaveOut?: ((facts: BadgeFacts, error: MissingGlyph) => void) | undefined;
}

/**
 * The badges in one PDF, in the order they come, piece by piece: neither all badges nor all of the file are ever in memory.
 * @throws MissingGlyph at a badge that no font can write, unless it may be left out
 */
export async function* printBadges(
  badges: AsyncIterable<BadgeFacts> | Iterable<BadgeFacts>,
  { layout, paper, title, fonts, leaveOut }: Printing,
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
    const composed = compose(facts, { layout, fonts, leaveOut });
    if (!composed) continue;
    page ??= { operators: [sheet.marks], images: new Map() };
    const [left, bottom] = sheet.places[used] ?? [0, 0];
    drawBadge(composed, book, page, left, bottom);
    used += 1;
    if (used === sheet.places.length) endPage();
    yield book.take();
  }
  endPage();
  book.end(title);
  yield book.take();
}

function compose(
  facts: BadgeFacts,
  { layout, fonts, leaveOut }: Pick<Printing, "layout" | "fonts" | "leaveOut">,
): Composed | undefined {
  try {
    return composeBadge(layout, facts, fonts);
  } catch (error) {
    if (!leaveOut || !(error instanceof MissingGlyph)) throw error;
    leaveOut(facts, error);
    return undefined;
  }
}
