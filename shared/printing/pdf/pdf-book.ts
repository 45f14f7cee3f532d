import type { Font } from "../text/fonts.ts";
import { writeJpeg } from "./jpeg.ts";
import { PdfFont } from "./pdf-font.ts";
import { encodePdfText, formatPdfNumber, formatRef, type PdfRef, PdfWriter } from "./pdf-writer.ts";

/** Properties of the whole file. */
export interface PdfBookOptions {
  /** A code such as `fr`, for programs that read the file aloud. */
  readonly language?: string;
  /** Whether pages are turned from right to left. */
  readonly isRightToLeft?: boolean;
  readonly bookmarks?: readonly Bookmark[];
}

/** The pages of one file. Fonts are shared by all pages and written at the end; everything else is written at once. */
export class PdfBook {
  readonly #writer = new PdfWriter();
  readonly #pages: PdfRef[] = [];
  readonly #tree = this.#writer.reserveRef();
  readonly #fontList = this.#writer.reserveRef();
  readonly #fonts = new Map<Font, readonly [string, PdfFont]>();
  readonly #images = new WeakMap<Uint8Array, PdfRef>();

  /** The font and its name on every page. */
  readonly getFont = (font: Font): readonly [string, PdfFont] => {
    const existing = this.#fonts.get(font);
    if (existing) return existing;
    const created = [`F${this.#fonts.size + 1}`, new PdfFont(font, this.#writer.reserveRef())] as const;
    this.#fonts.set(font, created);
    return created;
  };

  /** The image, which is written once, however often the same bytes are added. */
  addImage(jpeg: Uint8Array): PdfRef {
    const image = this.#images.get(jpeg) ?? writeJpeg(this.#writer, jpeg);
    this.#images.set(jpeg, image);
    return image;
  }

  /** @param images by their names in the operators. Width and height are in points. */
  addPage(width: number, height: number, operators: string, images: ReadonlyMap<string, PdfRef> = new Map()): PdfRef {
    const content = this.#writer.writeStream(Buffer.from(operators, "latin1"));
    const named = [...images].map(([name, image]) => `/${name} ${formatRef(image)}`).join(" ");
    const page = this.#writer.writeObject(
      `<< /Type /Page /Parent ${formatRef(this.#tree)} /MediaBox [0 0 ${formatPdfNumber(width)} ${formatPdfNumber(height)}] ` +
        `/Resources << /Font ${formatRef(this.#fontList)} /XObject << ${named} >> >> /Contents ${formatRef(content)} >>`,
    );
    this.#pages.push(page);
    return page;
  }

  /** The bytes since the last call. */
  takeBytes(): Uint8Array {
    return this.#writer.takeBytes();
  }

  /** Writes the fonts, the list of pages and the trailer. */
  finish(title: string, { language, isRightToLeft = false, bookmarks = [] }: PdfBookOptions = {}): void {
    const writer = this.#writer;
    for (const [name, font] of this.#fonts.values()) font.write(writer, toSubsetTag(name));
    const fonts = [...this.#fonts.values()].map(([name, font]) => `/${name} ${formatRef(font.ref)}`);
    writer.writeObject(`<< ${fonts.join(" ")} >>`, this.#fontList);
    const kids = this.#pages.map(formatRef).join(" ");
    writer.writeObject(`<< /Type /Pages /Kids [${kids}] /Count ${this.#pages.length} >>`, this.#tree);
    const outline = bookmarks.length > 0 ? `/Outlines ${formatRef(writeOutline(writer, bookmarks))} ` : "";
    const catalogue = writer.writeObject(
      `<< /Type /Catalog /Pages ${formatRef(this.#tree)} ${outline}${language ? `/Lang (${language}) ` : ""}` +
        `/ViewerPreferences << /DisplayDocTitle true /PrintScaling /None${isRightToLeft ? " /Direction /R2L" : ""} >> >>`,
    );
    writer.finish(
      catalogue,
      writer.writeObject(`<< /Title ${encodePdfText(title)} /Producer ${encodePdfText("Palais")} >>`),
    );
  }
}

/** Six capitals: `F12` becomes `AAAABM`. */
function toSubsetTag(name: string): string {
  let rest = Number(name.slice(1));
  const letters = Array.from({ length: 6 }, () => {
    const letter = String.fromCharCode(65 + (rest % 26));
    rest = Math.floor(rest / 26);
    return letter;
  });
  return letters.reverse().join("");
}

/** An entry of the outline that PDF viewers show beside the pages. */
export interface Bookmark {
  readonly title: string;
  readonly page: PdfRef;
  /** Its position on the page, in points from the bottom. */
  readonly top: number;
  readonly children: readonly Bookmark[];
}

interface OutlineRow {
  readonly object: PdfRef;
  readonly bookmark: Bookmark;
}

/** Writes the outline with its second level closed (ISO 32000-1, 12.3.3). @returns its root */
function writeOutline(writer: PdfWriter, bookmarks: readonly Bookmark[]): PdfRef {
  const root = writer.reserveRef();
  const rows = writeOutlineRows(writer, bookmarks, root);
  return writer.writeObject(`<< /Type /Outlines ${toOutlineEnds(rows)} /Count ${rows.length} >>`, root);
}

function writeOutlineRows(writer: PdfWriter, bookmarks: readonly Bookmark[], parent: PdfRef): OutlineRow[] {
  const rows = bookmarks.map((bookmark) => ({ object: writer.reserveRef(), bookmark }));
  for (const [index, { object, bookmark }] of rows.entries()) {
    const { title, page, top, children } = bookmark;
    const below = writeOutlineRows(writer, children, object);
    const folded = below.length > 0 ? ` ${toOutlineEnds(below)} /Count ${-below.length}` : "";
    const beside = [...toOutlineLink("Prev", rows[index - 1]), ...toOutlineLink("Next", rows[index + 1])].join("");
    writer.writeObject(
      `<< /Title ${encodePdfText(title)} /Parent ${formatRef(parent)}${beside}${folded} ` +
        `/Dest [${formatRef(page)} /XYZ null ${formatPdfNumber(top)} null] >>`,
      object,
    );
  }
  return rows;
}

const toOutlineLink = (name: string, row: OutlineRow | undefined) =>
  row ? [` /${name} ${formatRef(row.object)}`] : [];

const toOutlineEnds = (rows: readonly OutlineRow[]) =>
  [...toOutlineLink("First", rows[0]), ...toOutlineLink("Last", rows.at(-1))].join("").trim();
