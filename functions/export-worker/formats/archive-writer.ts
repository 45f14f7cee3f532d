import { Zip, type ZipInputFile } from "fflate";
import type { WriteBytes } from "./table-file.ts";

/** A ZIP archive whose bytes are written as its files are added. */
export class ArchiveWriter {
  readonly #write: WriteBytes;
  readonly #ready: Uint8Array[] = [];
  readonly #zip: Zip;
  #failure: Error | undefined;
  #bytes = 0;

  constructor(write: WriteBytes) {
    this.#write = write;
    this.#zip = new Zip((error, chunk) => {
      if (error) this.#failure = error;
      else this.#ready.push(chunk);
    });
  }

  /** The number of bytes that were written. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a file. Its content may be pushed until the next one is added. */
  add(file: ZipInputFile): void {
    this.#zip.add(file);
  }

  /** Writes what was pushed. */
  async flush(): Promise<void> {
    if (this.#failure) throw this.#failure;
    for (const chunk of this.#ready.splice(0)) {
      this.#bytes += chunk.length;
      await this.#write(chunk);
    }
  }

  async end(): Promise<void> {
    this.#zip.end();
    await this.flush();
  }
}
