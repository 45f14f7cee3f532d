import { execFile } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { appBytes, createLocalBackup } from "../../cli/backup/copy.ts";
import { openHome, toHome, toRestoringFolder } from "../../local/home.ts";
import { synthesizeApp } from "../../local/template/synthesized-stack.ts";
import { startTable } from "../support/table.ts";
import { getAssembly } from "../support/template.ts";
import { openHall } from "../support/test-commands.ts";
import { waitFor } from "../support/wait-for.ts";

const megabyte = 1_048_576;

let folder: string;
let file: string;
let cdkOut: string;
const disk = () => path.join(folder, "disk");
const home = () => path.join(disk(), "home");

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palais-disk-"));
  file = path.join(folder, "b.gz");
  const source = path.join(folder, "source");
  mkdirSync(source);
  const started = await startTable(toHome(source).database);
  await openHall(started.table, 2);
  await started.stop();
  await createLocalBackup({ folder: source }, file);
  cdkOut = getAssembly().cdkOut ?? path.join(folder, "cdk.out");
  if (getAssembly().cdkOut === undefined) await synthesizeApp(cdkOut);
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  await rm(disk(), { recursive: true, force: true });
  mkdirSync(disk());
});

/** Runs a program for which `disk()` has so many bytes (test/cli/support/small-disk.ts). @returns what it prints, and its code */
function runOnDisk(bytes: number | "read-only", args: readonly string[]): Promise<{ printed: string; code: number }> {
  const env = {
    ...process.env,
    NODE_OPTIONS: `--import ${pathToFileURL("test/cli/support/small-disk.ts").href}`,
    PALAIS_TEST_DISK: disk(),
    PALAIS_TEST_DISK_BYTES: String(bytes),
    PALAIS_HOME: home(),
    PALAIS_CDK_OUT: cdkOut,
  };
  return promisify(execFile)(process.execPath, args, { env }).then(
    ({ stdout, stderr }) => ({ printed: stderr + stdout, code: 0 }),
    ({ stdout, stderr, code }) => ({ printed: stderr + stdout, code }),
  );
}

/** Writes a file of so many bytes, which takes no room of the real disk. */
function writeSparseFile(name: string, bytes: number): void {
  writeFileSync(name, "");
  truncateSync(name, bytes);
}

test("a restore without enough room names disk and room before it begins, and leaves nothing", async () => {
  const { printed, code } = await runOnDisk(8 * megabyte, ["cli/restore.ts", "--from", file]);
  expect(printed).toBe(
    `The disk of ${home()} is full (8 MB are free, about 161 MB are needed): nothing was restored from ${file}. ` +
      "Make room, or choose another disk, and call again.\n",
  );
  expect(code).toBe(2);
  expect(readdirSync(disk())).toEqual([]);
});

test("a restore whose disk fills up meanwhile says so, and leaves nothing", { timeout: 120_000 }, async () => {
  const restoring = runOnDisk(200 * megabyte, ["cli/restore.ts", "--from", file]);
  await waitFor(60_000, async () => existsSync(path.join(toRestoringFolder(home()), "cdk.out")), Boolean);
  writeSparseFile(path.join(disk(), "fill"), 400 * megabyte);
  const { printed, code } = await restoring;
  expect(printed).toMatch(
    /^Synthesizing the app[^\n]*\nThe disk of \S+ is full \(0 MB are free, about 161 MB are needed\): nothing was restored from [^\n]+call again\.\n$/,
  );
  expect(code).toBe(2);
  expect(readdirSync(disk())).toEqual(["fill"]);
});

test("a restore whose room an interrupted one takes deletes what that one left, and is made", async () => {
  const left = toRestoringFolder(home());
  mkdirSync(left);
  // What is free is enough to begin, and less than the backup needs.
  writeSparseFile(path.join(left, "left"), 64 * megabyte - 8_192);
  const { printed, code } = await runOnDisk(64 * megabyte, ["test/cli/support/restore.ts", home(), file]);
  expect({ printed, code }).toEqual({ printed: "", code: 0 });
  expect(readdirSync(disk())).toEqual(["home"]);
});

test("a backup on a full disk says so, and leaves nothing", async () => {
  const program = `import("./cli/backup/archive.ts").then(({ writeArchive }) => writeArchive("${disk()}/b.gz", (async function* () {
    for (let n = 0; n < 60; n += 1) yield { item: { PK: { S: crypto.getRandomValues(new Uint8Array(60_000)).join() } } };
  })(), async () => {})).catch(({ message }) => { console.log(message); process.exit(2); })`;
  const { printed, code } = await runOnDisk(megabyte, ["-e", program]);
  expect(printed).toMatch(/^The disk of \S+disk is full \(\d MB are free\): no backup was written\. [^\n]+\n$/);
  expect(code).toBe(2);
  expect(readdirSync(disk())).toEqual([]);
});

test("a start on a full disk says so in one line", async () => {
  writeSparseFile(path.join(disk(), "fill"), 1);
  const { printed, code } = await runOnDisk(1, ["local/start.ts"]);
  expect(printed.trim().split("\n")[0]).toBe(
    `The disk of ${home()} is full (0 MB are free): the system was not started. Make room, or choose another disk, and call again.`,
  );
  expect(printed).not.toMatch(/^\s+at /m);
  expect(code).toBe(2);
  mkdirSync(home());
  expect((await runOnDisk(1, ["local/start.ts"])).printed).toContain("the system was not started");
  // The next start, with room, finds no file that it can't read.
  expect(readdirSync(home())).not.toContain("runner.json");
});

test("a disk that becomes full while the system starts is named by the refused start alone", async () => {
  const { printed, code } = await runOnDisk(3 * megabyte, ["local/start.ts"]);
  expect(printed).toContain("the app can't be synthesized");
  expect(printed).not.toContain("restart");
  expect(code).toBe(2);
}, 120_000);

describe("on a read-only disk", () => {
  const advice = "Make it writable, or choose another disk, and call again.\n";

  test.each(["a new home", "a home that has been there before"])("a start in %s says so in one line", async (which) => {
    if (which !== "a new home") openHome(home());
    const { printed, code } = await runOnDisk("read-only", ["local/start.ts"]);
    expect(printed.trimStart().split("\n")[0]).toBe(
      `The disk of ${home()} is read-only: the system was not started. ${advice.trim()}`,
    );
    expect(printed).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });

  test("a restore says so, and leaves nothing", async () => {
    const { printed, code } = await runOnDisk("read-only", ["cli/restore.ts", "--from", file]);
    expect(printed).toBe(`The disk of ${home()} is read-only: nothing was restored from ${file}. ${advice}`);
    expect([code, readdirSync(disk())]).toEqual([2, []]);
  });

  test("a backup says so", async () => {
    const program = `import("./cli/backup/archive.ts").then(({ writeArchive }) => writeArchive("${disk()}/b.gz", (async function* () {
    })(), async () => {})).catch(({ message }) => { console.log(message); process.exit(2); })`;
    const { printed, code } = await runOnDisk("read-only", ["-e", program]);
    expect(printed).toBe(`The disk of ${disk()} is read-only: nothing was written. ${advice}`);
    expect(code).toBe(2);
  });
});

test("a disk that becomes full leaves the record of the running processes as it was", async () => {
  const program = `Promise.all([import("./local/runner-record.ts"), import("./local/home.ts")]).then(async ([{ RunnerRecord }, { openHome }]) => {
    const record = await RunnerRecord.acquire(openHome("${home()}"), "test", () => {});
    require("node:fs").truncateSync("${disk()}/fill", ${megabyte});
    await new Promise((resolve) => setTimeout(resolve, 100));
    record.add("database", process.pid);
  }).catch(({ code }) => { console.log(code); process.exit(2); })`;
  writeSparseFile(path.join(disk(), "fill"), 1);
  expect(await runOnDisk(megabyte, ["-e", program])).toEqual({ printed: "ENOSPC\n", code: 2 });
  expect(JSON.parse(readFileSync(path.join(home(), "runner.json"), "utf8"))).toMatchObject({
    api: "test",
    children: {},
  });
  expect(readdirSync(home()).filter((name) => name.endsWith(".draft"))).toEqual([]);
});

test("the room that a restore is said to need is at least that of the app", () => {
  const files = readdirSync(cdkOut, { recursive: true, withFileTypes: true });
  const blocks = files.map((each) => lstatSync(path.join(each.parentPath, each.name)).blocks);
  const size = 512 * blocks.reduce((sum, each) => sum + each, 0);
  expect(size).toBeLessThan(appBytes);
  expect(size).toBeGreaterThan(appBytes / 2);
});
