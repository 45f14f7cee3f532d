import { chmod, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toHome } from "../../local/home.ts";
import { startTable } from "../support/table.ts";
import { openHall } from "../support/test-commands.ts";
import { otherUser, runCli } from "./support/run-cli.ts";

let folder: string;
const at = (name: string) => join(folder, name);
const conferences = new Map<string, string>();

/** Lets everyone read a folder with its files, and no one write it. */
async function protect(path: string): Promise<void> {
  for (const name of await readdir(path)) await chmod(join(path, name), 0o444);
  await chmod(path, 0o555);
}

/** A local home with one conference, whose emulator was stopped or killed. */
async function prepareHome(name: string, { isKilled }: { readonly isKilled: boolean }): Promise<void> {
  await mkdir(at(name));
  const started = await startTable(toHome(at(name)).database);
  conferences.set(name, await openHall(started.table, 2));
  if (isKilled) await started.kill();
  else await started.stop();
  await protect(at(name));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "palais-read-only-"));
  await chmod(folder, 0o755);
  await prepareHome("stopped", { isKilled: false });
  await prepareHome("killed", { isKilled: true });
  await mkdir(at("user"));
  await protect(at("user"));
}, 60_000);
afterAll(async () => {
  for (const name of await readdir(folder)) await chmod(at(name), 0o755);
  await rm(folder, { recursive: true, force: true });
});

describe.each(["stopped", "killed"])("of a system that is %s, a user who can write neither state nor home", (name) => {
  test.each(["status", "verify-counters", "audit"])("can run %s", async (command) => {
    const before = await readdir(at(name));
    const args = command === "audit" ? ["--conference", conferences.get(name) ?? ""] : [];
    const environment = { HOME: at("user"), PALAIS_HOME: at(name) };
    const { printed, code } = await runCli(command, args, environment, otherUser);
    expect(printed).toMatch(/all is well|no difference|history whole/);
    expect(code).toBe(0);
    expect(await readdir(at(name))).toEqual(before);
  });
});

test.runIf(otherUser.uid)("a home that keeps the user out is not said to be missing", async () => {
  await chmod(at("killed"), 0o700);
  for (const command of ["status", "verify-counters", "backup", "sign-out"]) {
    const args = { backup: ["--to", at("b.gz")], "sign-out": ["--all"] }[command] ?? [];
    const { printed, code } = await runCli(command, args, { PALAIS_HOME: at("killed") }, otherUser);
    expect([printed, code]).toEqual([`This user may not read ${at("killed")}. Use the account that runs Palais.\n`, 2]);
  }
});

test("a state that the user may not read is named in one line", async () => {
  await chmod(at("stopped"), 0o755);
  await chmod(toHome(at("stopped")).database, 0o000);
  const { printed, code } = await runCli("status", [], { PALAIS_HOME: at("stopped") }, otherUser);
  expect(printed).toMatch(/^\/[^\n]+dynamodb\.db can't be read \([^\n]+\n$/);
  expect(code).toBe(2);
});
