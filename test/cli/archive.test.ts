import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ArchiveLine, verifyArchive, writeArchive } from "../../cli/backup/archive.ts";
import { otherUser, runCli } from "./support/run-cli.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palais-archive-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* lines(): AsyncGenerator<ArchiveLine> {
  yield { item: { PK: { S: "a" }, SK: { S: "b" } } };
}

const write = (file: string, verify = async (_written: string) => {}) => writeArchive(file, lines(), verify);

describe("a backup", () => {
  test("is a file of its owner, whatever files are beside it", async () => {
    const [file, victim] = [path.join(folder, "x.gz"), path.join(folder, "victim")];
    writeFileSync(victim, "kept");
    writeFileSync(path.join(folder, "y.gz.part"), "", { mode: 0o644 });
    symlinkSync(victim, `${file}.part`);
    await write(file);
    await write(path.join(folder, "y.gz"));
    for (const name of ["x.gz", "y.gz"]) {
      expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
      expect(await verifyArchive(path.join(folder, name))).toMatchObject({ items: 1, objects: 0 });
    }
    expect(readFileSync(victim, "utf8")).toBe("kept");
  });

  test("replaces no file that came while it was written, and leaves nothing", async () => {
    const file = path.join(folder, "x.gz");
    await expect(write(file, async () => writeFileSync(file, "another"))).rejects.toThrow("EEXIST");
    expect(readFileSync(file, "utf8")).toBe("another");
    expect(readdirSync(folder)).toEqual(["x.gz"]);
  });

  test("leaves nothing if it can't be verified", async () => {
    const file = path.join(folder, "x.gz");
    const refuse = () => Promise.reject(new Error("refused"));
    await expect(write(file, refuse)).rejects.toThrow("refused");
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a backup that is damaged", () => {
  const records = Array.from({ length: 40 }, (_, index): ArchiveLine => {
    return { item: { PK: { S: `item-${index}` }, SK: { S: "é" } } };
  });
  async function* all() {
    yield* records;
  }

  /** Writes a backup, and a copy of it whose unpacked text is changed. @returns the copy, and the text before */
  async function writeDamaged(damage: (text: string) => string): Promise<{ file: string; text: string }> {
    await writeArchive(path.join(folder, "good.gz"), all(), async () => {});
    const text = gunzipSync(readFileSync(path.join(folder, "good.gz"))).toString();
    const file = path.join(folder, "damaged.gz");
    writeFileSync(file, gzipSync(damage(text)));
    return { file, text };
  }

  test("in the middle is named with the record and the byte, and with the good backups beside it", async () => {
    const { file, text } = await writeDamaged((whole) => whole.replace('{"item":{"PK":{"S":"item-20"', '{"item":"PK"'));
    const byte = Buffer.byteLength(text.slice(0, text.indexOf('{"item":{"PK":{"S":"item-20"')));
    const refusal = expect(verifyArchive(file)).rejects;
    await refusal.toThrow(`damaged.gz is damaged: record 21, at byte ${byte} of its unpacked content, can't be read.`);
    await expect(verifyArchive(file)).rejects.toThrow(
      /Other backups in \S+: good\.gz \(of 20\S+Z\)\. Verify one: npm run backup -- --verify FILE$/,
    );
  });

  test.each([
    {
      how: "by an altered record",
      damage: (text: string) => text.replace("item-7", "item-8"),
      says: /some record was altered/,
    },
    { how: "by records after its end", damage: (text: string) => text + text, says: /damaged: record 42, at byte/ },
    {
      how: "by a missing end",
      damage: (text: string) => text.replace(/\{"end".*\n/, ""),
      says: /broken off after record 40/,
    },
    {
      how: "by another head",
      damage: (text: string) => text.replace("palais-backup-1", "x"),
      says: /is no backup of Palais/,
    },
  ])("$how is named", async ({ damage, says }) => {
    const { file } = await writeDamaged(damage);
    await expect(verifyArchive(file)).rejects.toThrow(says);
  });

  /** A backup that is whole by its checksum, as one that was forged is. */
  function forge(records: readonly unknown[], items = records.length): string {
    const lines = records.map((record) => `${JSON.stringify(record)}\n`).join("");
    const sha256 = createHash("sha256").update(lines).digest("hex");
    const [head, end] = [
      { form: "palais-backup-1", at: "2027-01-01T00:00:00Z" },
      { end: { items, objects: 0, sha256 } },
    ];
    const file = path.join(folder, "forged.gz");
    writeFileSync(file, gzipSync(`${JSON.stringify(head)}\n${lines}${JSON.stringify(end)}\n`));
    return file;
  }

  const whole = { item: { PK: { S: "a" }, SK: { S: "b" } } };

  test.each([
    ["no item", { item: null }, /damaged: record 2, at byte \d+ of its unpacked content, is no item with a key\./],
    ["an item without its key", { item: { SK: { S: "b" } } }, /record 2, .* is no item with a key/],
    ["an attribute of no type", { item: { ...whole.item, x: { Q: "1" } } }, /record 2, .* is no item with a key/],
    ["a file without content", { object: { key: "k" } }, /record 2, .* is no file/],
    ["a local file without text", { localFile: { path: "keys/x" } }, /record 2, .* is no local file/],
  ])("by %s with a right checksum is named", async (_name, record, says) => {
    await expect(verifyArchive(forge([whole, record]))).rejects.toThrow(says);
    await expect(verifyArchive(forge([whole]))).resolves.toMatchObject({ items: 1 });
  });

  test("by an end that names other numbers is named", async () => {
    await expect(verifyArchive(forge([whole], 5))).rejects.toThrow(
      "it contains 1 items and 0 files, and its end names 5 and 0.",
    );
  });

  test("without another beside it points to copies elsewhere", async () => {
    const file = path.join(folder, "damaged.gz");
    writeFileSync(file, "no backup");
    await expect(verifyArchive(file)).rejects.toThrow(
      `damaged.gz is no backup of Palais. There is no other backup in ${folder}: use a copy from elsewhere.`,
    );
  });

  test("is named although a link to nothing is beside it", async () => {
    const { file } = await writeDamaged((whole) => whole.replace("item-7", "item-8"));
    symlinkSync(path.join(folder, "missing"), path.join(folder, "link.gz"));
    await expect(verifyArchive(file)).rejects.toThrow(/some record was altered .* Other backups in \S+: good\.gz \(of/);
  });

  test("is named although its folder can't be listed", async () => {
    const file = path.join(folder, "damaged.gz");
    writeFileSync(file, "no backup", { mode: 0o644 });
    // Its owner and others may open what they know by name.
    chmodSync(folder, 0o311);
    const { printed, code } = await runCli("backup", ["--verify", file], {}, otherUser);
    chmodSync(folder, 0o700);
    expect({ printed, code }).toEqual({ printed: `${file} is no backup of Palais.\n`, code: 2 });
  });
});

describe("a backup that can't be written", () => {
  test("into a folder that is missing names that folder", async () => {
    await expect(write(path.join(folder, "nodir", "x.gz"))).rejects.toThrow(
      `There is no folder ${path.join(folder, "nodir")}: nothing was written.`,
    );
  });
});
