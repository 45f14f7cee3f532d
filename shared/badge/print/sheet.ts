import type { Paper } from "#shared/domain/badge-layout.ts";
import { number } from "../pdf/writer.ts";
import { pointsPerMillimetre } from "./compose.ts";

/** A page and the places on it, left lower corners in points. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly places: readonly (readonly [left: number, bottom: number])[];
  /** Where to cut, as operators. */
  readonly marks: string;
}

const mm = pointsPerMillimetre;
const a4 = { width: 210 * mm, height: 297 * mm };

/** What a printer leaves white, and how long a mark is and keeps from the badge. */
const margin = 5 * mm;
const markLength = 4 * mm;
const markGap = 1 * mm;

/** The page that badges of this size are printed on: as many on A4 as fit, turned whichever way holds more. */
export function sheetFor(paper: Paper, width: number, height: number): Sheet {
  if (paper === "single") return { width, height, places: [[0, 0]], marks: "" };
  const upright = laidOut(a4.width, a4.height, width, height);
  const across = laidOut(a4.height, a4.width, width, height);
  return across.places.length > upright.places.length ? across : upright;
}

function laidOut(pageWidth: number, pageHeight: number, width: number, height: number): Sheet {
  const columns = countOf(pageWidth, width);
  const rows = countOf(pageHeight, height);
  const left = (pageWidth - columns * width) / 2;
  const bottom = (pageHeight - rows * height) / 2;
  const places = Array.from(
    { length: columns * rows },
    (_, index) =>
      [left + (index % columns) * width, bottom + (rows - 1 - Math.floor(index / columns)) * height] as const,
  );
  const verticals = Array.from({ length: columns + 1 }, (_, index) => left + index * width);
  const horizontals = Array.from({ length: rows + 1 }, (_, index) => bottom + index * height);
  const lines = [
    ...verticals.flatMap((x) => both(bottom, bottom + rows * height, pageHeight).map(([a, b]) => [x, a, x, b])),
    ...horizontals.flatMap((y) => both(left, left + columns * width, pageWidth).map(([a, b]) => [a, y, b, y])),
  ];
  return { width: pageWidth, height: pageHeight, places, marks: marksOf(lines) };
}

/** Badges that fill the page to its edge are cut where the page ends; others keep the printer's margin. */
const countOf = (page: number, badge: number) =>
  Math.max(1, Math.floor((page - 2 * margin) / badge), Math.floor((page + 0.01) / badge));

/** A mark on either side of the badges, as far as there is paper. */
const both = (from: number, to: number, page: number) =>
  [
    [Math.max(0, from - markGap - markLength), from - markGap],
    [to + markGap, Math.min(page, to + markGap + markLength)],
  ].filter(([a = 0, b = 0]) => b - a > 0.5) as [number, number][];

function marksOf(lines: readonly (readonly number[])[]): string {
  const drawn = lines.map(
    ([x1 = 0, y1 = 0, x2 = 0, y2 = 0]) => `${number(x1)} ${number(y1)} m ${number(x2)} ${number(y2)} l`,
  );
  return `0 0 0 RG 0.25 w ${drawn.join(" ")} S`;
}
