import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyBackup, verifySnapshot } from "../../cli/backup/backup-verification.ts";
import { createLocalBackup, restoreLocalBackup } from "../../cli/backup/copy.ts";
import { findLocalDescription } from "../../cli/target.ts";
import { readSnapshot } from "../../local/storage.ts";
import { startSystem } from "../../local/system.ts";
import { synthesizeApp } from "../../local/template/synthesized-stack.ts";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { repetitions } from "../support/full-run.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { endProcess } from "../support/table.ts";
import { getAssembly } from "../support/template.ts";
import { waitFor } from "../support/wait-for.ts";
import { buildOpenPeriod, callSystemAt } from "../system/support/system.ts";

const conferenceId = "opening-minute";
/** test/load/backups.test.ts takes more, and of a table that is written faster than a whole system writes it here. */
const backups = 2;
/** When a restore is killed, as shares of the time that a whole one takes. */
const kills = repetitions({ usual: 3, full: 30 });
/** The time between two arrivals, in ms. */
const arrivalPauseMs = 50;

let folder: string;
let port: number;
let cdkOut: string;
let runner: ChildProcess | undefined;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "palais-trouble-"));
  port = await findFreePortBlock(6_700);
  const made = getAssembly().cdkOut;
  cdkOut = made ?? at("cdk.out");
  if (made === undefined) await synthesizeApp(cdkOut);
}, 180_000);
afterAll(async () => {
  if (runner) await endProcess(runner, "SIGTERM");
  await rm(folder, { recursive: true, force: true });
});

const environment = () => ({ ...process.env, PALAIS_CDK_OUT: cdkOut });

/** Starts a system in a process of its own, which can be killed. */
async function startRunner(home: string): Promise<{ api: string; token: string }> {
  runner = spawn(process.execPath, ["test/load/crash/runner.ts"], {
    env: { ...environment(), PALAIS_HOME: home, PALAIS_PORT: `${port}` },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await waitFor(120_000, async () => existsSync(join(home, "local.json")), Boolean);
  const { api, users } = JSON.parse(readFileSync(join(home, "local.json"), "utf8")) as {
    api: string;
    users: readonly { groups: readonly string[]; idToken: string }[];
  };
  return { api, token: users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "" };
}

/** Sends registrations until the signal, whatever the answers are. */
class Arrivals {
  accepted = 0;
  readonly #answers: Promise<void>[] = [];

  async run(api: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#answers.push(this.#register(api));
      await sleep(arrivalPauseMs);
    }
    await Promise.all(this.#answers);
  }

  async #register(api: string): Promise<void> {
    const options = { body: buildFormBody() };
    const answer = await callSystemAt(api, `/v1/conferences/${conferenceId}/registrations`, options).catch(
      () => undefined,
    );
    if (answer?.status === 201) this.accepted += 1;
  }

  /** Resolves when more have been accepted since. */
  async more(): Promise<void> {
    const before = this.accepted;
    await waitFor(
      120_000,
      async () => this.accepted,
      (count) => count > before,
    );
  }
}

const differencesOf = (home: string) => verifySnapshot([...readSnapshot(home)]).differences;

test("a mistyped folder is refused and not created", async () => {
  await expect(createLocalBackup({ folder: at("typo"), cdkOut }, at("typo.gz"))).rejects.toThrow(/no Palais system in/);
  expect(() => [...readSnapshot(at("typo"))]).toThrow(/no Palais system in/);
  expect([existsSync(at("typo")), existsSync(at("typo.gz"))]).toEqual([false, false]);
});

test("backups of a running system, and after a crash of it, are each of one moment", async () => {
  const { api, token } = await startRunner(at("home"));
  const body = { ...draftBody, venue: { ...draftBody.venue, capacity: 150 }, registration: buildOpenPeriod() };
  const put = { method: "PUT", token, body };
  expect((await callSystemAt(api, `/v1/conferences/${conferenceId}`, put)).status).toBe(200);
  const stopping = new AbortController();
  const arrivals = new Arrivals();
  const registering = arrivals.run(api, stopping.signal);
  const sizes: number[] = [];
  for (let round = 0; round < backups; round += 1) {
    await arrivals.more();
    const { items, differences } = await createLocalBackup(
      { folder: at("home"), cdkOut },
      at(`under-load-${round}.gz`),
    );
    expect(differences).toEqual([]);
    sizes.push(items);
  }
  expect(sizes.at(-1)).toBeGreaterThan(sizes[0] ?? 0);
  if (runner) await endProcess(runner, "SIGKILL");
  runner = undefined;
  stopping.abort();
  await registering;

  expect(existsSync(join(at("home"), "local.json"))).toBe(true);
  expect(findLocalDescription(at("home"))).toBeUndefined();
  for (const name of ["crashed-1.gz", "crashed-2.gz"]) {
    const { differences } = await createLocalBackup({ folder: at("home"), cdkOut }, at(name));
    expect(differences).toEqual([]);
  }
  await expect(createLocalBackup({ folder: at("home"), cdkOut }, at("crashed-1.gz"))).rejects.toThrow(/exists already/);
  expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);

  for (let round = 0; round < backups; round += 1) {
    const restored = at(`restored-${round}`);
    await restoreLocalBackup({ folder: restored, cdkOut }, at(`under-load-${round}.gz`));
    expect(differencesOf(restored)).toEqual([]);
    await rm(restored, { recursive: true });
  }
}, 600_000);

test("a restore that is killed leaves no half home, is named at the start, and is repeated", async () => {
  const restore = () =>
    spawn(process.execPath, ["test/cli/support/restore.ts", at("killed"), at("crashed-1.gz")], {
      env: environment(),
      stdio: ["ignore", "ignore", "inherit"],
    });
  const began = Date.now();
  await new Promise((resolve) => restore().once("exit", resolve));
  const took = Date.now() - began;
  expect(differencesOf(at("killed"))).toEqual([]);
  const whole = [...readSnapshot(at("killed"))].length;
  await rm(at("killed"), { recursive: true });
  let interrupted = 0;
  for (let round = 0; round < kills; round += 1) {
    const child = restore();
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await sleep((took * (round + 1)) / (kills + 1));
    child.kill("SIGKILL");
    await ended;
    if (existsSync(at("killed"))) {
      // It was complete before the kill.
      expect(differencesOf(at("killed"))).toEqual([]);
      await rm(at("killed"), { recursive: true });
      continue;
    }
    if (!existsSync(at("killed.restoring"))) continue;
    interrupted += 1;
    await expect(startSystem({ home: at("killed"), port, cdkOut, seeds: false })).rejects.toThrow(
      /killed\.restoring is an unfinished restore\. Repeat it: .*npm run restore/,
    );
    expect(existsSync(at("killed"))).toBe(false);
  }
  expect(interrupted).toBeGreaterThan(0);
  await restoreLocalBackup({ folder: at("killed"), cdkOut }, at("crashed-1.gz"));
  expect(existsSync(at("killed.restoring"))).toBe(false);
  expect([...readSnapshot(at("killed"))].length).toBe(whole);
  // A test that runs beside this one may have taken the port in the meantime.
  port = await findFreePortBlock(6_700);
  const system = await startSystem({ home: at("killed"), port, cdkOut, seeds: false });
  await system.stop();
}, 600_000);

test("a damaged file, or one that is none, is named in one line", async () => {
  await writeFile(at("text.gz"), "no backup");
  await writeFile(at("cut.gz"), readFileSync(at("crashed-1.gz")).subarray(0, 900));
  const bytes = readFileSync(at("crashed-1.gz"));
  bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 1;
  await writeFile(at("altered.gz"), bytes);
  for (const [name, message] of [
    ["text.gz", /text\.gz is no backup of Palais\. Other backups in .*crashed-2\.gz \(of 20/],
    ["cut.gz", /cut\.gz is broken off after record \d+, at byte \d+ of its unpacked content\. Other backups in/],
    ["altered.gz", /altered\.gz is damaged .*incorrect data check.* Other backups in .*crashed-2\.gz/],
    ["missing.gz", /There is no file .*missing\.gz/],
  ] as const) {
    await expect(restoreLocalBackup({ folder: at("none"), cdkOut }, at(name))).rejects.toThrow(
      /^Nothing was restored\. /,
    );
    await expect(restoreLocalBackup({ folder: at("none"), cdkOut }, at(name))).rejects.toThrow(message);
    await expect(verifyBackup(at(name))).rejects.toThrow(message);
  }
  expect([existsSync(at("none")), existsSync(at("none.restoring"))]).toEqual([false, false]);
});
