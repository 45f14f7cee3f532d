import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "#shared/store/ids.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { handleEvent } from "../../../functions/waiting-list/serve-waiting-list.ts";
import { act, apply } from "../../support/hall.ts";
import { Random } from "../../support/random.ts";
import { clientOf } from "../../support/table.ts";

/**
 * One process of handlers, to be killed at any moment: people come and go, and the line is served. Writes each
 * registration that was acknowledged on a line of its own.
 */
const [endpoint = "", name = "", conferenceId = "", seed = "1"] = process.argv.slice(2);
const table = toCommandStore({ client: clientOf(endpoint, 2), name });
const random = new Random(Number(seed));
const mine: string[] = [];

const hurry = () => Date.now() + 3_000;

async function come(): Promise<void> {
  const { id } = await apply(table, conferenceId, {}, { email: `${newId()}@example.org` }, hurry());
  mine.push(id);
  process.stdout.write(`${id}\n`);
}

async function change(): Promise<void> {
  const id = mine[random.below(Math.max(1, mine.length))];
  if (id === undefined) return;
  const acts = ["withdraw", "withdraw", "approve", "reject", "revoke", "reopen"] as const;
  await act(table, conferenceId, id, acts[random.below(acts.length)] ?? "withdraw", hurry());
}

const serveLine = () => handleEvent(table)({ sweep: true }, { getRemainingTimeInMillis: () => 20_000 });

/** Again and again; what fails, for the database has just been killed or the step isn't allowed, fails. */
async function loop(work: () => Promise<unknown>, pauseMs: number): Promise<never> {
  for (;;) {
    await work().catch(() => undefined);
    await sleep(pauseMs);
  }
}

createInterface({ input: process.stdin }).on("close", () => process.exit(0));
await Promise.all([loop(come, 5), loop(come, 5), loop(change, 5), loop(change, 5), loop(serveLine, 300)]);
