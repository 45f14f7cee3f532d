import { execFileSync, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  constants as fileConstants,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { constants, hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { putItem, S } from "#shared/dynamodb/table.ts";
import { toHome } from "../../local/home.ts";
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
  for (const each of [home, temporary, at("backups")]) await mkdir(each);
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
  const endWith = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    rmSync(accountsFile, { force: true });
    closeSync(writer);
    return { code: await ended, said };
  };
  await waitFor(
    60_000,
    async () => listParts().length,
    (count) => count > 0,
  );
  return { endWith };
}

describe("a backup that is interrupted", { timeout: 120_000 }, () => {
  test.each(["SIGINT", "SIGTERM"] as const)("by %s leaves nothing", async (signal) => {
    const { code, said } = await (await beginBackup()).endWith(signal);
    expect(said).toBe(`Interrupted (${signal}).\n`);
    expect(code).toBe(128 + constants.signals[signal]);
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

  test("of a deployed system leaves a file that the next backup beside it removes, and no other", async () => {
    const [left, running, foreign] = [
      `b.gz.${host}-999999999-`,
      `b.gz.${host}-${process.pid}-`,
      "b.gz.elsewhere-999999999-",
    ].map((name) => `${name}0b9a7c0e-1111-4222-8333-444455556666.part`);
    for (const name of [left, running, foreign, "mine.part"]) writeFileSync(path.join(at("backups"), name ?? ""), "");
    await runCli("backup", ["--to", path.join(at("backups"), "c.gz"), "--table", "x", "--bucket", "y"], {
      AWS_REGION: "eu-central-1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    });
    expect(listParts().toSorted()).toEqual([running, foreign, "mine.part"].toSorted());
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
