import { startProxy } from "../../test/support/dynamodb-proxy/proxy.ts";
import { Random } from "../../test/support/random.ts";
import { makeHall, palaisOn, proofOf, serveLine, tableAt } from "../palais.ts";
import { Contender, type Troubles } from "./contender.ts";

/** What a heat came to; everything but the counts must be empty or zero. */
export interface Outcome extends Troubles {
  readonly attempts: number;
  readonly conflicts: number;
  readonly answers: Record<string, number>;
  readonly differences: readonly string[];
  readonly freeWhileWaiting: number;
}

export interface Heat {
  readonly seed: number;
  readonly attempts: number;
}

const conferences = (seed: number) => `delegations-${seed}`;

/**
 * Two delegations and the public in one small room: substitutions, quotas raised and lowered, rankings, nominations and
 * second heads, against approvals, rejections and withdrawals, 24 at a time, through transactions that hold their items
 * for 8 ms; the line is served beside it, and at the end until nobody moves.
 */
export async function race(endpoint: string, { seed, attempts }: Heat): Promise<Outcome> {
  const conferenceId = conferences(seed);
  const proxy = await startProxy(endpoint, { holdMs: 8, seed });
  const [table, direct] = [tableAt(proxy.endpoint, 24), tableAt(endpoint, 8)];
  try {
    await makeHall(direct, conferenceId, { capacity: 14, arrivalsPerSecond: 1 });
    const contender = new Contender(palaisOn(table, 120_000), conferenceId, new Random(seed));
    await contender.begin([4, 2]);
    let isOver = false;
    const line = (async () => {
      while (!isOver) await serveLine(table, conferenceId);
    })();
    await contender.run(attempts, 24).finally(() => {
      isOver = true;
    });
    await line;
    while (await serveLine(direct, conferenceId));
    const { differences, freeWhileWaiting } = await proofOf(direct, conferenceId);
    const { conflicts } = proxy.tally;
    return { attempts, conflicts, differences, freeWhileWaiting, ...(await contender.finish(direct)) };
  } finally {
    await proxy.close();
    table.client.destroy();
    direct.client.destroy();
  }
}

/** Whether everything held that must hold. */
export const isSound = ({ differences, freeWhileWaiting, errors, unseated, doubled, heads, overQuota }: Outcome) =>
  [differences, errors, unseated, doubled, heads, overQuota].every((troubles) => troubles.length === 0) &&
  freeWhileWaiting === 0;
