import LineBreaker from "linebreak";
import { toPrintableText } from "#shared/text/printable-text.ts";
import type { FontCollection } from "./fonts.ts";
import { graphemeSegmenter, type ItemizedRun, itemize, type TextStyle } from "./itemize.ts";
import { type ShapedRun, shapeRun } from "./shape.ts";
import type { TextWork } from "./text-work.ts";

/** A part of a paragraph, as indexes in its text. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** A line: its runs in visual order, from left to right, with sizes in em. */
export interface ShapedLine {
  readonly text: string;
  readonly runs: readonly ShapedRun[];
  readonly width: number;
  readonly ink: ShapedRun["ink"];
}

/** The work of shaping a line, and of itemizing a character, in the unit of `TextWork`. */
const workPerLine = 10;
const workPerItemizedCharacter = 4;

/** The width of an ellipsis in the widest of the fonts, in em. */
const maxEllipsisWidth = 1;

/** A text in one style that can be broken to any width. All sizes are in em, so it does not depend on the font size. */
export class Paragraph {
  /** Without the characters that no font has (`toPrintableText`). */
  readonly text: string;
  readonly #fonts: FontCollection;
  readonly #style: TextStyle;
  readonly #runs: readonly ItemizedRun[];
  readonly #breaks: readonly number[];
  readonly #work: TextWork | undefined;
  /** The width of each line that was measured, by `start * (length + 1) + end`. */
  readonly #widths = new Map<number, number>();
  /** The indexes at which the word that begins at an index may be cut. */
  readonly #cuts = new Map<number, readonly number[]>();

  /** @param work counts the work of this paragraph and of those that it is shortened to */
  constructor(text: string, fonts: FontCollection, style: TextStyle, work?: TextWork) {
    this.text = toPrintableText(text);
    this.#fonts = fonts;
    this.#style = style;
    this.#work = work;
    work?.spend(this.text.length * workPerItemizedCharacter);
    this.#runs = itemize(this.text, fonts, style);
    this.#breaks = findLineBreaks(this.text);
  }

  /** Breaks the text into lines as long as fit into the width (em). A word that is longer than a line is cut. */
  breakLines(width: number): TextSpan[] {
    this.#work?.spend(this.#breaks.length);
    const lines: TextSpan[] = [];
    let start = 0;
    let end = 0;
    for (const next of this.#breaks) {
      if (this.#measureWidth(start, next) > width && end > start) {
        lines.push({ start, end });
        start = end;
      }
      if (this.#measureWidth(start, next) > width) {
        const pieces = this.#cutWord({ start, end: next }, width);
        lines.push(...pieces.slice(0, -1));
        start = pieces.at(-1)?.start ?? start;
      }
      end = next;
    }
    return [...lines, { start, end }];
  }

  /** Whether a line may end at this index without cutting a word. */
  canEndAt(index: number): boolean {
    return this.#breaks.includes(index);
  }

  /** The same number of lines as `breakLines`, of similar length: `Juan José` above `Gómez Camacho`. */
  balanceLines(width: number): TextSpan[] {
    const lines = this.breakLines(width);
    if (lines.length === 1) return lines;
    let [narrow, wide] = [width / lines.length, width];
    while (wide - narrow > 0.05) {
      const middle = (narrow + wide) / 2;
      if (this.#canFitWhole(middle, lines.length)) wide = middle;
      else narrow = middle;
    }
    return this.breakLines(wide);
  }

  /** Shapes a line, its runs in visual order (UAX 9, rule L2). */
  shapeLine({ start, end }: TextSpan): ShapedLine {
    this.#work?.spend(workPerLine + end - start);
    const text = this.text.slice(start, end).trimEnd();
    const stop = start + text.length;
    const within = this.#runs
      .filter((run) => run.start < stop && run.end > start)
      .map((run) => ({ ...run, start: Math.max(run.start, start), end: Math.min(run.end, stop) }));
    const runs = toVisualOrder(within).map((run) => this.#shape(run));
    let width = 0;
    let [left, right, top, bottom] = [0, 0, 0, 0];
    for (const run of runs) {
      left = Math.min(left, width + run.ink.left);
      right = Math.max(right, width + run.ink.right);
      top = Math.max(top, run.ink.top);
      bottom = Math.min(bottom, run.ink.bottom);
      width += run.width;
    }
    return { text, runs, width, ink: { left, right, top, bottom } };
  }

  /**
   * The longest beginning that fits, with an ellipsis: of whole words if at least one fits, otherwise of letters.
   * @returns this paragraph, if all of it fits
   */
  shorten(width: number, lines: number): Paragraph {
    const spans = this.breakLines(width);
    if (spans.length <= lines) return this;
    const fits = (end: number) => this.#createBeginning(end).breakLines(width).length <= lines;
    const words = this.#breaks.filter((each) => each < this.text.length);
    const near = spans[lines - 1]?.end ?? 0;
    const end = findLastFittingNear(near, words, fits) ?? findLastFittingNear(near, findGraphemeEnds(this.text), fits);
    return this.#createBeginning(end ?? 0);
  }

  /**
   * The beginning that fits into one line, with an ellipsis, also within a word. It takes far less work than `shorten`.
   * @returns this paragraph, if all of it fits
   */
  truncate(width: number): Paragraph {
    if (this.#measureWidth(0, this.text.length) <= width) return this;
    const fits = (end: number) => this.#measureWidth(0, end) <= width - maxEllipsisWidth;
    return this.#createBeginning(findLastFitting(findGraphemeEnds(this.text), fits) ?? 0);
  }

  #createBeginning(end: number): Paragraph {
    const text = this.text.slice(0, end).replace(/[\s\p{Pd},;:(（«“]+$/u, "");
    return new Paragraph(`${text}…`, this.#fonts, this.#style, this.#work);
  }

  #canFitWhole(width: number, lines: number): boolean {
    const widest = this.#breaks.every((end, index) => this.#measureWidth(this.#breaks[index - 1] ?? 0, end) <= width);
    return widest && this.breakLines(width).length <= lines;
  }

  #cutWord({ start, end }: TextSpan, width: number): TextSpan[] {
    const pieces: TextSpan[] = [];
    let from = start;
    let until = start;
    for (const cut of this.#listCuts(start, end)) {
      if (this.#measureWidth(from, cut) > width && until > from) {
        pieces.push({ start: from, end: until });
        from = until;
      }
      until = cut;
    }
    return [...pieces, { start: from, end }];
  }

  #listCuts(start: number, end: number): readonly number[] {
    const cached = this.#cuts.get(start);
    if (cached?.at(-1) === end) return cached;
    const cuts = findGraphemeEnds(this.text.slice(start, end)).map((each) => start + each);
    this.#cuts.set(start, cuts);
    return cuts;
  }

  /** The width of the ink of a line, in em. */
  #measureWidth(start: number, end: number): number {
    const key = start * (this.text.length + 1) + end;
    const cached = this.#widths.get(key);
    if (cached !== undefined) return cached;
    const { ink } = this.shapeLine({ start, end });
    this.#widths.set(key, ink.right - ink.left);
    return ink.right - ink.left;
  }

  #shape(run: ItemizedRun): ShapedRun {
    return shapeRun(this.text.slice(run.start, run.end), run, this.#style.han);
  }
}

/** The last value that fits, by binary search: all before it fit. */
export function findLastFitting(values: readonly number[], fits: (value: number) => boolean): number | undefined {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(values[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return values[low - 1];
}

/** As `findLastFitting`, for a value that is near another one: tries those next to it first. */
function findLastFittingNear(
  near: number,
  values: readonly number[],
  fits: (value: number) => boolean,
): number | undefined {
  const guess = values.findLastIndex((each) => each <= near);
  let last = guess;
  while (last + 1 < values.length && fits(values[last + 1] ?? 0)) last += 1;
  if (last > guess) return values[last];
  while (last >= 0 && !fits(values[last] ?? 0)) last -= 1;
  return values[last];
}

function toVisualOrder(runs: readonly ItemizedRun[]): ItemizedRun[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level >= 1; level -= 1) {
    for (let from = 0; from < ordered.length; from += 1) {
      let to = from;
      while ((ordered[to]?.level ?? -1) >= level) to += 1;
      if (to > from) ordered.splice(from, to - from, ...ordered.slice(from, to).reverse());
      from = to;
    }
  }
  return ordered;
}

/** Scripts without spaces between words. ICU's dictionary finds their words. */
const unspacedLanguages = [
  ["th", /\p{Script=Thai}/u],
  ["lo", /\p{Script=Lao}/u],
  ["km", /\p{Script=Khmer}/u],
] as const;
const unspacedScripts = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
const detectUnspacedLanguage = (text: string) =>
  unspacedLanguages.find(([, pattern]) => pattern.test(text))?.[0] ?? "my";

const segmenters = new Map<string, Intl.Segmenter>();

function findWordStarts(text: string): number[] {
  const language = detectUnspacedLanguage(text);
  const segmenter = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: "word" });
  segmenters.set(language, segmenter);
  return Array.from(segmenter.segment(text), ({ index }) => index);
}

/** The indexes at which a line may end: by UAX 14, between the words of unspaced scripts, and the end of the text. */
function findLineBreaks(text: string): number[] {
  const indexes = new Set<number>();
  const breaker = new LineBreaker(text);
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) indexes.add(next.position);
  for (const match of text.matchAll(unspacedScripts))
    for (const at of findWordStarts(match[0])) indexes.add(match.index + at);
  indexes.delete(0);
  indexes.add(text.length);
  return [...indexes].toSorted((a, b) => a - b);
}

/** The indexes at which a word that is longer than a line may be cut: between graphemes. */
function findGraphemeEnds(text: string): number[] {
  return Array.from(graphemeSegmenter.segment(text), ({ index, segment }) => index + segment.length);
}
