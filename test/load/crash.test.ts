import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journalEntryOf } from "#shared/commands/journal.ts";
import { recount } from "#shared/store/recount.ts";
import type { Table } from "#shared/store/table.ts";
import { draftBody, formBody } from "../support/builders.ts";
import { repetitions } from "../support/full-run.ts";
import { freeBlock } from "../support/ports.ts";
import { clientOf, end } from "../support/table.ts";
import { mails } from "../system/mailbox.ts";
import { callAt, openNow, within } from "../system/system.ts";

/** With what takes its time, in ms: machines differ, and other tests run beside this one. */
const patience = 240_000;

let port: number;
const conference = "idm-crash";
const people = repetitions({ usual: 120, full: 300 });
const seats = people / 3;
let home: string;
let runner: ChildProcess | undefined;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "palais-crash-"));
  port = await freeBlock(5_900);
});
afterAll(async () => {
  if (runner) await end(runner, "SIGTERM");
  await rm(home, { recursive: true, force: true });
});

interface Local {
  readonly api: string;
  readonly dynamodb: string;
  readonly table: string;
  readonly users: readonly { groups: readonly string[]; idToken: string }[];
}

const local = (): Local => JSON.parse(readFileSync(join(home, "local.json"), "utf8"));

/** Starts the runner as `npm start` does, and waits until it says that everything answers, or why it doesn't. */
async function start(): Promise<void> {
  await rm(join(home, "local.json"), { force: true });
  const started = spawn(process.execPath, ["local/start.ts"], {
    env: { ...process.env, PALAIS_HOME: home, PALAIS_PORT: `${port}` },
    stdio: ["ignore", "ignore", "inherit"],
  });
  runner = started;
  const isUp = () => existsSync(join(home, "local.json"));
  await within(patience, async () => isUp() || started.exitCode !== null, Boolean);
  expect(isUp(), `the runner ended with ${started.exitCode}`).toBe(true);
}

/** The database of this runner: the child of its process that runs the emulator. */
function databasePid(): number {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, "utf8") : "";
    if (status.includes(`PPid:\t${runner?.pid}\n`) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("dynoxide"))
      return Number(pid);
  }
  throw new Error("no database under the runner");
}

const secretariat = () => local().users.find(({ groups }) => groups.includes("secretariat"))?.idToken;

/** One form, sent again under its key until it is answered, through whatever crashes meanwhile. */
async function submitUntilAnswered(index: number, acknowledged: string[]): Promise<void> {
  const options = { body: formBody(), headers: { "idempotency-key": `crash-${index}` } };
  for (;;) {
    try {
      const { status, body } = await callAt(
        `http://localhost:${port}`,
        `/v1/conferences/${conference}/registrations`,
        options,
      );
      if (status === 201) {
        acknowledged.push(body.registrationId);
        return;
      }
    } catch {
      // the runner is down: the next try comes when it is back
    }
    await sleep(100);
  }
}

async function promised({ client, name }: Table) {
  const entries = [];
  let ExclusiveStartKey: Record<string, never> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: name, ExclusiveStartKey }));
    entries.push(...(page.Items ?? []).filter((item) => item["entity"]?.S === "journal").map(journalEntryOf));
    ExclusiveStartKey = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (ExclusiveStartKey);
  return entries.flatMap((entry) => entry.mails);
}

test("SIGKILL of the database and of the runner in a burst: nothing acknowledged is lost, every promised mail is given to SES", async () => {
  await start();
  const venue = { ...draftBody.venue, capacity: seats };
  const put = { method: "PUT", token: secretariat(), body: { ...draftBody, venue, registration: openNow() } };
  expect((await callAt(local().api, `/v1/conferences/${conference}`, put)).status).toBe(200);

  const acknowledged: string[] = [];
  const queue = Array.from({ length: people }, (_, index) => index).values();
  const lane = async () => {
    for (const index of queue) await submitUntilAnswered(index, acknowledged);
  };
  const burst = Promise.all(Array.from({ length: 24 }, lane));
  await within(
    patience,
    async () => acknowledged.length,
    (count) => count >= people / 5,
  );
  process.kill(databasePid(), "SIGKILL");
  await within(
    patience,
    async () => acknowledged.length,
    (count) => count >= people / 2,
  );
  if (runner) await end(runner, "SIGKILL");
  await start();
  await burst;

  const table = { client: clientOf(local().dynamodb), name: local().table };
  expect(new Set(acknowledged).size).toBe(people);
  for (const id of acknowledged) {
    expect((await callAt(local().api, `/v1/registrations/${id}`, { token: secretariat() })).status).toBe(200);
  }
  const proof = await recount(table, conference);
  expect(proof).toMatchObject({ registrations: people, differences: [], freeWhileWaiting: 0 });
  const ofVenue = proof.shards.filter(({ pool }) => pool === "venue");
  expect(ofVenue.reduce((sum, { taken }) => sum + taken, 0)).toBe(seats);

  const unsent = async () => (await promised(table)).filter(({ standing }) => standing.state !== "sent").length;
  await within(patience, unsent, (count) => count === 0);
  const given = new Set((await mails(home)).map(({ mailId }) => mailId));
  expect((await promised(table)).filter(({ mailId }) => !given.has(mailId))).toEqual([]);
}, 900_000);
