import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { toBase45 } from "#shared/badge/base45.ts";
import type { BadgeFacts } from "#shared/badge/facts.ts";
import { type Printing, printBadges } from "#shared/badge/print/print.ts";
import { Fonts, fontsIn } from "#shared/badge/text/fonts.ts";
import { layFonts } from "../../infra/fonts.ts";

/** The fonts as they are deployed, and what takes them away again. */
export function deployedFonts(): { readonly fonts: Fonts; readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-fonts-"));
  layFonts(folder);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { fonts: new Fonts(fontsIn(folder)), folder, remove };
}

/** The longest title of the agenda of 2017. */
export const longTitle =
  "Ambassador Extraordinary and Plenipotentiary, Permanent Representative of Mexico to the United Nations, " +
  "Co-facilitator of the intergovernmental consultations and negotiations on the GCM";

/** A token as long as a real one; each seed another. */
export const aToken = (seed: number): string =>
  toBase45(Uint8Array.from({ length: 88 }, (_, index) => (index * 37 + seed * 101 + ((seed * index) >> 3)) & 0xff));

/** A badge with everything on it, unless said otherwise. */
export function aBadge(texts: BadgeFacts["texts"] = {}, more: Partial<BadgeFacts> = {}): BadgeFacts {
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
    token: aToken(0),
    han: "zh-Hans",
    direction: "ltr",
    ...more,
  };
}

/** All badges in one file. */
export async function fileOf(
  badges: readonly BadgeFacts[],
  printing: Pick<Printing, "layout" | "fonts"> & Partial<Printing>,
): Promise<Buffer> {
  const pieces = await Array.fromAsync(printBadges(badges, { paper: "single", title: "Badges", ...printing }));
  return Buffer.concat(pieces);
}
