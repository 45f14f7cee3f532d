import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLocalBackup, restoreLocalBackup } from "../../cli/backup/copy.ts";
import { toHome, toRestoringFolder } from "../../local/home.ts";
import { isRunnerAlive, RunnerRecord } from "../../local/runner-record.ts";
import { startSystem } from "../../local/system.ts";
import { synthesizeApp } from "../../local/template/synthesized-stack.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { startTable } from "../support/table.ts";
import { getAssembly } from "../support/template.ts";
import { openHall } from "../support/test-commands.ts";
import { waitFor } from "../support/wait-for.ts";
import { runCli } from "./support/run-cli.ts";

let folder: string;
let cdkOut: string;
let backup: string;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palais-files-"));
  cdkOut = getAssembly().cdkOut ?? at("cdk.out");
  if (getAssembly().cdkOut === undefined) await synthesizeApp(cdkOut);
  mkdirSync(at("source"));
  const started = await startTable(toHome(at("source")).database);
  await openHall(started.table, 2);
  await started.stop();
  // It has had accounts, and still has them.
  writeFileSync(toHome(at("source")).accountsFile, "{}");
  const pools = at("source/cognito/.cognito/db");
  mkdirSync(pools, { recursive: true });
  writeFileSync(path.join(pools, "pool.json"), JSON.stringify({ Options: { Id: "pool" }, Users: { officer: {} } }));
  backup = at("b.gz");
  await createLocalBackup({ folder: at("source") }, backup);
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A copy of the stopped system. */
function copySource(name: string) {
  execFileSync("cp", ["-r", at("source"), at(name)]);
  return toHome(at(name));
}

const start = async (name: string) => {
  const port = await findFreePortBlock(7_700);
  const system = await startSystem({ home: at(name), port, cdkOut, seeds: false });
  await system.stop();
};

const damagedTexts = ["", "{", "null", "{}", '{"runner":{}}'];

describe("a runner.json that can't be read", () => {
  test.each(damagedTexts)("counts as none if nothing runs: %s", async (text) => {
    const home = toHome(await mkdtemp(at("runner-")));
    writeFileSync(home.runnerFile, text);
    expect(isRunnerAlive(home)).toBe(false);
    const record = await RunnerRecord.acquire(home, "test", () => {});
    expect(isRunnerAlive(home)).toBe(true);
    await record.release();
    expect(readdirSync(home.folder)).toEqual([]);
  });

  test("does not let a second system start while the database of the first is running", async () => {
    const home = toHome(await mkdtemp(at("runner-")));
    const started = await startTable(home.database);
    writeFileSync(home.runnerFile, "");
    expect(isRunnerAlive(home)).toBe(true);
    await expect(RunnerRecord.acquire(home, "test", () => {})).rejects.toThrow(
      `already runs with the state of ${home.folder}: at an unknown address, process ${process.pid}.`,
    );
    await started.stop();
    expect(isRunnerAlive(home)).toBe(false);
  });

  test("ends the database that a killed system left", async () => {
    const home = toHome(await mkdtemp(at("runner-")));
    writeFileSync(home.runnerFile, "");
    // The shell ends at once, and leaves the program.
    const line = `"$0" -e "setTimeout(() => {}, 600000)" -- --db-path "$1" >/dev/null 2>&1 & echo $!`;
    const pid = Number(execFileSync("/bin/sh", ["-c", line, process.execPath, home.database], { encoding: "utf8" }));
    await waitFor(
      10_000,
      async () => readFileSync(`/proc/${pid}/cmdline`, "utf8"),
      (text) => text.includes("--db-path"),
    );
    const lines: string[] = [];
    const record = await RunnerRecord.acquire(home, "test", (text) => lines.push(text));
    expect(lines).toEqual([`ended the process ${pid} of an earlier run (process ${pid})`]);
    // A process that has ended has no command line, also before its parent has asked for its exit code.
    expect(existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, "utf8")).toBeFalsy();
    await record.release();
  });

  test("of an interrupted restore lets it be repeated", async () => {
    mkdirSync(toRestoringFolder(at("restored")));
    writeFileSync(toHome(toRestoringFolder(at("restored"))).runnerFile, "");
    expect(await restoreLocalBackup({ folder: at("restored"), cdkOut }, backup)).toMatchObject({ objects: 0 });
    expect(existsSync(toHome(at("restored")).database)).toBe(true);
  }, 60_000);
});

describe("a restore into a link", () => {
  test("to an empty folder restores that folder", async () => {
    mkdirSync(at("place"));
    symlinkSync(at("place"), at("link"));
    await restoreLocalBackup({ folder: at("link"), cdkOut }, backup);
    expect(existsSync(toHome(at("place")).database)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith(".restoring"))).toEqual([]);
    const { printed, code } = await runCli("verify-counters", [], { PALAIS_HOME: at("link") });
    expect({ printed, code }).toMatchObject({ code: 0 });
  }, 60_000);

  test("to nothing is refused before any work", async () => {
    symlinkSync(at("nothing"), at("dangling"));
    await expect(restoreLocalBackup({ folder: at("dangling"), cdkOut }, backup)).rejects.toThrow(
      `${at("dangling")} is a link to nothing. Create the folder, or remove the link.`,
    );
  });
});

describe("a database that is damaged", () => {
  const wayOut =
    /dynamodb\.db is damaged \([^)]+\)\. Move the folder of the system away, and restore a backup: npm run re/;

  /** Writes garbage into all pages but the first. */
  function damagePages(file: string) {
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4_096);
    writeFileSync(file, bytes);
  }

  test.each([
    ["in its pages", damagePages],
    ["because it is empty", (file: string) => writeFileSync(file, "")],
    ["because it is another file", (file: string) => writeFileSync(file, "no database ".repeat(1_000))],
  ])(
    "%s is named with the way out by the start and the commands",
    async (name, damage) => {
      const home = copySource(name);
      damage(home.database);
      await expect(start(name)).rejects.toThrow(wayOut);
      for (const [command, args] of [
        ["status", []],
        ["verify-counters", []],
        ["backup", ["--to", at("none.gz")]],
      ] as const) {
        const { printed, code } = await runCli(command, args, { PALAIS_HOME: home.folder });
        expect(printed).toMatch(wayOut);
        expect(printed.trim().split("\n")).toHaveLength(1);
        expect(code).toBe(2);
      }
      expect(existsSync(at("none.gz"))).toBe(false);
    },
    60_000,
  );
});

describe("a file of the state that is damaged is named with the way out:", () => {
  beforeAll(() => start("state"), 60_000);

  /** Starts with the damaged file, and puts its content back. */
  async function expectRefusal(file: string, text: string, says: RegExp): Promise<void> {
    const kept = readFileSync(file);
    writeFileSync(file, text);
    await expect(start("state")).rejects.toThrow(says);
    writeFileSync(file, kept);
  }

  test.each([
    ["", /accounts\.json is empty\. Remove it: the next start gives the local accounts new passwords\.$/],
    ["{", /accounts\.json is damaged\. Remove it/],
  ])("accounts.json with '%s'", async (text, says) => {
    await expectRefusal(toHome(at("state")).accountsFile, text, says);
  });

  test("each secret", async () => {
    const { secrets } = toHome(at("state"));
    const list = (place: string) => readdirSync(place).map((name) => path.join(place, name));
    for (const file of list(secrets))
      await expectRefusal(file, "", /secrets\/\S+ is damaged\. Remove it: the next start/);
  }, 120_000);

  test("local.json", async () => {
    const home = copySource("described");
    const record = await RunnerRecord.acquire(home, "test", () => {});
    writeFileSync(home.descriptionFile, "");
    const { printed, code } = await runCli("sign-out", ["--all"], { PALAIS_HOME: home.folder });
    expect(printed).toMatch(/local\.json is damaged\. Stop the system and start it again/);
    expect(code).toBe(2);
    await record.release();
  });
});

test("an empty PALAIS_HOME counts as none: the start writes into .palais, not into the current folder", async () => {
  const place = at("place-of-run");
  mkdirSync(place);
  const port = await findFreePortBlock(7_800);
  const env = { ...process.env, PALAIS_HOME: "", PALAIS_PORT: String(port) };
  const child = spawn(process.execPath, [path.resolve("local/start.ts")], { cwd: place, env });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await waitFor(
    30_000,
    async () => readdirSync(place),
    (names) => names.length > 0,
  );
  child.kill("SIGTERM");
  await ended;
  expect(readdirSync(place)).toEqual([".palais"]);
}, 60_000);

test("an empty PALAIS_HOME is .palais for the commands, too, and a line break in it is refused", async () => {
  const place = at("place-of-commands");
  mkdirSync(place);
  const run = (folderName: string) => runCli("status", [], { PALAIS_HOME: folderName }, {}, place);
  expect((await run("")).printed).toMatch(/^There is no Palais system in \.palais\./);
  expect(await run("a\nb")).toEqual({
    printed: "PALAIS_HOME contains a line break, or another control character.\n",
    code: 2,
  });
});
