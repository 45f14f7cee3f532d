import { breaksOf, cutsOf } from "./breaks.ts";
import type { Fonts } from "./fonts.ts";
import { itemise, type Run, type Style } from "./itemise.ts";
import { type Shaped, shapeRun } from "./shape.ts";

/** Part of a paragraph, as places in its text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A line as it is drawn: its runs from left to right, in parts of the em. */
export interface Line {
  readonly text: string;
  readonly runs: readonly Shaped[];
  readonly width: number;
  readonly ink: Shaped["ink"];
}

/** A text in one style, ready to be broken to any width: nothing in it depends on the size it is drawn at. */
export class Paragraph {
  readonly text: string;
  readonly #fonts: Fonts;
  readonly #style: Style;
  readonly #runs: readonly Run[];
  readonly #breaks: readonly number[];
  readonly #widths = new Map<string, number>();

  /** @throws MissingGlyph */
  constructor(text: string, fonts: Fonts, style: Style) {
    this.text = text;
    this.#fonts = fonts;
    this.#style = style;
    this.#runs = itemise(text, fonts, style);
    this.#breaks = breaksOf(text);
  }

  /** The lines that fit into a width, each as long as can be; a word that is longer than a line is cut. */
  break(width: number): Span[] {
    const lines: Span[] = [];
    let start = 0;
    let end = 0;
    for (const next of this.#breaks) {
      if (this.#widthOf(start, next) > width && end > start) {
        lines.push({ start, end });
        start = end;
      }
      if (this.#widthOf(start, next) > width) {
        const pieces = this.#cut({ start, end: next }, width);
        lines.push(...pieces.slice(0, -1));
        start = pieces.at(-1)?.start ?? start;
      }
      end = next;
    }
    return [...lines, { start, end }];
  }

  /** Whether a line may end here without cutting a word. */
  mayEndAt(place: number): boolean {
    return this.#breaks.includes(place);
  }

  /** As many lines as `break` gives, each about as long as the others: `Juan José` above `Gómez Camacho`. */
  balance(width: number): Span[] {
    const lines = this.break(width);
    if (lines.length === 1) return lines;
    let [narrow, wide] = [width / lines.length, width];
    while (wide - narrow > 0.05) {
      const middle = (narrow + wide) / 2;
      if (this.#fitsWhole(middle, lines.length)) wide = middle;
      else narrow = middle;
    }
    return this.break(wide);
  }

  /** The line with its runs in the order in which they stand (UAX 9, rule L2). */
  line({ start, end }: Span): Line {
    const text = this.text.slice(start, end).trimEnd();
    const stop = start + text.length;
    const within = this.#runs
      .filter((run) => run.start < stop && run.end > start)
      .map((run) => ({ ...run, start: Math.max(run.start, start), end: Math.min(run.end, stop) }));
    const runs = inOrder(within).map((run) => this.#shape(run));
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
   * The longest beginning that fits, with an ellipsis behind it: of whole words where one fits, else of letters.
   * Itself, where all of it fits.
   */
  shorten(width: number, lines: number): Paragraph {
    if (this.break(width).length <= lines) return this;
    const fits = (end: number) => this.#beginning(end).break(width).length <= lines;
    const words = this.#breaks.filter((each) => each < this.text.length);
    const end = lastThat(words, fits) ?? lastThat(cutsOf(this.text), fits) ?? 0;
    return this.#beginning(end);
  }

  #beginning(end: number): Paragraph {
    const text = this.text.slice(0, end).replace(/[\s\p{Pd},;:(（«“]+$/u, "");
    return new Paragraph(`${text}…`, this.#fonts, this.#style);
  }

  #fitsWhole(width: number, lines: number): boolean {
    const widest = this.#breaks.every((end, index) => this.#widthOf(this.#breaks[index - 1] ?? 0, end) <= width);
    return widest && this.break(width).length <= lines;
  }

  #cut({ start, end }: Span, width: number): Span[] {
    const pieces: Span[] = [];
    let from = start;
    let until = start;
    for (const cut of cutsOf(this.text.slice(start, end)).map((each) => start + each)) {
      if (this.#widthOf(from, cut) > width && until > from) {
        pieces.push({ start: from, end: until });
        from = until;
      }
      until = cut;
    }
    return [...pieces, { start: from, end }];
  }

  /** Of the line from here to there, with the ink that hangs over. */
  #widthOf(start: number, end: number): number {
    const key = `${start} ${end}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      const { ink } = this.line({ start, end });
      width = ink.right - ink.left;
      this.#widths.set(key, width);
    }
    return width;
  }

  #shape(run: Run): Shaped {
    return shapeRun(this.text.slice(run.start, run.end), run, this.#style.han);
  }
}

/** The last of the places that fits, when all before it do too. */
function lastThat(places: readonly number[], fits: (place: number) => boolean): number | undefined {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(places[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return places[low - 1];
}

function inOrder(runs: readonly Run[]): Run[] {
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
