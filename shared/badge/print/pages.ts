import type { Band } from "./bands.ts";

/** What stays together on one page: an entry, and with the first of a group its headings. */
export interface Unit {
  readonly bands: readonly Band[];
  /** What is said again above it, where it begins a page: under what it stands. */
  readonly again?: readonly Band[];
  /** By what a reader finds it in the table of bookmarks, from the outer level to the inner one. */
  readonly bookmarks?: readonly { readonly level: 1 | 2; readonly title: string }[];
  /** Whether it begins a new page. */
  readonly onNewPage?: boolean;
}

/** A band on its page, in points from the top of the room. */
export interface PlacedBand {
  readonly band: Band;
  readonly top: number;
}

export interface Page {
  readonly placed: PlacedBand[];
  readonly bookmarks: { readonly level: 1 | 2; readonly title: string; readonly top: number }[];
}

const heightOf = (bands: readonly Band[]) => bands.reduce((sum, { above, height }) => sum + above + height, 0);

/**
 * Puts units on pages of this height, in their order. A unit goes whole to the next page where it has no room on this
 * one; only what is higher than a page is cut, between two lines.
 */
export function paginate(units: readonly Unit[], room: number): Page[] {
  const pages: Page[] = [];
  let bottom = Number.POSITIVE_INFINITY;
  const place = (band: Band) => {
    const isFirst = pages.at(-1)?.placed.length === 0;
    const top = bottom + (isFirst ? 0 : band.above);
    pages.at(-1)?.placed.push({ band, top });
    bottom = top + band.height;
  };
  const turn = () => {
    pages.push({ placed: [], bookmarks: [] });
    bottom = 0;
  };
  for (const { bands, again = [], bookmarks = [], onNewPage } of units) {
    if (onNewPage || bottom + heightOf(bands) > room) {
      turn();
      again.forEach(place);
    }
    for (const mark of bookmarks) pages.at(-1)?.bookmarks.push({ ...mark, top: bottom });
    for (const band of bands) {
      if (bottom + band.above + band.height > room) turn();
      place(band);
    }
  }
  return pages;
}
