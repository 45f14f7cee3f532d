import type { Font } from "../text/fonts.ts";
import { formatPdfNumber, formatRef, type PdfRef, type PdfWriter, toUtf16Hex } from "./pdf-writer.ts";
import { subsetFont } from "./subset-font.ts";

interface GlyphCode {
  readonly glyph: number;
  /** In em. */
  readonly advance: number;
  /** The text of a cluster's first glyph; empty for its other glyphs. */
  readonly text: string;
}

/**
 * A font of the file. Each pair of glyph and text has a code of its own, because the same glyph may be part of several
 * syllables. So a reader who copies a name gets its characters.
 */
export class PdfFont {
  readonly ref: PdfRef;
  readonly font: Font;
  readonly #codes: GlyphCode[] = [{ glyph: 0, advance: 0, text: "" }];
  readonly #codesByKey = new Map<string, number>();

  constructor(font: Font, reserved: PdfRef) {
    this.font = font;
    this.ref = reserved;
  }

  /** The code of a glyph, in four hex digits. */
  encodeGlyph(glyph: number, text: string): string {
    return this.#encode({ glyph, text, advance: this.font.getAdvance(glyph) });
  }

  /** A code without ink and width, for a character that has no glyph of its own. */
  encodeInvisible(text: string): string {
    return this.#encode({ glyph: this.font.shaper.nominalGlyph(0x20) ?? 0, text, advance: 0 });
  }

  #encode(entry: GlyphCode): string {
    const { glyph, text, advance } = entry;
    const key = `${glyph} ${advance} ${text}`;
    let code = this.#codesByKey.get(key);
    if (code === undefined) {
      code = this.#codes.push(entry) - 1;
      if (code > 0xffff) throw new Error("more than 65,535 codes in one font");
      this.#codesByKey.set(key, code);
    }
    return code.toString(16).padStart(4, "0");
  }

  /** Writes the font with the glyphs in use. Its name begins with a tag of the subset (ISO 32000-1, 9.6.4). */
  write(writer: PdfWriter, tag: string): void {
    const name = `${tag}+${this.font.file.replace(/_\d+/, "-").replace(".ttf", "")}`;
    const file = subsetFont(this.font.bytes, new Set(this.#codes.map(({ glyph }) => glyph)));
    const fontFile = writer.writeStream(file, `/Length1 ${file.length}`);
    const descriptor = writer.writeObject(this.#descriptor(name, fontFile));
    const glyphs = Buffer.from(this.#codes.flatMap(({ glyph }) => [glyph >> 8, glyph & 0xff]));
    const descendant = writer.writeObject(
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) ` +
        `/Supplement 0 >> /FontDescriptor ${formatRef(descriptor)} /CIDToGIDMap ${formatRef(writer.writeStream(glyphs))} ` +
        `/W [0 [${this.#codes.map(({ advance }) => formatPdfNumber(advance * 1_000)).join(" ")}]] >>`,
    );
    const toUnicode = writer.writeStream(Buffer.from(this.#toUnicode(), "latin1"));
    writer.writeObject(
      `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H ` +
        `/DescendantFonts [${formatRef(descendant)}] /ToUnicode ${formatRef(toUnicode)} >>`,
      this.ref,
    );
  }

  #descriptor(name: string, fontFile: PdfRef): string {
    const { ascender, descender } = this.font.shaper.hExtents();
    const scaled = (units: number) => formatPdfNumber((units / this.font.unitsPerEm) * 1_000);
    const box = [-1_000, scaled(descender), 2_000, scaled(ascender)].join(" ");
    return (
      `<< /Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [${box}] /ItalicAngle 0 ` +
      `/Ascent ${scaled(ascender)} /Descent ${scaled(descender)} /CapHeight 714 /StemV 80 /FontFile2 ${formatRef(fontFile)} >>`
    );
  }

  /** At most a hundred entries in a block (Adobe's technical note 5411). */
  #toUnicode(): string {
    const entries = this.#codes.flatMap(({ text }, code) =>
      text === "" ? [] : [`<${code.toString(16).padStart(4, "0")}> <${toUtf16Hex(text)}>`],
    );
    const blocks = Array.from({ length: Math.ceil(entries.length / 100) }, (_, index) => {
      const block = entries.slice(index * 100, index * 100 + 100);
      return `${block.length} beginbfchar\n${block.join("\n")}\nendbfchar`;
    });
    return [
      "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
      "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
      "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange",
      ...blocks,
      "endcmap CMapName currentdict /CMap defineresource pop end end",
    ].join("\n");
  }
}
