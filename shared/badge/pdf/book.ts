import type { Font } from "../text/fonts.ts";
import { PdfFont } from "./font.ts";
import { putJpeg } from "./jpeg.ts";
import { type Bookmark, putOutline } from "./outline.ts";
import { number, PdfWriter, type Ref, ref, textOf } from "./writer.ts";

/** What a reader's program is told of the whole file. */
export interface BookFacts {
  /** A code such as `fr`: who has the file read aloud hears it in this language. */
  readonly language?: string;
  /** Whether its pages are turned from right to left. */
  readonly rightToLeft?: boolean;
  readonly bookmarks?: readonly Bookmark[];
}

/** The pages of one file. Fonts are shared by all of them and written at its end; everything else as it comes. */
export class PdfBook {
  readonly #writer = new PdfWriter();
  readonly #pages: Ref[] = [];
  readonly #tree = this.#writer.reserve();
  readonly #fontList = this.#writer.reserve();
  readonly #fonts = new Map<Font, readonly [string, PdfFont]>();

  /** The font under its name on every page. */
  readonly fontOf = (font: Font): readonly [string, PdfFont] => {
    const known = this.#fonts.get(font);
    if (known) return known;
    const made = [`F${this.#fonts.size + 1}`, new PdfFont(font, this.#writer.reserve())] as const;
    this.#fonts.set(font, made);
    return made;
  };

  addImage(jpeg: Uint8Array): Ref {
    return putJpeg(this.#writer, jpeg);
  }

  /** Width and height in points; the images by the names that the operators know them by. */
  addPage(width: number, height: number, operators: string, images: ReadonlyMap<string, Ref> = new Map()): Ref {
    const content = this.#writer.putStream(Buffer.from(operators, "latin1"));
    const named = [...images].map(([name, image]) => `/${name} ${ref(image)}`).join(" ");
    const page = this.#writer.put(
      `<< /Type /Page /Parent ${ref(this.#tree)} /MediaBox [0 0 ${number(width)} ${number(height)}] ` +
        `/Resources << /Font ${ref(this.#fontList)} /XObject << ${named} >> >> /Contents ${ref(content)} >>`,
    );
    this.#pages.push(page);
    return page;
  }

  /** What was written since the last time. */
  take(): Uint8Array {
    return this.#writer.take();
  }

  /** Writes the fonts, the list of pages, and the end. */
  end(title: string, { language, rightToLeft = false, bookmarks = [] }: BookFacts = {}): void {
    const writer = this.#writer;
    for (const [name, font] of this.#fonts.values()) font.write(writer, tagOf(name));
    const fonts = [...this.#fonts.values()].map(([name, font]) => `/${name} ${ref(font.ref)}`);
    writer.put(`<< ${fonts.join(" ")} >>`, this.#fontList);
    const kids = this.#pages.map(ref).join(" ");
    writer.put(`<< /Type /Pages /Kids [${kids}] /Count ${this.#pages.length} >>`, this.#tree);
    const outline = bookmarks.length > 0 ? `/Outlines ${ref(putOutline(writer, bookmarks))} ` : "";
    const catalogue = writer.put(
      `<< /Type /Catalog /Pages ${ref(this.#tree)} ${outline}${language ? `/Lang (${language}) ` : ""}` +
        `/ViewerPreferences << /DisplayDocTitle true /PrintScaling /None${rightToLeft ? " /Direction /R2L" : ""} >> >>`,
    );
    writer.end(catalogue, writer.put(`<< /Title ${textOf(title)} /Producer ${textOf("Palais")} >>`));
  }
}

/** Six capitals: `F12` is `AAAABM`. */
function tagOf(name: string): string {
  let rest = Number(name.slice(1));
  const letters = Array.from({ length: 6 }, () => {
    const letter = String.fromCharCode(65 + (rest % 26));
    rest = Math.floor(rest / 26);
    return letter;
  });
  return letters.reverse().join("");
}
