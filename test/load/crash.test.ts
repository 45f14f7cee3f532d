import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseJournalEntry } from "#shared/commands/journal.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { isFullRun, repetitions } from "../support/full-run.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { createTestClient, endProcess } from "../support/table.ts";
import { waitFor } from "../support/wait-for.ts";
import { readEmails } from "../system/support/mailbox.ts";
import { buildOpenPeriod, callSystemAt } from "../system/support/system.ts";

/** The time limit of each wait, in ms: machines differ, and other tests run at the same time. */
const timeoutMs = 240_000;

let port: number;
const conference = "idm-crash";
const people = repetitions({ usual: 120, full: 300 });
const seats = people / 3;
let home: string;
let runner: ChildProcess | undefined;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "palais-crash-"));
  port = await findFreePortBlock(5_900);
});
afterAll(async () => {
  if (runner) await endProcess(runner, "SIGTERM");
  await rm(home, { recursive: true, force: true });
});

interface Local {
  readonly api: string;
  readonly dynamodb: string;
  readonly table: string;
  readonly users: readonly { groups: readonly string[]; idToken: string }[];
}

const readLocal = (): Local => JSON.parse(readFileSync(join(home, "local.json"), "utf8"));

/** In a full run the program of `npm start`, which synthesizes the app at each start. */
const program = isFullRun ? "local/start.ts" : "test/load/crash/runner.ts";

/** Starts the runner and waits until it has written `local.json` or has ended. */
async function start(): Promise<void> {
  await rm(join(home, "local.json"), { force: true });
  const started = spawn(process.execPath, [program], {
    env: { ...process.env, PALAIS_HOME: home, PALAIS_PORT: `${port}` },
    stdio: ["ignore", "ignore", "inherit"],
  });
  runner = started;
  const isUp = () => existsSync(join(home, "local.json"));
  await waitFor(timeoutMs, async () => isUp() || started.exitCode !== null, Boolean);
  expect(isUp(), `the runner ended with ${started.exitCode}`).toBe(true);
}

/** The process of the runner's database: the child process that runs the emulator. */
function findDatabasePid(): number {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, "utf8") : "";
    if (status.includes(`PPid:\t${runner?.pid}\n`) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("dynoxide"))
      return Number(pid);
  }
  throw new Error("the runner has no database process");
}

const findSecretariatToken = () => readLocal().users.find(({ groups }) => groups.includes("secretariat"))?.idToken;

/** Submits one form with its idempotency key until it is answered, through all crashes. */
async function submitUntilAnswered(index: number, acknowledged: string[]): Promise<void> {
  const options = { body: buildFormBody(), headers: { "idempotency-key": `crash-${index}` } };
  for (;;) {
    try {
      const { status, body } = await callSystemAt(
        `http://localhost:${port}`,
        `/v1/conferences/${conference}/registrations`,
        options,
      );
      if (status === 201) {
        acknowledged.push(body.registrationId);
        return;
      }
    } catch {
      // The runner is down; the next attempt succeeds after its restart.
    }
    await sleep(100);
  }
}

async function listQueuedEmails({ client, name }: Table) {
  const entries = [];
  let ExclusiveStartKey: Record<string, never> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: name, ExclusiveStartKey }));
    entries.push(...(page.Items ?? []).filter((item) => item["entity"]?.S === "journal").map(parseJournalEntry));
    ExclusiveStartKey = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (ExclusiveStartKey);
  return entries.flatMap((entry) => entry.emails);
}

test("after SIGKILL of the database and of the runner in a burst, every acknowledged registration exists and every queued email reaches SES", async () => {
  await start();
  const venue = { ...draftBody.venue, capacity: seats };
  const put = {
    method: "PUT",
    token: findSecretariatToken(),
    body: { ...draftBody, venue, registration: buildOpenPeriod() },
  };
  expect((await callSystemAt(readLocal().api, `/v1/conferences/${conference}`, put)).status).toBe(200);

  const acknowledged: string[] = [];
  const queue = Array.from({ length: people }, (_, index) => index).values();
  const submitNext = async () => {
    for (const index of queue) await submitUntilAnswered(index, acknowledged);
  };
  const burst = Promise.all(Array.from({ length: 24 }, submitNext));
  await waitFor(
    timeoutMs,
    async () => acknowledged.length,
    (count) => count >= people / 5,
  );
  process.kill(findDatabasePid(), "SIGKILL");
  await waitFor(
    timeoutMs,
    async () => acknowledged.length,
    (count) => count >= people / 2,
  );
  if (runner) await endProcess(runner, "SIGKILL");
  await start();
  await burst;

  const table = { client: createTestClient(readLocal().dynamodb), name: readLocal().table };
  expect(new Set(acknowledged).size).toBe(people);
  for (const id of acknowledged) {
    expect(
      (await callSystemAt(readLocal().api, `/v1/registrations/${id}`, { token: findSecretariatToken() })).status,
    ).toBe(200);
  }
  const proof = await verifyCounters(table, conference);
  expect(proof).toMatchObject({ registrations: people, differences: [], seatsFreeWhileWaiting: 0 });
  const ofVenue = proof.shards.filter(({ pool }) => pool === "venue");
  expect(ofVenue.reduce((sum, { taken }) => sum + taken, 0)).toBe(seats);

  const countUnsent = async () =>
    (await listQueuedEmails(table)).filter(({ status }) => status.state !== "sent").length;
  await waitFor(timeoutMs, countUnsent, (count) => count === 0);
  const sentIds = new Set((await readEmails(home)).map(({ emailId }) => emailId));
  expect((await listQueuedEmails(table)).filter(({ emailId }) => !sentIds.has(emailId))).toEqual([]);
}, 900_000);
