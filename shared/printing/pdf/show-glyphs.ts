import type { ShapedLine } from "../text/paragraph.ts";
import type { Glyph, GlyphCluster } from "../text/shape.ts";
import type { PdfFont } from "./pdf-font.ts";
import { formatPdfNumber, toUtf16Hex } from "./pdf-writer.ts";

/** Collects text-showing operators (ISO 32000-1, 9.4) for the glyphs of one run. */
class GlyphPen {
  readonly #operators: string[] = [];
  #font: PdfFont;
  readonly #size: number;
  /** The content of the next TJ operator, and the pen's position after it, in em from the start of the run. */
  #pieces: string[] = [];
  #at = 0;
  #rise = 0;

  constructor(font: PdfFont, size: number) {
    this.#font = font;
    this.#size = size;
  }

  showGlyph(glyph: Glyph, text: string, penAt: number): void {
    this.#moveTo(penAt + glyph.dx, glyph.dy);
    this.#pieces.push(`<${this.#font.encodeGlyph(glyph.id, text)}>`);
    this.#at += this.#font.font.getAdvance(glyph.id);
  }

  /** A character that has no glyph of its own. */
  showInvisible(character: string, penAt: number): void {
    this.#moveTo(penAt, 0);
    this.#pieces.push(`<${this.#font.encodeInvisible(character)}>`);
  }

  #moveTo(place: number, rise: number): void {
    if (rise !== this.#rise) {
      this.flush();
      this.#rise = rise;
      this.#operators.push(`${formatPdfNumber(rise * this.#size)} Ts`);
    }
    const move = place - this.#at;
    if (Math.abs(move) < 0.0005) return;
    this.#pieces.push(formatPdfNumber(-move * 1_000));
    this.#at = place;
  }

  writeOperator(operator: string): void {
    this.flush();
    this.#operators.push(operator);
  }

  flush(): void {
    if (this.#pieces.length > 0) this.#operators.push(`[${this.#pieces.join("")}] TJ`.replaceAll("><", ""));
    this.#pieces = [];
  }

  finish(): string[] {
    this.flush();
    if (this.#rise !== 0) this.#operators.push("0 Ts");
    return this.#operators;
  }
}

/**
 * The operators of a line that begins at `left` on the baseline. A cluster of several glyphs carries its text, because
 * none of its glyphs stands for it alone.
 */
export function showLine(
  line: ShapedLine,
  left: number,
  baseline: number,
  size: number,
  getFont: FontResolver,
): string {
  const operators: string[] = [];
  let start = left;
  for (const { font, clusters, width, isRightToLeft } of line.runs) {
    const [name, pdfFont] = getFont(font);
    operators.push(
      `/${name} ${formatPdfNumber(size)} Tf 1 0 0 1 ${formatPdfNumber(start)} ${formatPdfNumber(baseline)} Tm`,
    );
    operators.push(...showClusters(clusters, new GlyphPen(pdfFont, size), isRightToLeft));
    start += width * size;
  }
  return `BT ${operators.join("\n")} ET`;
}

/** Finds the font of the file, and its name, for a font. */
export type FontResolver = (font: PdfFont["font"]) => readonly [name: string, font: PdfFont];

function showClusters(clusters: readonly GlyphCluster[], pen: GlyphPen, isRightToLeft: boolean): string[] {
  let at = 0;
  for (const { text, glyphs } of clusters) {
    const placed: PlacedGlyph[] = [];
    for (const glyph of glyphs) {
      placed.push({ glyph, at });
      at += glyph.advance;
    }
    if (isRightToLeft) showLetter(sortLetterFirst(placed), [...text], pen);
    else if (placed.filter(isSpacingGlyph).length > 1) showSyllable(placed, text, pen);
    else showLetter(sortLetterFirst(placed), [text], pen);
  }
  return pen.finish();
}

interface PlacedGlyph {
  readonly glyph: Glyph;
  /** The position of the pen. */
  readonly at: number;
}

const isSpacingGlyph = ({ glyph }: PlacedGlyph) => glyph.advance !== 0;
const isMarkGlyph = (each: PlacedGlyph) => !isSpacingGlyph(each);
const sortLetterFirst = (placed: readonly PlacedGlyph[]) => [
  ...placed.filter(isSpacingGlyph),
  ...placed.filter(isMarkGlyph),
];

/**
 * A letter with its marks. The marks carry no text, so that viewers use the position of the letter for the text. Right to
 * left text is written from left to right, one character per code, because viewers reverse it.
 */
function showLetter(
  [letter, ...others]: readonly PlacedGlyph[],
  [first = "", ...rest]: readonly string[],
  pen: GlyphPen,
): void {
  if (!letter) return;
  for (const character of rest.toReversed()) pen.showInvisible(character, letter.at + letter.glyph.dx);
  pen.showGlyph(letter.glyph, first, letter.at);
  if (others.length === 0) return;
  pen.writeOperator("/Span << /ActualText <FEFF> >> BDC");
  for (const { glyph, at } of others) pen.showGlyph(glyph, "", at);
  pen.writeOperator("EMC");
}

/** Several letters in visual order, which carry their text together. Its position is from the first to the last. */
function showSyllable(placed: readonly PlacedGlyph[], text: string, pen: GlyphPen): void {
  const [first, ...others] = placed.filter(isSpacingGlyph);
  const shown = [...(first ? [first] : []), ...placed.filter(isMarkGlyph), ...others];
  pen.writeOperator(`/Span << /ActualText <FEFF${toUtf16Hex(text)}> >> BDC`);
  for (const [index, { glyph, at }] of shown.entries()) pen.showGlyph(glyph, index === 0 ? text : "", at);
  pen.writeOperator("EMC");
}
