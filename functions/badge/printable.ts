import type { BadgeFacts } from "#shared/badge/facts.ts";
import { type Printing, printBadges } from "#shared/badge/print/print.ts";
import { MissingGlyph } from "#shared/badge/text/itemise.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { glyphFault } from "#shared/papers/glyph-fault.ts";

/**
 * The badges as one PDF.
 * @throws Refusal `badge-not-printable` with the field and its characters: nobody should find an empty box on a badge
 */
export async function printable(badges: readonly BadgeFacts[], printing: Printing): Promise<Uint8Array> {
  try {
    return Buffer.concat(await Array.fromAsync(printBadges(badges, printing)));
  } catch (error) {
    if (!(error instanceof MissingGlyph)) throw error;
    throw new Refusal("badge-not-printable", [glyphFault(error, badges)]);
  }
}
