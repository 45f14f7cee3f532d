import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BadgeContent } from "#shared/badges/badge-content.ts";
import { type BadgePrintOptions, type PrintableBadge, printBadgesPdf } from "#shared/badges/print-badges.ts";
import { encodeBase45 } from "#shared/badges/token.ts";
import type { DrawnLine } from "#shared/printing/composition.ts";
import { createFontReader, FontCollection } from "#shared/printing/text/fonts.ts";
import { copyFonts } from "../../infra/functions/fonts.ts";

/** The fonts as they are deployed, and what takes them away again. */
export function layOutDeployedFonts(): {
  readonly fonts: FontCollection;
  readonly folder: string;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-fonts-"));
  copyFonts(folder);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { fonts: new FontCollection(createFontReader(folder)), folder, remove };
}

/** The longest title of the agenda of 2017. */
export const longTitle =
  "Ambassador Extraordinary and Plenipotentiary, Permanent Representative of Mexico to the United Nations, " +
  "Co-facilitator of the intergovernmental consultations and negotiations on the GCM";

/** A token as long as a real one; each seed another. */
export const buildToken = (seed: number): string =>
  encodeBase45(Uint8Array.from({ length: 88 }, (_, index) => (index * 37 + seed * 101 + ((seed * index) >> 3)) & 0xff));

/** A badge with everything on it, unless said otherwise. */
export function buildBadge(texts: BadgeContent["texts"] = {}, more: Partial<BadgeContent> = {}): BadgeContent {
  return {
    texts: {
      conference: "Understanding migrant vulnerabilities: a solution-based approach towards a global compact",
      dates: "18–19 July 2017",
      venue: "United Nations Headquarters, Conference Room 1, New York",
      category: "Non-governmental organizations",
      honorific: "H.E. Mr",
      name: "Juan José Gómez Camacho",
      functionTitle: longTitle,
      organization: "Permanent Mission of Mexico to the United Nations",
      country: "Mexico",
      role: "Head of delegation",
      zones: "Zone A · Zone B",
      days: "18 July 2017 · 19 July 2017",
      serial: "No. 12",
      ...texts,
    },
    colour: "#0b4f9e",
    token: buildToken(0),
    han: "zh-Hans",
    direction: "ltr",
    ...more,
  };
}

/** All badges in one file. */
export const printToFile = (
  badges: readonly BadgeContent[],
  {
    layout,
    ...printing
  }: Pick<PrintableBadge, "layout"> & Pick<BadgePrintOptions, "fonts"> & Partial<BadgePrintOptions>,
): Promise<Buffer> =>
  printBadgesPdf(
    badges.map((content) => ({ content, layout })),
    { paper: "single", title: "Badges", ...printing },
  );

/** How far the ink of a line reaches over its box, in points; measured glyph by glyph, not as the setting did. */
export function measureOverhang({ line, left, baseline, size, box }: DrawnLine): number {
  let pen = left;
  let most = 0;
  for (const run of line.runs) {
    for (const { id, dx, dy, advance } of run.clusters.flatMap(({ glyphs }) => glyphs)) {
      const ink = run.font.getInk(id);
      if (ink) {
        const [x, y] = [pen + dx * size, baseline - dy * size];
        most = Math.max(most, box.left - (x + ink.left * size), x + ink.right * size - (box.left + box.width));
        most = Math.max(most, box.top - (y - ink.top * size), y - ink.bottom * size - (box.top + box.height));
      }
      pen += advance * size;
    }
  }
  return most;
}
