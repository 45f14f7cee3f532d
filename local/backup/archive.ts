import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type { Item } from "#shared/store/table.ts";

/** A file of the bucket. */
export interface StoredFile {
  readonly key: string;
  readonly contentType: string;
  readonly tags: readonly (readonly [name: string, value: string])[];
  /** Base64. */
  readonly bytes: string;
}

/** One line of a backup. `local`: a file of the local system's folder, such as a key, for no KMS keeps it there. */
export type Line =
  | { readonly item: Item }
  | { readonly object: StoredFile }
  | { readonly local: { readonly path: string; readonly text: string } };

/** How much is in a backup. */
export interface Contents {
  readonly items: number;
  readonly objects: number;
}

const form = "palais-backup-1";

/** The last line: without it, or with another sum, the file is not what was written. */
interface End {
  readonly end: Contents & { readonly sha256: string };
}

/** Writes a backup for its owner alone; into no file that is there already. */
export async function writeArchive(file: string, lines: AsyncIterable<Line>): Promise<Contents> {
  const contents = { items: 0, objects: 0 };
  const hash = createHash("sha256");
  async function* texts() {
    yield `${JSON.stringify({ form, at: new Date().toISOString() })}\n`;
    for await (const line of lines) {
      if ("item" in line) contents.items += 1;
      if ("object" in line) contents.objects += 1;
      const text = `${JSON.stringify(line)}\n`;
      hash.update(text);
      yield text;
    }
    yield `${JSON.stringify({ end: { ...contents, sha256: hash.digest("hex") } } satisfies End)}\n`;
  }
  await pipeline(Readable.from(texts()), createGzip(), createWriteStream(file, { mode: 0o600, flags: "wx" }));
  return contents;
}

/** The lines of a backup as they come. @throws Error for a file that is another, broken off or altered */
export async function* readArchive(file: string): AsyncGenerator<Line> {
  const hash = createHash("sha256");
  let [isOurs, isWhole] = [false, false];
  for await (const text of textLines(file)) {
    const line = JSON.parse(text) as Line | End | { readonly form: string };
    if ("form" in line) isOurs = line.form === form;
    else if ("end" in line) isWhole = line.end.sha256 === hash.digest("hex");
    else {
      if (!isOurs) break;
      hash.update(`${text}\n`);
      yield line;
    }
  }
  if (!isOurs) throw new Error(`${file} is no backup of Palais.`);
  if (!isWhole) throw new Error(`${file} is broken off or was altered.`);
}

/** The lines of the unpacked file; what is broken in it is thrown where they are read. */
async function* textLines(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  pipeline(createReadStream(file), unpacked).catch(() => {});
  unpacked.setEncoding("utf8");
  let rest = "";
  for await (const chunk of unpacked) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** Reads all of it once, so that nothing is restored from a file that isn't whole. */
export async function checkArchive(file: string): Promise<Contents> {
  const contents = { items: 0, objects: 0 };
  for await (const line of readArchive(file)) {
    if ("item" in line) contents.items += 1;
    if ("object" in line) contents.objects += 1;
  }
  return contents;
}
