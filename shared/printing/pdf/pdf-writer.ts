import { deflateSync } from "node:zlib";

/** The number of an object of the file. */
export type PdfRef = number;

export const formatRef = (object: PdfRef) => `${object} 0 R`;

/** A text string, such as the title, in UTF-16. */
export const encodePdfText = (text: string) => `<FEFF${toUtf16Hex(text)}>`;

/** UTF-16, big endian, in hex. */
export function toUtf16Hex(text: string): string {
  let hex = "";
  for (let at = 0; at < text.length; at += 1) hex += text.charCodeAt(at).toString(16).padStart(4, "0").toUpperCase();
  return hex;
}

/** Up to three decimals and no exponent, which PDF does not support. */
export const formatPdfNumber = (value: number) => String(Math.round(value * 1_000) / 1_000);

/**
 * Writes a PDF 1.7 file object by object (ISO 32000-1, 7.5). The caller takes the bytes as they are written, so the memory
 * depends on the largest object and not on the file. Only the offset of each object is kept.
 */
export class PdfWriter {
  readonly #offsets: (number | undefined)[] = [undefined];
  #chunks: Uint8Array[] = [];
  #length = 0;

  constructor() {
    // The bytes above 127 in the second line tell other programs that the file is binary.
    this.#write(Buffer.from("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n", "latin1"));
  }

  /** Reserves the number of an object that is written later. */
  reserveRef(): PdfRef {
    return this.#offsets.push(undefined) - 1;
  }

  writeObject(body: string, object = this.reserveRef()): PdfRef {
    this.#begin(object);
    this.#write(Buffer.from(`${object} 0 obj\n${body}\nendobj\n`, "latin1"));
    return object;
  }

  /** Writes a stream, compressed unless the entries of its dictionary name a filter. */
  writeStream(bytes: Uint8Array, entries = "", object = this.reserveRef()): PdfRef {
    const hasFilter = entries.includes("/Filter");
    const packed = hasFilter ? bytes : deflateSync(bytes);
    const filter = hasFilter ? "" : "/Filter /FlateDecode ";
    this.#begin(object);
    this.#write(Buffer.from(`${object} 0 obj\n<< ${filter}${entries} /Length ${packed.length} >>\nstream\n`, "latin1"));
    this.#write(packed);
    this.#write(Buffer.from("\nendstream\nendobj\n", "latin1"));
    return object;
  }

  /** Writes the cross-reference table and the trailer. */
  finish(catalogue: PdfRef, info: PdfRef): void {
    const start = this.#length;
    const entries = this.#offsets.slice(1).map((offset, index) => {
      if (offset === undefined) throw new Error(`object ${index + 1} was never written`);
      return `${String(offset).padStart(10, "0")} 00000 n \n`;
    });
    const size = entries.length + 1;
    this.#write(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${entries.join("")}`, "latin1"));
    const trailer = `trailer\n<< /Size ${size} /Root ${formatRef(catalogue)} /Info ${formatRef(info)} >>`;
    this.#write(Buffer.from(`${trailer}\nstartxref\n${start}\n%%EOF\n`, "latin1"));
  }

  /** The bytes since the last call. */
  takeBytes(): Uint8Array {
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return bytes;
  }

  #begin(object: PdfRef): void {
    if (this.#offsets[object] !== undefined) throw new Error(`object ${object} is written already`);
    this.#offsets[object] = this.#length;
  }

  #write(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
  }
}
