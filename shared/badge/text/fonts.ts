import { readFileSync } from "node:fs";
import path from "node:path";
import { Blob, Face, Font as HarfBuzzFont } from "harfbuzzjs";
import { type Family, fileOf, type Weight } from "./families.ts";

/** Where a font lies: gives the bytes of a file by its name. */
export type FontFiles = (file: string) => Uint8Array;

/** The fonts of a folder, each read when the first text needs it. */
export const fontsIn =
  (folder: string): FontFiles =>
  (file) =>
    readFileSync(path.join(folder, file));

/** What a glyph covers, in parts of the em, from the point it is drawn at. */
export interface Ink {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** One font: what it has, and how large each glyph is, in parts of the em. */
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
    return [...text].every((each) => this.#characters.has(each.codePointAt(0) ?? 0));
  }

  advance(glyph: number): number {
    return this.shaper.glyphHAdvance(glyph) / this.unitsPerEm;
  }

  /** None for a glyph that leaves no ink, such as a space. */
  ink(glyph: number): Ink | undefined {
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

/** The fonts that badges are set in, each loaded when the first text needs it and kept. */
export class Fonts {
  readonly #files: FontFiles;
  readonly #loaded = new Map<string, Font>();

  constructor(files: FontFiles) {
    this.#files = files;
  }

  get(family: Family, weight: Weight): Font {
    const file = fileOf(family, weight);
    const font = this.#loaded.get(file) ?? new Font(file, this.#files(file));
    this.#loaded.set(file, font);
    return font;
  }

  /** Which were needed so far. */
  get loaded(): readonly string[] {
    return [...this.#loaded.keys()];
  }
}
