import { Buffer, Direction, shape as shapeBuffer } from "harfbuzzjs";
import type { HanStyle } from "./families.ts";
import type { Font } from "./fonts.ts";
import { MissingGlyph, type Run } from "./itemise.ts";

/** A glyph where it is drawn, in parts of the em. */
export interface Glyph {
  readonly id: number;
  /** From where the pen stands. */
  readonly dx: number;
  readonly dy: number;
  readonly advance: number;
}

/** Glyphs that stand for the same characters: a letter, a ligature, a syllable. */
export interface Cluster {
  readonly text: string;
  readonly glyphs: readonly Glyph[];
}

/** A run of glyphs from left to right, whichever way it is read. */
export interface Shaped {
  readonly font: Font;
  readonly isRightToLeft: boolean;
  readonly clusters: readonly Cluster[];
  readonly width: number;
  /** What its ink covers, from the beginning of the baseline. */
  readonly ink: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

/** Titles and names of countries come again on badge after badge; names don't, so old entries go. */
const mostKept = 4_000;
const kept = new WeakMap<Font, Map<string, Shaped>>();

/** The run's part of the text as glyphs. @throws MissingGlyph */
export function shapeRun(text: string, { script, level, font }: Omit<Run, "start" | "end">, han: HanStyle): Shaped {
  const cache = kept.get(font) ?? new Map<string, Shaped>();
  kept.set(font, cache);
  const key = `${script} ${level % 2} ${han} ${text}`;
  const before = cache.get(key);
  if (before) return before;
  const shaped = shapeAnew(text, script, level % 2 === 1, font, han);
  if (cache.size >= mostKept) cache.clear();
  cache.set(key, shaped);
  return shaped;
}

function shapeAnew(text: string, script: string, isRightToLeft: boolean, font: Font, han: HanStyle): Shaped {
  const buffer = new Buffer();
  buffer.addText(text);
  buffer.setDirection(isRightToLeft ? Direction.RTL : Direction.LTR);
  buffer.setScript(script);
  if (script === "Hani") buffer.setLanguage(han);
  shapeBuffer(font.shaper, buffer);
  const clusters: { at: number; glyphs: Glyph[] }[] = [];
  for (const { codepoint: id, cluster: at, ...position } of buffer.getGlyphInfosAndPositions()) {
    const { xOffset = 0, yOffset = 0, xAdvance = 0 } = position;
    if (id === 0) throw new MissingGlyph(text);
    const em = font.unitsPerEm;
    const glyph = { id, dx: xOffset / em, dy: yOffset / em, advance: xAdvance / em };
    const last = clusters.at(-1);
    if (last?.at === at) last.glyphs.push(glyph);
    else clusters.push({ at, glyphs: [glyph] });
  }
  return { font, isRightToLeft, ...extentOf(clusters, font), clusters: withText(text, clusters) };
}

/** Each cluster with the characters from its beginning to the next one's. */
function withText(text: string, clusters: readonly { at: number; glyphs: Glyph[] }[]): Cluster[] {
  const starts = clusters.map(({ at }) => at).toSorted((a, b) => a - b);
  const endOf = new Map(starts.map((start, index) => [start, starts[index + 1] ?? text.length]));
  return clusters.map(({ at, glyphs }) => ({ text: text.slice(at, endOf.get(at)), glyphs }));
}

function extentOf(clusters: readonly { glyphs: readonly Glyph[] }[], font: Font) {
  let width = 0;
  let [left, right, top, bottom] = [0, 0, 0, 0];
  for (const { id, dx, dy, advance } of clusters.flatMap(({ glyphs }) => glyphs)) {
    const ink = font.ink(id);
    if (ink) {
      left = Math.min(left, width + dx + ink.left);
      right = Math.max(right, width + dx + ink.right);
      top = Math.max(top, dy + ink.top);
      bottom = Math.min(bottom, dy + ink.bottom);
    }
    width += advance;
  }
  return { width, ink: { left, right: Math.max(right, width), top, bottom } };
}
