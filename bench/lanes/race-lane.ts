import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../../test/support/random.ts";
import { Contender } from "../capacity/contender.ts";
import { naiveAttempts } from "../capacity/naive.ts";
import type { RaceOrder, RaceReport, Where } from "../capacity/race-order.ts";
import { serveLine, tableAt } from "../palais.ts";
import { carryOutOrders } from "../support/child.ts";

const connections = 64;

/** A process that serves the line again and again, as the waiting list's function does, until it is told to leave. */
let leave = async (): Promise<RaceReport> => ({ answers: {}, errors: [] });

function beginServing({ endpoint, conferenceId }: Where): RaceReport {
  const table = tableAt(endpoint, connections);
  const errors: string[] = [];
  let [passes, isLeaving] = [0, false];
  const work = async () => {
    for (let again = true; again || !isLeaving; passes += 1) {
      again = await serveLine(table, conferenceId).catch((error: Error) => errors.push(String(error)) < 10);
      if (!again) await sleep(50);
    }
  };
  const done = work();
  leave = async () => {
    isLeaving = true;
    await done;
    table.client.destroy();
    return { answers: { passes }, errors };
  };
  return { answers: {}, errors: [] };
}

carryOutOrders(async (order: RaceOrder): Promise<RaceReport> => {
  if (order.role === "serve-line") return beginServing(order);
  if (order.role === "leave-line") return leave();
  const table = tableAt(order.endpoint, connections);
  try {
    if (order.role === "naive") return await naiveAttempts(table, order.seats, order.attempts, connections);
    const contender = new Contender(table, order.conferenceId, order.lane, new Random(order.seed * 16 + order.lane));
    return await contender.run(order.attempts, connections, order.limits ?? []);
  } finally {
    table.client.destroy();
  }
});
