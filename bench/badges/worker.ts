import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { type PrintableBadge, printBadges } from "#shared/badges/print-badges.ts";
import type { Language } from "#shared/model/conference.ts";
import { createFontReader, FontCollection } from "#shared/printing/text/fonts.ts";
import { createPrintedList } from "../../functions/participants/formats/printed-list.ts";
import { type ListFormat, listFormats } from "../../functions/participants/list-export.ts";
import { copyFonts } from "../../infra/functions/fonts.ts";
import { allNames } from "../../test/badges/names.ts";
import { aSnapshot, listed } from "../../test/participant-list/people.ts";
import { buildBadge, buildToken } from "../../test/support/badges.ts";
import { drawPortrait } from "../../test/support/portrait.ts";
import { serveTasks } from "../support/worker.ts";

export interface BadgeReport {
  /** From the first badge to the last byte on the disk. */
  readonly ms: number;
  readonly bytes: number;
  /** The most memory that the process used. */
  readonly peakMb: number;
}

export type ListReport = BadgeReport;

export interface ListOrder {
  readonly format: ListFormat;
  readonly language: Language;
  readonly people: number;
}

/** Prints so many badges into one file. */
function printBatch({ count }: { readonly count: number }): Promise<BadgeReport> {
  return withFonts(async (fonts, folder) => {
    const file = path.join(folder, "badges.pdf");
    const printing = { paper: "single", title: "Badges", fonts } as const;
    const photos = await Promise.all(Array.from({ length: 8 }, (_, seed) => drawPortrait(seed)));
    const badges = Readable.from(printBadges(generateBadges(count, photos), printing));
    const began = performance.now();
    await pipeline(badges, createWriteStream(file));
    return { ms: performance.now() - began, bytes: statSync(file).size, peakMb: readPeakMb() };
  });
}

/** Makes a list of so many participants in memory. */
function makeList({ format, language, people }: ListOrder): Promise<ListReport> {
  return withFonts(async (fonts) => {
    const snapshot = aSnapshot(people);
    const entries = snapshot.entries.map((entry, index) => ({ ...entry, name: pick(allNames, index).name }));
    const list = createPrintedList(listed, { ...snapshot, entries }, language, { status: "draft" });
    const began = performance.now();
    const { length } = await listFormats[format].render(list, fonts);
    return { ms: performance.now() - began, bytes: length, peakMb: readPeakMb() };
  });
}

const readPeakMb = () => process.resourceUsage().maxRSS / 1_024;

async function withFonts<T>(use: (fonts: FontCollection, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-bench-badges-"));
  try {
    const fonts = path.join(folder, "fonts");
    copyFonts(fonts);
    return await use(new FontCollection(createFontReader(fonts)), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const titles = [
  "Minister of Foreign Affairs and International Cooperation",
  "Mayor",
  undefined,
  "Legal adviser to the Permanent Mission in Geneva",
];
const organizations = ["Permanent Mission to the United Nations Office at Geneva", "City of Surabaya", undefined];
const countries = ["Mexico", "Indonesia", "Türkiye", "Côte d’Ivoire", undefined];
const categories = [
  ["Member States", "#0b4f9e"],
  ["Non-governmental organizations", "#b03a00"],
  ["Mayors and local authorities", "#1a6b2f"],
] as const;

const pick = <T>(from: readonly T[], index: number): T => from[index % from.length] as T;

/**
 * Badges with photos, in all scripts. A portrait is slow to make, so few are shared, each made different by its end.
 */
async function* generateBadges(count: number, photos: readonly Uint8Array[]): AsyncGenerator<PrintableBadge> {
  for (let index = 0; index < count; index += 1) {
    const [category, colour] = pick(categories, index);
    const functionTitle = pick(titles, index);
    const organization = pick(organizations, index);
    const country = pick(countries, index);
    const { conference = "", dates = "", venue = "" } = buildBadge().texts;
    const texts = {
      conference,
      dates,
      venue,
      role: "Delegate",
      category,
      name: pick(allNames, index).name,
      serial: `No. ${index + 1}`,
      ...(functionTitle && { functionTitle }),
      ...(organization && { organization }),
      ...(country && { country }),
    };
    const photo = Buffer.concat([pick(photos, index), Buffer.from(String(index))]);
    const content = buildBadge({}, { texts, colour, token: buildToken(index), photo });
    yield { content, layout: badgeLayouts.a6 };
  }
}

const tasks = { printBatch, makeList };
export type BadgeTasks = typeof tasks;

serveTasks(tasks);
