import type { Band, Passage } from "#shared/badge/print/bands.ts";
import type { Unit } from "#shared/badge/print/pages.ts";
import type { PrintedList } from "./document.ts";
import type { Typesetter } from "./typesetter.ts";

const spacing = (height: number): Band => ({ above: 0, height, lines: [] });

const middle = { align: "centre", size: 10.5, above: 5 } as const;
const heading = { size: 12, weight: "bold", above: 20 } as const;

/** Which list it is, how far and of when, how many there are, and by what they are ordered. */
export function frontPage(setter: Typesetter, list: PrintedList): Unit {
  const { conference, place, days, title, status, asOf, corrections, order, statistics } = list;
  const set = (passage: Passage) => setter.set("conference", passage);
  const bands = [
    spacing(46),
    ...set({ ...middle, text: conference, size: 19, weight: "bold" }),
    ...[place, days].flatMap((text) => set({ ...middle, text })),
    ...set({ ...middle, text: title, size: 16, weight: "bold", above: 26 }),
    ...[status, asOf, corrections].flatMap((text) => set({ ...middle, text })),
    ...set({ ...heading, text: statistics.heading, above: 30 }),
    spacing(4),
    ...tableOf(setter, statistics),
    ...set({ ...heading, text: order.heading }),
    ...order.sentences.flatMap((text) => set({ text, size: 9.5, above: 3 })),
  ];
  return { bands, bookmarks: [{ level: 1, title }] };
}

/** How much of the width the names of the categories have. */
const firstShare = 0.34;

function tableOf(setter: Typesetter, { columns, lines, total }: PrintedList["statistics"]): Band[] {
  const row = (cells: readonly (string | number)[], weight: "regular" | "bold", size = 9.5) => {
    const style = { size, weight } as const;
    const passages = cells.map(
      (cell, index): Passage => ({ ...style, text: String(cell), align: index === 0 ? "start" : "end" }),
    );
    return setter.setRow("categories", passages, firstShare);
  };
  return [...row(columns, "bold", 8.5), ...lines.flatMap((line) => row(line, "regular")), ...row(total, "bold")];
}
