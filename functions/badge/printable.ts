import { type BadgeFacts, badgeLanguage } from "#shared/badge/facts.ts";
import { layoutOf } from "#shared/badge/layouts.ts";
import { type Printing, printBadges } from "#shared/badge/print/print.ts";
import type { Fonts } from "#shared/badge/text/fonts.ts";
import { MissingGlyph } from "#shared/badge/text/itemise.ts";
import type { LayoutChoice, Paper } from "#shared/domain/badge-layout.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { message } from "#shared/messages/badge-message.ts";

/** How the conference's badges are printed, unless a layout is tried out. */
export function printingOf(
  conference: Conference,
  fonts: Fonts,
  paper: Paper = "single",
  layout: LayoutChoice = conference.badgeLayout ?? "a6",
): Printing {
  return { layout: layoutOf(layout), paper, title: message(badgeLanguage(conference), "badge.files"), fonts };
}

/**
 * The badges as one PDF.
 * @throws Refusal `badge-not-printable` with the field and its characters: nobody should find an empty box on a badge
 */
export async function printable(badges: readonly BadgeFacts[], printing: Printing): Promise<Uint8Array> {
  try {
    return Buffer.concat(await Array.fromAsync(printBadges(badges, printing)));
  } catch (error) {
    if (!(error instanceof MissingGlyph)) throw error;
    const fields = badges.flatMap(({ texts }) => Object.entries(texts));
    const path = fields.find(([, says]) => says.includes(error.text))?.[0] ?? "name";
    const characters = error.characters.join(", ");
    throw new Refusal("badge-not-printable", [{ path, rule: "noGlyph", values: { characters } }]);
  }
}
