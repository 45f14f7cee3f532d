import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { decide, withdraw } from "#shared/domain/accreditation.ts";
import { submit } from "#shared/domain/submission.ts";
import { carryOut } from "#shared/store/carry-out.ts";
import { newId } from "#shared/store/ids.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { handleEvent } from "../../../functions/waiting-list/handle.ts";
import { anApplication, secretariat } from "../../support/builders.ts";
import { Random } from "../../support/random.ts";
import { clientOf } from "../../support/table.ts";

/**
 * One process of handlers, to be killed at any moment: people come and go, and the line is served. Writes each
 * registration that was acknowledged on a line of its own.
 */
const [endpoint = "", name = "", conferenceId = "", seed = "1"] = process.argv.slice(2);
const table: Table = { client: clientOf(endpoint, 2), name };
const random = new Random(Number(seed));
const mine: string[] = [];

const occasion = () => ({ actor: secretariat, at: new Date().toISOString() });

async function come(): Promise<void> {
  const [id, application] = [newId(), anApplication({}, { email: `${newId()}@example.org` })];
  await carryOut(table, {
    conferenceId,
    deadline: Date.now() + 3_000,
    decide: ({ conference, states }) => submit(conference, states, application, id, occasion()),
    answer: () => undefined,
  });
  mine.push(id);
  process.stdout.write(`${id}\n`);
}

async function change(): Promise<void> {
  const id = mine[random.below(Math.max(1, mine.length))];
  if (id === undefined) return;
  await carryOut(table, {
    conferenceId,
    deadline: Date.now() + 3_000,
    decide: async ({ conference, states }) => {
      const before = await loadRegistration(table, id);
      if (random.chance(0.5)) return withdraw(before, occasion());
      const decision = (["approve", "reject", "revoke", "reopen"] as const)[random.below(4)] ?? "approve";
      return decide(conference, states, before, { decision, reason: "because" }, occasion());
    },
    answer: () => undefined,
  });
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
