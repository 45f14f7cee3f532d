import bidiFactory, { type Bidi } from "bidi-js";
import type { TextDirection } from "#shared/model/conference.ts";
import type { Font, FontCollection } from "./fonts.ts";
import { assignScripts, type FontWeight, getFontChain, type HanStyle, type Script } from "./scripts.ts";

// The types describe a CommonJS module, but Node and esbuild load an ES module.
const bidi = (bidiFactory as unknown as () => Bidi)();
/** Splits a text into what readers see as characters. */
export const graphemeSegmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
const ignorableCharacters = /\p{Default_Ignorable_Code_Point}/gu;

/** A part of a text in one direction, script and font. */
export interface ItemizedRun {
  readonly start: number;
  readonly end: number;
  /** The embedding level; odd for text from right to left. */
  readonly level: number;
  readonly script: Script;
  readonly font: Font;
}

export interface TextStyle {
  readonly weight: FontWeight;
  readonly han: HanStyle;
  /** The direction of the text as a whole; by default that of its first letter. */
  readonly direction?: TextDirection;
}

/** Splits a text where direction, script or font change, and never inside a grapheme. */
export function itemize(text: string, fonts: FontCollection, style: TextStyle): ItemizedRun[] {
  const { levels } = bidi.getEmbeddingLevels(text, style.direction ?? "auto");
  const parts = Array.from(graphemeSegmenter.segment(text));
  const scripts = assignScripts(parts.map(({ segment }) => segment));
  const runs: ItemizedRun[] = [];
  for (const [at, { segment, index }] of parts.entries()) {
    const script = scripts[at] ?? "Latn";
    const level = levels[index] ?? 0;
    const font = findFont(segment, script, fonts, style);
    const last = runs.at(-1);
    const end = index + segment.length;
    const continues = last && last.level === level && last.script === script && last.font === font;
    if (continues) runs[runs.length - 1] = { ...last, end };
    else runs.push({ start: index, end, level, script, font });
  }
  return runs;
}

/**
 * The first font of the chain that has all characters of the cluster, composed or decomposed; otherwise, such as for a
 * mark of another script, the first that has its letter.
 */
function findFont(cluster: string, script: Script, fonts: FontCollection, { weight, han }: TextStyle): Font {
  const visible = cluster.replaceAll(ignorableCharacters, "");
  const [letter = ""] = visible;
  return (
    findFontWith([visible.normalize("NFC"), visible.normalize("NFD")], script, fonts, { weight, han }) ??
    findFontWith([letter], script, fonts, { weight, han }) ??
    fonts.get("NotoSans", weight)
  );
}

function findFontWith(
  spellings: readonly string[],
  script: Script,
  fonts: FontCollection,
  { weight, han }: TextStyle,
): Font | undefined {
  for (const family of getFontChain(script, han)) {
    const font = fonts.get(family, weight);
    if (spellings.some((spelling) => font.has(spelling))) return font;
  }
  return undefined;
}
