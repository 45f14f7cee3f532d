import type { Line } from "../text/paragraph.ts";
import type { Cluster, Glyph } from "../text/shape.ts";
import type { PdfFont } from "./font.ts";
import { hexOf, number } from "./writer.ts";

/** What a pen at the beginning of a line would write: text-showing operators (ISO 32000-1, 9.4). */
class Pen {
  readonly #operators: string[] = [];
  #font: PdfFont;
  readonly #size: number;
  /** What the next TJ shows, and where the pen stands after it, in parts of the em from the run's beginning. */
  #pieces: string[] = [];
  #at = 0;
  #rise = 0;

  constructor(font: PdfFont, size: number) {
    this.#font = font;
    this.#size = size;
  }

  show(glyph: Glyph, text: string, penAt: number): void {
    this.#moveTo(penAt + glyph.dx, glyph.dy);
    this.#pieces.push(`<${this.#font.codeOf(glyph.id, text)}>`);
    this.#at += this.#font.font.advance(glyph.id);
  }

  /** A character that has no glyph of its own. */
  carry(character: string, penAt: number): void {
    this.#moveTo(penAt, 0);
    this.#pieces.push(`<${this.#font.codeOfNothing(character)}>`);
  }

  #moveTo(place: number, rise: number): void {
    if (rise !== this.#rise) {
      this.flush();
      this.#rise = rise;
      this.#operators.push(`${number(rise * this.#size)} Ts`);
    }
    const move = place - this.#at;
    if (Math.abs(move) < 0.0005) return;
    this.#pieces.push(number(-move * 1_000));
    this.#at = place;
  }

  say(operator: string): void {
    this.flush();
    this.#operators.push(operator);
  }

  flush(): void {
    if (this.#pieces.length > 0) this.#operators.push(`[${this.#pieces.join("")}] TJ`.replaceAll("><", ""));
    this.#pieces = [];
  }

  end(): string[] {
    this.flush();
    if (this.#rise !== 0) this.#operators.push("0 Ts");
    return this.#operators;
  }
}

/**
 * A line of glyphs, from its beginning on the baseline. A cluster of several glyphs says what it reads as: no single one
 * of them does.
 */
export function showLine(line: Line, left: number, baseline: number, size: number, fontOf: FontNamer): string {
  const operators: string[] = [];
  let start = left;
  for (const { font, clusters, width, isRightToLeft } of line.runs) {
    const [name, pdfFont] = fontOf(font);
    operators.push(`/${name} ${number(size)} Tf 1 0 0 1 ${number(start)} ${number(baseline)} Tm`);
    operators.push(...showClusters(clusters, new Pen(pdfFont, size), isRightToLeft));
    start += width * size;
  }
  return `BT ${operators.join("\n")} ET`;
}

/** A font of the text as the file names it. */
export type FontNamer = (font: PdfFont["font"]) => readonly [name: string, font: PdfFont];

function showClusters(clusters: readonly Cluster[], pen: Pen, isRightToLeft: boolean): string[] {
  let at = 0;
  for (const { text, glyphs } of clusters) {
    const placed: Placed[] = [];
    for (const glyph of glyphs) {
      placed.push({ glyph, at });
      at += glyph.advance;
    }
    if (isRightToLeft) showLetter(letterFirst(placed), [...text], pen);
    else if (placed.filter(isLetter).length > 1) showSyllable(placed, text, pen);
    else showLetter(letterFirst(placed), [text], pen);
  }
  return pen.end();
}

interface Placed {
  readonly glyph: Glyph;
  /** Where the pen stands. */
  readonly at: number;
}

const isLetter = ({ glyph }: Placed) => glyph.advance !== 0;
const isMark = (each: Placed) => !isLetter(each);
const letterFirst = (placed: readonly Placed[]) => [...placed.filter(isLetter), ...placed.filter(isMark)];

/**
 * A letter with its dots and marks, which say nothing: so a reader takes the letter's own place for the place of the
 * text. What is read from right to left is written from left to right, a character a code: readers turn it round.
 */
function showLetter([letter, ...others]: readonly Placed[], [first = "", ...rest]: readonly string[], pen: Pen): void {
  if (!letter) return;
  for (const character of rest.toReversed()) pen.carry(character, letter.at + letter.glyph.dx);
  pen.show(letter.glyph, first, letter.at);
  if (others.length === 0) return;
  pen.say("/Span << /ActualText <FEFF> >> BDC");
  for (const { glyph, at } of others) pen.show(glyph, "", at);
  pen.say("EMC");
}

/** Several letters in an order of their own: all of them together say the text. Its place is from the first to the last. */
function showSyllable(placed: readonly Placed[], text: string, pen: Pen): void {
  const [first, ...others] = placed.filter(isLetter);
  const shown = [...(first ? [first] : []), ...placed.filter(isMark), ...others];
  pen.say(`/Span << /ActualText <FEFF${hexOf(text)}> >> BDC`);
  for (const [index, { glyph, at }] of shown.entries()) pen.show(glyph, index === 0 ? text : "", at);
  pen.say("EMC");
}
