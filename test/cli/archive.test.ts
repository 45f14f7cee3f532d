import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ArchiveLine, verifyArchive, writeArchive } from "../../cli/backup/archive.ts";

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
