import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../../test/support/random.ts";
import { palaisOn, tableAt } from "../palais.ts";
import { carryOutOrders } from "../support/child.ts";
import { formOf } from "../support/forms.ts";

export interface OpeningOrder {
  readonly endpoint: string;
  readonly conferenceId: string;
  readonly arrivals: number;
  /** The arrivals are spread over so long, by chance. */
  readonly withinMs: number;
  readonly timeoutMs: number;
  /** After so long nobody waits any more for those who have no answer. */
  readonly patienceMs: number;
  readonly seed: number;
}

/** One arrival: when its answer came, in ms from the first arrival, and which. */
export interface Arrival {
  readonly at: number;
  readonly answeredAt: number;
  readonly status: number;
  readonly seat: string | undefined;
  /** Of a refusal. */
  readonly code: string | undefined;
}

/** Arrivals come whether or not the earlier ones have their answers (an open loop). */
carryOutOrders(async (order: OpeningOrder): Promise<Arrival[]> => {
  const { endpoint, conferenceId, arrivals, withinMs, timeoutMs, patienceMs, seed } = order;
  const table = tableAt(endpoint, 256);
  const palais = palaisOn(table, timeoutMs);
  const random = new Random(seed);
  const offsets = Array.from({ length: arrivals }, () => random.next() * withinMs).toSorted((a, b) => a - b);
  const answered: Arrival[] = [];
  const began = performance.now() - (offsets[0] ?? 0);
  const now = () => performance.now() - began;
  const arrive = async (at: number, index: number) => {
    await sleep(Math.max(0, at - now()));
    const { status, body } = await palais.submit(conferenceId, formOf(`${conferenceId}.${index}`));
    answered.push({ at, answeredAt: now(), status, seat: body.seat, code: body.code });
  };
  const all = Promise.all(offsets.map(arrive));
  await Promise.race([all, sleep(patienceMs)]);
  return [...answered];
});
