import type { Font } from "../text/fonts.ts";
import { subsetFont } from "./subset.ts";
import { hexOf, number, type PdfWriter, type Ref, ref } from "./writer.ts";

interface Code {
  readonly glyph: number;
  /** In parts of the em. */
  readonly advance: number;
  /** What it stands for; nothing for the later glyphs of a cluster, whose first has the whole text. */
  readonly text: string;
}

/**
 * A font as the file knows it. Each pair of glyph and characters has a code of its own, for the same glyph may be a part
 * of many a syllable: so whoever copies a name gets back its characters, and not its shapes.
 */
export class PdfFont {
  readonly ref: Ref;
  readonly font: Font;
  readonly #codes: Code[] = [{ glyph: 0, advance: 0, text: "" }];
  readonly #byCode = new Map<string, number>();

  constructor(font: Font, reserved: Ref) {
    this.font = font;
    this.ref = reserved;
  }

  /** In four hex digits. */
  codeOf(glyph: number, text: string): string {
    return this.#code({ glyph, text, advance: this.font.advance(glyph) });
  }

  /** A code that leaves no ink and takes no room: it stands for a character that has no glyph of its own. */
  codeOfNothing(text: string): string {
    return this.#code({ glyph: this.font.shaper.nominalGlyph(0x20) ?? 0, text, advance: 0 });
  }

  #code(wanted: Code): string {
    const { glyph, text, advance } = wanted;
    const key = `${glyph} ${advance} ${text}`;
    let code = this.#byCode.get(key);
    if (code === undefined) {
      code = this.#codes.push(wanted) - 1;
      if (code > 0xffff) throw new Error("more than 65,535 codes in one font");
      this.#byCode.set(key, code);
    }
    return code.toString(16).padStart(4, "0");
  }

  /** Writes the font with the glyphs that were used. Its name begins with a tag of its subset (ISO 32000-1, 9.6.4). */
  write(writer: PdfWriter, tag: string): void {
    const name = `${tag}+${this.font.file.replace(/_\d+/, "-").replace(".ttf", "")}`;
    const file = subsetFont(this.font.bytes, new Set(this.#codes.map(({ glyph }) => glyph)));
    const fontFile = writer.putStream(file, `/Length1 ${file.length}`);
    const descriptor = writer.put(this.#descriptor(name, fontFile));
    const glyphs = Buffer.from(this.#codes.flatMap(({ glyph }) => [glyph >> 8, glyph & 0xff]));
    const descendant = writer.put(
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) ` +
        `/Supplement 0 >> /FontDescriptor ${ref(descriptor)} /CIDToGIDMap ${ref(writer.putStream(glyphs))} ` +
        `/W [0 [${this.#codes.map(({ advance }) => number(advance * 1_000)).join(" ")}]] >>`,
    );
    const toUnicode = writer.putStream(Buffer.from(this.#toUnicode(), "latin1"));
    writer.put(
      `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H ` +
        `/DescendantFonts [${ref(descendant)}] /ToUnicode ${ref(toUnicode)} >>`,
      this.ref,
    );
  }

  #descriptor(name: string, fontFile: Ref): string {
    const { ascender, descender } = this.font.shaper.hExtents();
    const scaled = (units: number) => number((units / this.font.unitsPerEm) * 1_000);
    const box = [-1_000, scaled(descender), 2_000, scaled(ascender)].join(" ");
    return (
      `<< /Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [${box}] /ItalicAngle 0 ` +
      `/Ascent ${scaled(ascender)} /Descent ${scaled(descender)} /CapHeight 714 /StemV 80 /FontFile2 ${ref(fontFile)} >>`
    );
  }

  /** At most a hundred entries in a block (Adobe's technical note 5411). */
  #toUnicode(): string {
    const entries = this.#codes.flatMap(({ text }, code) =>
      text === "" ? [] : [`<${code.toString(16).padStart(4, "0")}> <${hexOf(text)}>`],
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
