import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Fonts, fontsIn } from "#shared/badge/text/fonts.ts";
import type { Language } from "#shared/domain/conference.ts";
import { printedList } from "#shared/participants/document.ts";
import { type Format, formats } from "#shared/participants/formats.ts";
import { layFonts } from "../../infra/fonts.ts";
import { allNames } from "../../test/badge/names.ts";
import { aSnapshot, listed } from "../../test/participants/people.ts";
import { carryOutOrders } from "../support/child.ts";

export interface ListOrder {
  readonly format: Format;
  readonly language: Language;
  readonly people: number;
}

export interface ListReport {
  readonly ms: number;
  readonly bytes: number;
  /** The most that the whole process held in memory. */
  readonly peakMb: number;
}

/** So many people, whose names are in every script. */
function crowd(people: number) {
  const snapshot = aSnapshot(people);
  const entries = snapshot.entries.map((entry, index) => {
    return { ...entry, name: allNames[index % allNames.length]?.name ?? entry.name };
  });
  return { ...snapshot, entries };
}

carryOutOrders(async ({ format, language, people }: ListOrder): Promise<ListReport> => {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-bench-list-"));
  try {
    layFonts(folder);
    const list = printedList(listed, crowd(people), language, { status: "draft" });
    const began = performance.now();
    const { length } = await formats[format].make(list, new Fonts(fontsIn(folder)));
    return { ms: performance.now() - began, bytes: length, peakMb: process.resourceUsage().maxRSS / 1_024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
