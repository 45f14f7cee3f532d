import { execFile } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ArchiveLine, writeArchive } from "../../cli/backup/archive.ts";
import { appBytes } from "../../cli/backup/copy.ts";
import { synthesizeApp } from "../../local/template/synthesized-stack.ts";
import { getAssembly } from "../support/template.ts";

let folder: string;
/** Where the small disk is, for the command alone. */
let disk: string;
let file: string;

async function* lines(): AsyncGenerator<ArchiveLine> {
  yield { item: { PK: { S: "a" }, SK: { S: "b" } } };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palais-disk-"));
  [disk, file] = [path.join(folder, "disk"), path.join(folder, "b.gz")];
  mkdirSync(disk);
  await writeArchive(file, lines(), async () => {});
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a program in a mount namespace of its own, in which `disk` has so many MB. @returns what it prints, and its code */
function runOnDisk(size: number, command: string): Promise<{ printed: string; code: number }> {
  const namespace = process.getuid?.() === 0 ? ["--mount"] : ["--map-root-user", "--mount"];
  const script = `mount -t tmpfs -o size=${size}m tmpfs ${disk} || exit 99; ${command}; code=$?; ls -A ${disk}; exit $code`;
  const env = { ...process.env, PALAIS_HOME: path.join(disk, "home") };
  return promisify(execFile)("unshare", [...namespace, "sh", "-c", script], { env }).then(
    ({ stdout, stderr }) => ({ printed: stderr + stdout, code: 0 }),
    ({ stdout, stderr, code }) => ({ printed: stderr + stdout, code }),
  );
}

test("a restore without enough room names disk and room before it begins, and leaves nothing", async () => {
  const { printed, code } = await runOnDisk(8, `${process.execPath} cli/restore.ts --from ${file}`);
  expect(printed).toBe(
    `The disk of ${disk}/home is full (8 MB are free, about 161 MB are needed): nothing was restored from ${file}. ` +
      "Make room, or choose another disk, and call again.\n",
  );
  expect(code).toBe(2);
});

test("a restore whose disk fills up meanwhile says so, and leaves nothing", { timeout: 120_000 }, async () => {
  const fill = `(while [ ! -d ${disk}/home.restoring/cdk.out ]; do sleep 0.1; done; head -c 400m /dev/zero > ${disk}/fill)`;
  const { printed, code } = await runOnDisk(
    200,
    `${fill} 2>/dev/null & ${process.execPath} cli/restore.ts --from ${file}`,
  );
  expect(printed).toMatch(
    /^The disk of \S+ is full \(0 MB are free, about 161 MB are needed\): nothing was restored from/,
  );
  expect(printed).toMatch(/call again\.\nfill\n$/);
  expect(code).toBe(2);
});

test("a backup on a full disk says so, and leaves nothing", async () => {
  const program = `import("./cli/backup/archive.ts").then(({ writeArchive }) => writeArchive("${disk}/b.gz", (async function* () {
    for (let n = 0; n < 60; n += 1) yield { item: { PK: { S: crypto.getRandomValues(new Uint8Array(60_000)).toBase64?.() ?? crypto.getRandomValues(new Uint8Array(60_000)).join() } } };
  })(), async () => {})).catch(({ message }) => { console.log(message); process.exit(2); })`;
  const { printed, code } = await runOnDisk(1, `${process.execPath} -e '${program}'`);
  expect(printed).toMatch(/^The disk of \S+disk is full \(\d MB are free\): no backup was written\. [^\n]+\n$/);
  expect(code).toBe(2);
});

test("the room that a restore is said to need is at least that of the app", { timeout: 180_000 }, async () => {
  const made = getAssembly().cdkOut;
  const cdkOut = made ?? path.join(folder, "cdk.out");
  if (made === undefined) await synthesizeApp(cdkOut);
  const files = readdirSync(cdkOut, { recursive: true, withFileTypes: true });
  const blocks = files.map((each) => lstatSync(path.join(each.parentPath, each.name)).blocks);
  const size = 512 * blocks.reduce((sum, each) => sum + each, 0);
  expect(size).toBeLessThan(appBytes);
  expect(size).toBeGreaterThan(appBytes / 2);
});
