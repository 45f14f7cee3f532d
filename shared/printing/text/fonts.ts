import { readFileSync } from "node:fs";
import path from "node:path";
import { Blob, Face, Font as HarfBuzzFont } from "harfbuzzjs";
import { type FontFamily, type FontWeight, getFontFile } from "./scripts.ts";

/** Reads a font file by its name. */
export type FontReader = (file: string) => Uint8Array;

/** Reads fonts from a folder. */
export const createFontReader =
  (folder: string): FontReader =>
  (file) =>
    readFileSync(path.join(folder, file));

/** The area that a glyph covers, in em from its origin. */
export interface Ink {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** One font: its characters, and the sizes of its glyphs in em. */
export class Font {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly unitsPerEm: number;
  readonly shaper: HarfBuzzFont;
  readonly #characters: Set<number>;
  readonly #inks = new Map<number, Ink | undefined>();

  constructor(file: string, bytes: Uint8Array) {
    const face = new Face(new Blob(bytes));
    this.file = file;
    this.bytes = bytes;
    this.unitsPerEm = face.upem;
    this.shaper = new HarfBuzzFont(face);
    this.#characters = new Set(face.collectUnicodes());
  }

  has(text: string): boolean {
    return [...text].every((character) => this.#characters.has(character.codePointAt(0) ?? 0));
  }

  getAdvance(glyph: number): number {
    return this.shaper.glyphHAdvance(glyph) / this.unitsPerEm;
  }

  /** @returns `undefined` for a glyph without ink, such as a space */
  getInk(glyph: number): Ink | undefined {
    if (!this.#inks.has(glyph)) this.#inks.set(glyph, this.#measure(glyph));
    return this.#inks.get(glyph);
  }

  #measure(glyph: number): Ink | undefined {
    const extents = this.shaper.glyphExtents(glyph);
    if (!extents || (extents.width === 0 && extents.height === 0)) return undefined;
    const { xBearing, yBearing, width, height } = extents;
    const em = this.unitsPerEm;
    return {
      left: xBearing / em,
      right: (xBearing + width) / em,
      top: yBearing / em,
      bottom: (yBearing + height) / em,
    };
  }
}

/** Loads fonts when a text first needs them, and caches them. */
export class FontCollection {
  readonly #readFont: FontReader;
  readonly #loaded = new Map<string, Font>();

  constructor(readFont: FontReader) {
    this.#readFont = readFont;
  }

  get(family: FontFamily, weight: FontWeight): Font {
    const file = getFontFile(family, weight);
    const font = this.#loaded.get(file) ?? new Font(file, this.#readFont(file));
    this.#loaded.set(file, font);
    return font;
  }

  /** The files that are loaded. */
  get loaded(): readonly string[] {
    return [...this.#loaded.keys()];
  }
}
