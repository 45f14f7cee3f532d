import { deflateSync } from "node:zlib";

/** The number of an object of the file; written where it is referred to. */
export type Ref = number;

export const ref = (object: Ref) => `${object} 0 R`;

/** A text of the file's own (its title), in UTF-16. */
export const textOf = (text: string) => `<FEFF${hexOf(text)}>`;

/** UTF-16, big endian, in hex. */
export function hexOf(text: string): string {
  let hex = "";
  for (let at = 0; at < text.length; at += 1) hex += text.charCodeAt(at).toString(16).padStart(4, "0").toUpperCase();
  return hex;
}

/** Up to three decimals, and never an exponent: PDF knows none. */
export const number = (value: number) => String(Math.round(value * 1_000) / 1_000);

/**
 * Writes a PDF 1.7 file object by object (ISO 32000-1, 7.5). What is written is handed out at once, so the longest file
 * takes no more memory than its largest object; what stays is where each object begins.
 */
export class PdfWriter {
  readonly #offsets: (number | undefined)[] = [undefined];
  #chunks: Uint8Array[] = [];
  #length = 0;

  constructor() {
    // The second line has bytes above 127, so that nobody takes the file for text.
    this.#write(Buffer.from("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n", "latin1"));
  }

  /** A number for an object that is written later. */
  reserve(): Ref {
    return this.#offsets.push(undefined) - 1;
  }

  put(body: string, object = this.reserve()): Ref {
    this.#begin(object);
    this.#write(Buffer.from(`${object} 0 obj\n${body}\nendobj\n`, "latin1"));
    return object;
  }

  /** A stream with the entries of its dictionary; compressed, unless its entries name a filter. */
  putStream(bytes: Uint8Array, entries = "", object = this.reserve()): Ref {
    const isReady = entries.includes("/Filter");
    const packed = isReady ? bytes : deflateSync(bytes);
    const filter = isReady ? "" : "/Filter /FlateDecode ";
    this.#begin(object);
    this.#write(Buffer.from(`${object} 0 obj\n<< ${filter}${entries} /Length ${packed.length} >>\nstream\n`, "latin1"));
    this.#write(packed);
    this.#write(Buffer.from("\nendstream\nendobj\n", "latin1"));
    return object;
  }

  /** The table of all objects, and where the reader begins. */
  end(catalogue: Ref, info: Ref): void {
    const start = this.#length;
    const entries = this.#offsets.slice(1).map((offset, index) => {
      if (offset === undefined) throw new Error(`object ${index + 1} was never written`);
      return `${String(offset).padStart(10, "0")} 00000 n \n`;
    });
    const size = entries.length + 1;
    this.#write(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${entries.join("")}`, "latin1"));
    const trailer = `trailer\n<< /Size ${size} /Root ${ref(catalogue)} /Info ${ref(info)} >>`;
    this.#write(Buffer.from(`${trailer}\nstartxref\n${start}\n%%EOF\n`, "latin1"));
  }

  /** What was written since the last time. */
  take(): Uint8Array {
    const taken = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return taken;
  }

  #begin(object: Ref): void {
    if (this.#offsets[object] !== undefined) throw new Error(`object ${object} is written already`);
    this.#offsets[object] = this.#length;
  }

  #write(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
  }
}
