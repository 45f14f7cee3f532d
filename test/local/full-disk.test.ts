import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { isFullDisk, isReadOnlyDisk, reportDiskFault } from "../../local/full-disk.ts";
import { FunctionLog } from "../../local/functions/function-log.ts";

let folder = "";
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a log whose disk is full loses its lines and says so in one line; the system goes on", async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palais-full-"));
  // Every write to this device fails as on a full disk.
  await symlink("/dev/full", path.join(folder, "registration.log"));
  const reports: string[] = [];
  const log = new FunctionLog(folder, "registration", (text) => reports.push(text));
  for (let count = 0; count < 3; count += 1) {
    log.write(Buffer.from("a line\n"));
    await sleep(50);
  }
  expect(reports).toEqual([expect.stringMatching(/^the disk is full: .* 503 until there is room/)]);
  await log.close();
});

test("errors of a full disk, of a read-only disk and other errors are told apart", () => {
  const codeOf = (code: string) => Object.assign(new Error(code), { code });
  expect(["ENOSPC", "EDQUOT", "EACCES"].map((code) => isFullDisk(codeOf(code)))).toEqual([true, true, false]);
  expect(isFullDisk(Object.assign(new Error("database or disk is full"), { errcode: 13 }))).toBe(true);
  expect(["EROFS", "ENOSPC", "EACCES"].map((code) => isReadOnlyDisk(codeOf(code)))).toEqual([true, false, false]);
  expect(isReadOnlyDisk(Object.assign(new Error("attempt to write a readonly database"), { errcode: 8 }))).toBe(true);
  expect(reportDiskFault(new Error("another"), () => {})).toBe(false);
});
