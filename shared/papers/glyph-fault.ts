import type { BadgeFacts } from "#shared/badge/facts.ts";
import type { MissingGlyph } from "#shared/badge/text/itemise.ts";
import type { Fault } from "#shared/domain/refusal.ts";

/** Which field has the characters that no font can write. */
export function glyphFault({ text, characters }: MissingGlyph, badges: readonly BadgeFacts[]): Fault {
  const fields = badges.flatMap(({ texts }) => Object.entries(texts));
  const path = fields.find(([, says]) => says.includes(text))?.[0] ?? "name";
  return { path, rule: "noGlyph", values: { characters: characters.join(", ") } };
}
