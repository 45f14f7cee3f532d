import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { Worker } from "../../bench/support/worker.ts";
import { verifySnapshot } from "../../cli/backup/backup-verification.ts";
import { createBackup, restoreLocalBackup } from "../../cli/backup/copy.ts";
import { openLocalDocuments } from "../../cli/backup/stores.ts";
import { toOwnKey } from "../../cli/verify-counters/stored-rows.ts";
import { openHome } from "../../local/home.ts";
import { Teardown } from "../../local/lifecycle.ts";
import { RunnerRecord } from "../../local/runner-record.ts";
import { readSnapshot, runStorage } from "../../local/storage.ts";
import { synthesizeApp } from "../../local/template/synthesized-stack.ts";
import { repetitions } from "../support/full-run.ts";
import { getAssembly } from "../support/template.ts";
import type { RegistrationTasks } from "./backups/worker.ts";

/** The rate that must be acknowledged while a backup is taken, and the one that is started, so that both ends of it fit. */
const [acknowledgedPerSecond, startedPerSecond] = [100, 110];
/** Each home is backed up a few times only, because every backup of it is larger, and its restore takes longer. */
const homes = repetitions({ usual: 1, full: 5 });
const backupsPerHome = repetitions({ usual: 2, full: 4 });
const peopleBefore = 300;
const conferenceId = "opening-minute";
/** More than people, because every registration that takes a seat changes a counter. */
const seats = 50_000;

let folder: string;
let cdkOut: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "palais-backups-"));
  const made = getAssembly().cdkOut;
  cdkOut = made ?? at("cdk.out");
  if (made === undefined) await synthesizeApp(cdkOut);
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A home whose table and bucket run and in which people register, without the functions: two cores must reach the rate. */
async function openRegistration(home: string, teardown: Teardown) {
  const record = await RunnerRecord.acquire(openHome(home), "a test of backups", () => {});
  teardown.add(() => record.release());
  const { dynamodb, table, documents } = await runStorage(openHome(home), record, cdkOut, teardown);
  const opened = openTable(dynamodb, 4, table);
  await createConference(opened, conferenceId, { capacity: seats, arrivalsPerSecond: startedPerSecond });
  const people = Worker.start<RegistrationTasks>(new URL("backups/worker.ts", import.meta.url));
  teardown.add(() => people.stop());
  const place = { endpoint: dynamodb, table, conferenceId };
  await people.run("open", { ...place, people: peopleBefore });
  return { people, stores: { table: opened, documents: openLocalDocuments(documents) } };
}

/** How often and for how long a backup is stopped while it reads, and how long it runs in between, in ms. */
const pauses = { count: 20, stoppedMs: 100, runningMs: 2 };

/**
 * Runs `npm run backup`. From its first item on it is stopped again and again, so that people register between its reads
 * for seconds, as they do while a large table is read. @returns what it prints
 */
async function backUp(home: string, file: string): Promise<string> {
  const child = spawn(process.execPath, ["cli/backup.ts", "--to", file], {
    env: { ...process.env, PALAIS_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const printed = text(child.stdout);
  const isWriting = () => readdirSync(folder).some((name) => at(name).startsWith(file) && name.endsWith(".part"));
  for (let stopped = 0; stopped < pauses.count && child.exitCode === null; ) {
    await sleep(pauses.runningMs);
    if (!isWriting()) continue;
    stopped += 1;
    child.kill("SIGSTOP");
    await sleep(pauses.stoppedMs);
    child.kill("SIGCONT");
  }
  await ended;
  expect(child.exitCode, await printed).toBe(0);
  return printed;
}

/** The registrations that were acknowledged before a backup, and the file. */
interface TakenBackup {
  readonly file: string;
  readonly registrationIds: readonly string[];
}

/** While `run` runs, people register. */
async function whilePeopleRegister<T>(people: Worker<RegistrationTasks>, run: () => Promise<T>): Promise<T> {
  await people.run("begin", { perSecond: startedPerSecond });
  return run().finally(() => people.run("end", {}));
}

/**
 * Backs a home up while people register. A backup during which the machine did not reach the rate is verified like the
 * others and does not count, so that a busy machine makes the test slow, and not wrong. No one registers in between: every
 * backup begins without a backlog.
 */
async function takeBackups(home: string, people: Worker<RegistrationTasks>): Promise<TakenBackup[]> {
  const taken: TakenBackup[] = [];
  const registrationIds: string[] = [];
  const look = async () => {
    const { acknowledged, refused } = await people.run("look", {});
    registrationIds.push(...acknowledged);
    return { acknowledged: acknowledged.length, refused: refused.length };
  };
  const notes: string[] = [];
  for (let attempt = 0; taken.length < backupsPerHome; attempt += 1) {
    expect(attempt, `the machine is too slow for the rate: ${notes.join("; ")}`).toBeLessThan(6 * backupsPerHome);
    const file = `${home}-${attempt}.gz`;
    await look();
    const [before, began] = [[...registrationIds], performance.now()];
    const { acknowledged, refused, seconds } = await whilePeopleRegister(people, async () => {
      expect(await backUp(home, file)).toContain("verified: all counters equal the rows");
      return { ...(await look()), seconds: (performance.now() - began) / 1_000 };
    });
    notes.push(`${acknowledged} acknowledged and ${refused} refused in ${seconds.toFixed(2)} s`);
    if (acknowledged >= acknowledgedPerSecond * seconds) taken.push({ file, registrationIds: before });
  }
  console.log(notes.join("\n"));
  return taken;
}

test.each(Array.from({ length: homes }, (_, index) => index + 1))(
  `backups while ${acknowledgedPerSecond} people a second register are each of one moment, and restored with every one who was acknowledged before: home %i`,
  async (number) => {
    const home = at(`home-${number}`);
    const teardown = new Teardown();
    let taken: TakenBackup[];
    try {
      const { people, stores } = await openRegistration(home, teardown);
      taken = await takeBackups(home, people);
      // Under the same load, reads that are not of one moment are found to disagree.
      const scan = whilePeopleRegister(people, () => createBackup(stores, at("scan.gz")));
      await expect(scan).rejects.toThrow(/someone writes to the table/);
      expect(existsSync(at("scan.gz"))).toBe(false);
    } finally {
      await teardown.run("stop");
    }
    for (const { file, registrationIds } of taken) {
      const restored = at("restored");
      await restoreLocalBackup({ folder: restored, cdkOut }, file);
      const items = [...readSnapshot(restored)];
      expect(verifySnapshot(items)).toMatchObject({ conferences: [conferenceId], differences: [] });
      const found = new Set(items.map((item) => serializeKey(toOwnKey(item))));
      expect(registrationIds.filter((id) => !found.has(serializeKey(keys.registration(id))))).toEqual([]);
      expect(registrationIds.length).toBeGreaterThanOrEqual(peopleBefore);
      await rm(restored, { recursive: true });
    }
  },
  600_000,
);
