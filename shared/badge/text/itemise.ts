import bidiFactory, { type Bidi } from "bidi-js";
import { chainOf, type HanStyle, type Weight } from "./families.ts";
import type { Font, Fonts } from "./fonts.ts";
import { type Script, scriptsAlong } from "./scripts.ts";

// Its types speak of a CommonJS module, and what Node and esbuild load is none.
const bidi = (bidiFactory as unknown as () => Bidi)();
const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const ignorable = /\p{Default_Ignorable_Code_Point}/gu;

/** What no font of the house can write. A badge with an empty box on it is worse than none. */
export class MissingGlyph extends Error {
  /** As Unicode names them: `U+1F600`. */
  readonly characters: readonly string[];
  readonly text: string;

  constructor(text: string) {
    const characters = [...text].map(
      (each) => `U+${(each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
    );
    super(`no font has ${characters.join(" ")}`);
    this.name = "MissingGlyph";
    this.text = text;
    this.characters = characters;
  }
}

/** A stretch of text in one direction, script and font. */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** Its embedding level: an odd one is written from right to left. */
  readonly level: number;
  readonly script: Script;
  readonly font: Font;
}

export interface Style {
  readonly weight: Weight;
  readonly han: HanStyle;
  /** Of the text as a whole; its first letter says so, unless this does. */
  readonly direction?: "ltr" | "rtl";
}

/**
 * Cuts the text where direction, script or font change, and never inside of what a reader takes for one character.
 * @throws MissingGlyph
 */
export function itemise(text: string, fonts: Fonts, style: Style): Run[] {
  const { levels } = bidi.getEmbeddingLevels(text, style.direction ?? "auto");
  const parts = Array.from(graphemes.segment(text));
  const scripts = scriptsAlong(parts.map(({ segment }) => segment));
  const runs: Run[] = [];
  for (const [at, { segment, index }] of parts.entries()) {
    const script = scripts[at] ?? "Latn";
    const level = levels[index] ?? 0;
    const font = fontFor(segment, script, fonts, style);
    const last = runs.at(-1);
    const end = index + segment.length;
    const goesOn = last && last.level === level && last.script === script && last.font === font;
    if (goesOn) runs[runs.length - 1] = { ...last, end };
    else runs.push({ start: index, end, level, script, font });
  }
  return runs;
}

/** The first font of the chain that has the whole of it, composed or not. */
function fontFor(cluster: string, script: Script, fonts: Fonts, { weight, han }: Style): Font {
  const visible = cluster.replaceAll(ignorable, "");
  for (const family of chainOf(script, han)) {
    const font = fonts.get(family, weight);
    if (font.has(visible.normalize("NFC")) || font.has(visible.normalize("NFD"))) return font;
  }
  throw new MissingGlyph(cluster);
}
