import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recount } from "#shared/store/recount.ts";
import { loadRegistrations } from "#shared/store/registrations.ts";
import { handleEvent } from "../../functions/waiting-list/serve-waiting-list.ts";
import { openHall } from "../support/hall.ts";
import { Random } from "../support/random.ts";
import { end, startTable, type TestTable } from "../support/table.ts";

/** How often something is killed: `KILLS=200 npm run test:full -- test/load/kills.test.ts` takes its time. */
const kills = Number(process.env["KILLS"] ?? 12);
const seed = Number(process.env["SEED"] ?? 1);

let started: TestTable;
const lanes: ChildProcess[] = [];
const acknowledged: string[] = [];
let conferenceId: string;

beforeAll(async () => {
  started = await startTable();
  conferenceId = await openHall(started.table, 60);
});
afterAll(async () => {
  await Promise.all(lanes.map((lane) => end(lane, "SIGKILL")));
  await started.stop();
});

/** A process of handlers; each line that it writes is a registration that was acknowledged, or a line of its log. */
function startLane(number: number): ChildProcess {
  const args = ["test/load/kills/lane.ts", started.endpoint, started.table.name, conferenceId, String(number)];
  const lane = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  createInterface({ input: lane.stdout }).on("line", (line) => {
    if (/^[a-z0-9]{24}$/.test(line)) acknowledged.push(line);
  });
  return lane;
}

test("database and handlers are killed at any moment: nothing acknowledged is lost, the line is served, the books are right", async () => {
  const random = new Random(seed);
  lanes.push(startLane(1), startLane(2));
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep(300 + random.below(900));
    const victim = random.below(4);
    if (victim < 2) await started.crash();
    else {
      await end(lanes[victim - 2] as ChildProcess, "SIGKILL");
      lanes[victim - 2] = startLane(3 + kill);
    }
  }
  await sleep(1_000);
  await Promise.all(lanes.map((lane) => end(lane, "SIGKILL")));
  const stopped = Date.now();
  const sweep = () => handleEvent(started.table)({ sweep: true }, { getRemainingTimeInMillis: () => 60_000 });
  for (let rest = false; !rest && Date.now() - stopped < 60_000; ) {
    await sweep();
    rest = (await recount(started.table, conferenceId)).freeWhileWaiting === 0;
    if (!rest) await sleep(500);
  }
  const proof = await recount(started.table, conferenceId);
  expect(proof).toMatchObject({ differences: [], freeWhileWaiting: 0, overhang: 0 });
  expect(acknowledged.length).toBeGreaterThan(kills);
  const found = await loadRegistrations(started.table, acknowledged);
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
}, 1_200_000);
