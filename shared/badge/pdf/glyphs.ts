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
    if (glyph.dy !== this.#rise) {
      this.flush();
      this.#rise = glyph.dy;
      this.#operators.push(`${number(glyph.dy * this.#size)} Ts`);
    }
    const move = penAt + glyph.dx - this.#at;
    if (Math.abs(move) > 0.0005) this.#pieces.push(number(-move * 1_000));
    this.#pieces.push(`<${this.#font.codeOf(glyph.id, text)}>`);
    this.#at += (Math.abs(move) > 0.0005 ? move : 0) + this.#font.font.advance(glyph.id);
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
  for (const { font, clusters, width } of line.runs) {
    const [name, pdfFont] = fontOf(font);
    operators.push(`/${name} ${number(size)} Tf 1 0 0 1 ${number(start)} ${number(baseline)} Tm`);
    operators.push(...showClusters(clusters, new Pen(pdfFont, size)));
    start += width * size;
  }
  return `BT ${operators.join("\n")} ET`;
}

/** A font of the text as the file names it. */
export type FontNamer = (font: PdfFont["font"]) => readonly [name: string, font: PdfFont];

function showClusters(clusters: readonly Cluster[], pen: Pen): string[] {
  let at = 0;
  for (const { text, glyphs } of clusters) {
    const isCompound = glyphs.length > 1;
    if (isCompound) pen.say(`/Span << /ActualText <FEFF${hexOf(text)}> >> BDC`);
    for (const [index, glyph] of glyphs.entries()) {
      pen.show(glyph, index === 0 ? text : "", at);
      at += glyph.advance;
    }
    if (isCompound) pen.say("EMC");
  }
  return pen.end();
}
