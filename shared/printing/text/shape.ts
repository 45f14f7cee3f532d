import { Buffer, Direction, shape as shapeBuffer } from "harfbuzzjs";
import type { Font, Ink } from "./fonts.ts";
import type { ItemizedRun } from "./itemize.ts";
import type { HanStyle } from "./scripts.ts";

/** A glyph with its offset and advance, in em. */
export interface Glyph {
  readonly id: number;
  /** The offset from the pen. */
  readonly dx: number;
  readonly dy: number;
  readonly advance: number;
}

/** The glyphs of the same characters: a letter, a ligature, a syllable. */
export interface GlyphCluster {
  readonly text: string;
  readonly glyphs: readonly Glyph[];
}

/** A run of glyphs in visual order, from left to right. */
export interface ShapedRun {
  readonly font: Font;
  readonly isRightToLeft: boolean;
  readonly clusters: readonly GlyphCluster[];
  readonly width: number;
  /** The area of its ink, from the start of the baseline. */
  readonly ink: Ink;
}

/** The size of the cache. Titles and countries recur on many badges, names do not, so the cache is cleared when full. */
const maxCachedRuns = 4_000;
const shapedRunCache = new WeakMap<Font, Map<string, ShapedRun>>();

/** Shapes the text of a run. A glyph that the font lacks, such as a mark of another script, is left out. */
export function shapeRun(
  text: string,
  { script, level, font }: Omit<ItemizedRun, "start" | "end">,
  han: HanStyle,
): ShapedRun {
  const cache = shapedRunCache.get(font) ?? new Map<string, ShapedRun>();
  shapedRunCache.set(font, cache);
  const key = `${script} ${level % 2} ${han} ${text}`;
  const cached = cache.get(key);
  if (cached) return cached;
  const shaped = shapeUncached(text, script, level % 2 === 1, font, han);
  if (cache.size >= maxCachedRuns) cache.clear();
  cache.set(key, shaped);
  return shaped;
}

function shapeUncached(text: string, script: string, isRightToLeft: boolean, font: Font, han: HanStyle): ShapedRun {
  const buffer = new Buffer();
  buffer.addText(text);
  buffer.setDirection(isRightToLeft ? Direction.RTL : Direction.LTR);
  buffer.setScript(script);
  if (script === "Hani") buffer.setLanguage(han);
  shapeBuffer(font.shaper, buffer);
  const clusters: { at: number; glyphs: Glyph[] }[] = [];
  for (const { codepoint: id, cluster: at, ...position } of buffer.getGlyphInfosAndPositions()) {
    const { xOffset = 0, yOffset = 0, xAdvance = 0 } = position;
    if (id === 0) continue;
    const em = font.unitsPerEm;
    const glyph = { id, dx: xOffset / em, dy: yOffset / em, advance: xAdvance / em };
    const last = clusters.at(-1);
    if (last?.at === at) last.glyphs.push(glyph);
    else clusters.push({ at, glyphs: [glyph] });
  }
  return { font, isRightToLeft, ...measureRun(clusters, font), clusters: addClusterText(text, clusters) };
}

/** Adds to each cluster its characters: those up to the next cluster. */
function addClusterText(text: string, clusters: readonly { at: number; glyphs: Glyph[] }[]): GlyphCluster[] {
  const starts = clusters.map(({ at }) => at).toSorted((a, b) => a - b);
  const ends = new Map(starts.map((start, index) => [start, starts[index + 1] ?? text.length]));
  return clusters.map(({ at, glyphs }) => ({ text: text.slice(at, ends.get(at)), glyphs }));
}

function measureRun(clusters: readonly { glyphs: readonly Glyph[] }[], font: Font) {
  let width = 0;
  let [left, right, top, bottom] = [0, 0, 0, 0];
  for (const { id, dx, dy, advance } of clusters.flatMap(({ glyphs }) => glyphs)) {
    const ink = font.getInk(id);
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
