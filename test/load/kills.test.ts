import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { handleEvent } from "../../functions/waiting-list/serve-waiting-list.ts";
import { Random } from "../support/random.ts";
import { endProcess, startTable, type TestTable } from "../support/table.ts";
import { openHall } from "../support/test-commands.ts";

/** The number of kills; for more: `KILLS=200 npm run test:full -- test/load/kills.test.ts`. */
const kills = Number(process.env["KILLS"] ?? 12);
const seed = Number(process.env["SEED"] ?? 1);

let started: TestTable;
const workers: ChildProcess[] = [];
const acknowledged: string[] = [];
let conferenceId: string;

beforeAll(async () => {
  started = await startTable();
  conferenceId = await openHall(started.table, 60);
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => endProcess(worker, "SIGKILL")));
  await started.stop();
});

/** A process of handlers; each line of its output is an acknowledged registration or a log line. */
function startWorker(number: number): ChildProcess {
  const args = ["test/load/kills/worker.ts", started.endpoint, started.table.name, conferenceId, String(number)];
  const worker = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  createInterface({ input: worker.stdout }).on("line", (line) => {
    if (/^[a-z2-7]{26}$/.test(line)) acknowledged.push(line);
  });
  return worker;
}

test("kills of the database and the handlers lose no acknowledged registration, the waiting list is served, and the counters equal the rows", async () => {
  const random = new Random(seed);
  workers.push(startWorker(1), startWorker(2));
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep(300 + random.below(900));
    const victim = random.below(4);
    if (victim < 2) await started.crash();
    else {
      await endProcess(workers[victim - 2] as ChildProcess, "SIGKILL");
      workers[victim - 2] = startWorker(3 + kill);
    }
  }
  await sleep(1_000);
  await Promise.all(workers.map((worker) => endProcess(worker, "SIGKILL")));
  const stopped = Date.now();
  const sweep = () => handleEvent(started.table)({ sweep: true }, { getRemainingTimeInMillis: () => 60_000 });
  for (let rest = false; !rest && Date.now() - stopped < 60_000; ) {
    await sweep();
    rest = (await verifyCounters(started.table, conferenceId)).seatsFreeWhileWaiting === 0;
    if (!rest) await sleep(500);
  }
  const proof = await verifyCounters(started.table, conferenceId);
  expect(proof).toMatchObject({ differences: [], seatsFreeWhileWaiting: 0, seatsOverLimit: 0 });
  expect(acknowledged.length).toBeGreaterThan(kills);
  const found = await loadRegistrations(started.table, acknowledged);
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
}, 1_200_000);
