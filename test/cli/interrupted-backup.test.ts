import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  constants as fileConstants,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { constants, hostname, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { putItem, S } from "#shared/dynamodb/table.ts";
import { listUnfinishedBackups, removeLeftovers } from "../../cli/backup/leftovers.ts";
import { toHome } from "../../local/home.ts";
import { toProcessMark } from "../../local/runner-record.ts";
import { startTable } from "../support/table.ts";
import { openHall } from "../support/test-commands.ts";
import { waitFor } from "../support/wait-for.ts";
import { runCli } from "./support/run-cli.ts";

let folder: string;
let home: string;
let temporary: string;
const at = (name: string) => path.join(folder, name);

/** A stopped system with so many rows that its backup does not end as soon as a signal comes. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palais-interrupted-"));
  [home, temporary] = [at("home"), at("tmp")];
  for (const each of [home, temporary, at("backups"), at("away")]) await mkdir(each);
  const started = await startTable(toHome(home).database);
  await openHall(started.table, 2);
  const text = S("x".repeat(300_000));
  for (let index = 0; index < 60; index += 1)
    await putItem(started.table, { PK: S(`FILL#${index}`), SK: S("FILL"), entity: S("fill"), text });
  await started.stop();
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const name of readdirSync(at("backups"))) rmSync(path.join(at("backups"), name));
  rmSync(toHome(home).accountsFile, { force: true });
});

const host = hostname().replaceAll(/[^\w-]/g, "-");
const environment = () => ({ PALAIS_HOME: home, TMPDIR: temporary });
const listParts = () => readdirSync(at("backups")).filter((name) => name.endsWith(".part"));
const listWorkspaces = () => (existsSync(toHome(home).backups) ? readdirSync(toHome(home).backups) : []);

/** What an open file of a process is; undefined if it was closed meanwhile. */
function readLink(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}

/** Starts a backup that reads a file without an end, and waits until it has begun its own. @returns how a signal ends it */
async function beginBackup() {
  const { accountsFile } = toHome(home);
  execFileSync("mkfifo", [accountsFile]);
  // As long as this process could write, a reader waits.
  const writer = openSync(accountsFile, fileConstants.O_RDWR);
  const child = spawn(process.execPath, ["cli/backup.ts", "--to", path.join(at("backups"), "b.gz")], {
    env: { ...process.env, ...environment() },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const endWith = async (signal: NodeJS.Signals, times = 1) => {
    for (let time = 0; time < times; time += 1) {
      if (time > 0) await sleep(50);
      child.kill(signal);
    }
    rmSync(accountsFile, { force: true });
    closeSync(writer);
    return { code: await ended, said };
  };
  const isReading = () =>
    readdirSync(`/proc/${child.pid}/fd`).some((name) => readLink(`/proc/${child.pid}/fd/${name}`) === accountsFile);
  await waitFor(60_000, async () => listParts().length > 0 && isReading(), Boolean);
  return { endWith };
}

describe("a backup that is interrupted", { timeout: 120_000 }, () => {
  test.each(["SIGINT", "SIGTERM"] as const)("by %s leaves nothing", async (signal) => {
    const { code, said } = await (await beginBackup()).endWith(signal);
    expect(said).toBe(`Interrupted (${signal}).\n`);
    expect(code).toBe(128 + constants.signals[signal]);
    expect([readdirSync(at("backups")), listWorkspaces(), readdirSync(temporary)]).toEqual([[], [], []]);
  });

  test("by a signal that arrives directly and through npm leaves nothing", async () => {
    const { code, said } = await (await beginBackup()).endWith("SIGTERM", 3);
    expect([said, code]).toEqual(["Interrupted (SIGTERM).\n", 128 + constants.signals.SIGTERM]);
    expect([readdirSync(at("backups")), listWorkspaces(), readdirSync(temporary)]).toEqual([[], [], []]);
  });

  test("by SIGKILL leaves a file that status names and the next backup removes", async () => {
    await (await beginBackup()).endWith("SIGKILL");
    const [part = ""] = listParts();
    const file = path.join(at("backups"), part);
    const status = await runCli("status", [], environment());
    expect(status.printed).toMatch(/^ ! {2}backup/m);
    expect(status.printed).toContain(`a killed one left ${file}, which is not encrypted`);
    expect(status.code).toBe(1);
    // Elsewhere than beside the left one.
    const backup = await runCli("backup", ["--to", at("next.gz")], environment());
    expect(backup.printed).toMatch(new RegExp(`^removed ${file}, which a killed backup left\n`));
    expect([listParts(), listWorkspaces(), readdirSync(temporary)]).toEqual([[], [], []]);
  });

  test("is named as running until then, and removed by no other backup", async () => {
    const { endWith } = await beginBackup();
    const [part = ""] = listParts();
    // Other commands would read it without an end, too.
    rmSync(toHome(home).accountsFile);
    const status = await runCli("status", [], environment());
    expect(status.printed).toContain(`is being written: ${path.join(at("backups"), part)}`);
    await runCli("backup", ["--to", at("beside.gz")], environment());
    expect([listParts(), listWorkspaces()]).toEqual([[part], [expect.stringContaining("palais-backup-")]]);
    await endWith("SIGTERM");
    expect([listParts(), listWorkspaces()]).toEqual([[], []]);
  });

  test("of a deployed system leaves a file that the next backup beside it removes, and no other", async () => {
    const left = toPart(`${host}-${killed}`);
    const kept = [toPart(`${host}-${toProcessMark(process.pid)}`), toPart(`elsewhere-${killed}`), "mine.part"];
    for (const name of [left, ...kept]) writeFileSync(path.join(at("backups"), name), "");
    await backUpDeployed();
    expect(listParts().toSorted()).toEqual(kept.toSorted());
  });
});

/** The mark of a process that does not run. */
const killed = "999999999-0b9a7c0e";
const toPart = (writer: string) => `b.gz.${writer}-0b9a7c0e-1111-4222-8333-444455556666.part`;

/** Begins a backup of a deployed system, which fails for want of credentials. */
const backUpDeployed = () =>
  runCli("backup", ["--to", path.join(at("backups"), "c.gz"), "--table", "x", "--bucket", "y"], {
    AWS_REGION: "eu-central-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  });

/** Writes what a backup of the home leaves when it is killed. @returns its workspace */
function writeLeftover(place: string, writer: string, part: string): string {
  const workspace = path.join(place, `palais-backup-${writer}-Ab3dE6`);
  mkdirSync(workspace, { recursive: true });
  writeFileSync(path.join(workspace, "part.json"), JSON.stringify({ home, part }));
  writeFileSync(part, "");
  return workspace;
}

describe("what a killed backup left", () => {
  const backUp = () => runCli("backup", ["--to", at(`${randomUUID()}.gz`)], environment());
  const away = (writer: string) => path.join(at("away"), toPart(writer));
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    for (const place of [at("away"), temporary, toHome(home).backups])
      for (const name of readdirSync(place)) rmSync(path.join(place, name), { recursive: true });
  });

  test("is found although another process has its id now", async () => {
    const writer = `${host}-${process.pid}-0b9a7c0e`;
    const workspace = writeLeftover(toHome(home).backups, writer, away(writer));
    const named = `a killed one left ${away(writer)}`;
    expect((await runCli("status", [], environment())).printed).toContain(named);
    expect((await backUp()).printed).toContain(`removed ${away(writer)}, which a killed backup left\n`);
    expect([existsSync(away(writer)), existsSync(workspace)]).toEqual([false, false]);
  });

  test("is removed by the process that has its id and its command line now, as in a new container", async () => {
    const writer = `${host}-${toProcessMark(process.pid)}`;
    const workspace = writeLeftover(toHome(home).backups, writer, away(writer));
    expect(await removeLeftovers(home, at("x.gz"))).toEqual([away(writer)]);
    expect([existsSync(away(writer)), existsSync(workspace)]).toEqual([false, false]);
  });

  test("on another host is named, and removed by a person only, because it may still be written", async () => {
    const writer = `elsewhere-${killed}`;
    const workspace = writeLeftover(toHome(home).backups, writer, away(writer));
    const status = await runCli("status", [], environment());
    expect(status.printed).toMatch(new RegExp(` ! +backup +one of another host writes ${away(writer)}, or was killed`));
    expect(status.code).toBe(1);
    expect((await backUp()).printed).not.toContain("removed");
    expect([existsSync(away(writer)), existsSync(workspace)]).toEqual([true, true]);
  });

  test.each([
    { what: "a file that is no part", named: () => path.join(at("away"), "precious") },
    { what: "the part of another backup", named: () => away(`${host}-999999998-0b9a7c0e`) },
  ])("may name $what, which stays", async ({ named }) => {
    const workspace = writeLeftover(temporary, `${host}-${killed}`, named());
    expect((await runCli("status", [], environment())).printed).not.toContain(named());
    await backUp();
    expect([existsSync(named()), existsSync(workspace)]).toEqual([true, false]);
  });

  test("by another user, or behind a link, is neither named nor removed", async () => {
    const writer = `${host}-${killed}`;
    const workspace = writeLeftover(temporary, writer, away(writer));
    vi.stubEnv("TMPDIR", temporary);
    const list = async () => (await listUnfinishedBackups(home)).map(({ part }) => part);
    expect(await list()).toEqual([away(writer)]);
    const link = path.join(temporary, `palais-backup-${writer}-Zy9xW8`);
    symlinkSync(workspace, link);
    expect(await list()).toEqual([away(writer)]);
    vi.spyOn(process, "getuid").mockReturnValue((process.getuid?.() ?? 0) + 1);
    expect(await list()).toEqual([]);
    expect(await removeLeftovers(home, away(writer))).toEqual([]);
    expect([existsSync(away(writer)), existsSync(workspace), existsSync(link)]).toEqual([true, true, true]);
  });
});

test("--verify with --to, --table or --bucket is refused", async () => {
  for (const args of [
    ["--to", "x"],
    ["--table", "x"],
    ["--bucket", "x"],
  ]) {
    const { printed, code } = await runCli("backup", ["--verify", at("next.gz"), ...args]);
    expect(printed).toMatch(
      /^--verify verifies a file that was written before: give it alone\. Usage: npm run backup /,
    );
    expect(code).toBe(2);
  }
});
