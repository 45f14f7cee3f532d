import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { createId } from "#shared/dynamodb/keys.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { handleEvent } from "../../../functions/waiting-list/serve-waiting-list.ts";
import { Random } from "../../support/random.ts";
import { createTestClient } from "../../support/table.ts";
import { applyToConference, performAction } from "../../support/test-commands.ts";

/**
 * One process of handlers that is killed at any time: people register and change, and the waiting list is served. Prints
 * the id of each acknowledged registration on its own line.
 */
const [endpoint = "", name = "", conferenceId = "", seed = "1"] = process.argv.slice(2);
const table = toCommandStore({ client: createTestClient(endpoint, 2), name });
const random = new Random(Number(seed));
const registrationIds: string[] = [];

const createDeadline = () => Date.now() + 3_000;

async function register(): Promise<void> {
  const { id } = await applyToConference(
    table,
    conferenceId,
    {},
    { email: `${createId()}@example.org` },
    createDeadline(),
  );
  registrationIds.push(id);
  process.stdout.write(`${id}\n`);
}

async function changeRegistration(): Promise<void> {
  const id = registrationIds[random.below(Math.max(1, registrationIds.length))];
  if (id === undefined) return;
  const acts = ["withdraw", "withdraw", "approve", "reject", "revoke", "reopen"] as const;
  await performAction(table, conferenceId, id, acts[random.below(acts.length)] ?? "withdraw", createDeadline());
}

const serveWaitingList = () => handleEvent(table)({ sweep: true }, { getRemainingTimeInMillis: () => 20_000 });

/** Repeats the work; failures are expected after a kill of the database and for transitions that aren't allowed. */
async function loop(work: () => Promise<unknown>, pauseMs: number): Promise<never> {
  for (;;) {
    await work().catch(() => undefined);
    await sleep(pauseMs);
  }
}

createInterface({ input: process.stdin }).on("close", () => process.exit(0));
await Promise.all([
  loop(register, 5),
  loop(register, 5),
  loop(changeRegistration, 5),
  loop(changeRegistration, 5),
  loop(serveWaitingList, 300),
]);
