import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { actionOf, type Call, isWrite, readCall } from "./call.ts";
import { Capacity } from "./capacity.ts";
import { Dice, type Fate } from "./dice.ts";
import { type Faults, none } from "./faults.ts";
import { cut, Gates, isPartOfBatch } from "./gates.ts";
import { type Answer, forward, send } from "./http.ts";
import { Overlap } from "./overlap.ts";
import { giveSpoiled } from "./spoil.ts";
import { Staleness } from "./staleness.ts";
import { emptyTally, type Tally } from "./tally.ts";
import { holdBack } from "./unprocessed.ts";

export type { Faults } from "./faults.ts";

export interface FaultyProxy {
  readonly endpoint: string;
  readonly tally: Tally;
  close(): Promise<void>;
}

/** Starts a proxy before a DynamoDB endpoint, on a free port of the loopback. */
export async function startProxy(target: string, wanted: Partial<Faults> = {}): Promise<FaultyProxy> {
  const faults = { ...none, ...wanted };
  const tally = emptyTally();
  const staleness = await Staleness.begin(target, faults, tally);
  const closing = new AbortController();
  const passage = new Passage(target, faults, tally, staleness, closing.signal);
  const dice = new Dice(faults);
  const server = createServer(async (incoming, outgoing) => {
    const fate = dice.cast(actionOf(incoming));
    try {
      await passage.serve(await readCall(incoming), fate, outgoing);
    } catch {
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const closed = new Promise<void>((resolve) => server.once("close", () => resolve()));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tally,
    async close() {
      closing.abort();
      server.close();
      server.closeAllConnections();
      await closed;
      await staleness.close();
    },
  };
}

/** The way of one call: past the gates, through whoever holds its items, to the table and back. */
class Passage {
  readonly #target: string;
  readonly #faults: Faults;
  readonly #tally: Tally;
  readonly #gates: Gates;
  readonly #capacity: Capacity;
  readonly #overlap: Overlap;
  readonly #staleness: Staleness;
  readonly #closing: AbortSignal;

  constructor(target: string, faults: Faults, tally: Tally, staleness: Staleness, closing: AbortSignal) {
    this.#target = target;
    this.#faults = faults;
    this.#tally = tally;
    this.#staleness = staleness;
    this.#closing = closing;
    this.#capacity = new Capacity(faults.unitsPerSecond);
    this.#gates = new Gates(faults, tally, this.#capacity);
    this.#overlap = new Overlap(tally);
  }

  async serve(call: Call, fate: Fate, outgoing: ServerResponse): Promise<void> {
    this.#tally.calls.push(`${call.action} ${call.touches.length}`);
    if (call.action === "TransactWriteItems") this.#tally.attempts += 1;
    const stopped = this.#gates.stop(call, fate);
    if (stopped === cut) outgoing.destroy();
    else if (stopped) send(outgoing, stopped);
    else await this.#pass(call, fate, outgoing);
  }

  async #pass(call: Call, fate: Fate, outgoing: ServerResponse): Promise<void> {
    if (fate.lateArrival !== undefined) {
      this.#tally.lateArrivals += 1;
      await this.#wait(this.#faults.lateMs);
    }
    if (call.action === "TransactWriteItems") this.#tally.transactions += 1;
    const entered = this.#overlap.enter(call);
    if (typeof entered !== "function") return send(outgoing, entered);
    const answer = await this.#carryOut(call, fate).finally(entered);
    if (fate.lateAnswer !== undefined) {
      this.#tally.lateAnswers += 1;
      await this.#wait(this.#faults.lateMs);
    }
    giveSpoiled(outgoing, call, fate, answer, this.#tally);
  }

  async #carryOut(call: Call, fate: Fate): Promise<Answer> {
    const { latencyMs, holdMs } = this.#faults;
    const least = call.action === "TransactWriteItems" ? Math.max(latencyMs, holdMs) : latencyMs;
    const [answer] = await Promise.all([this.#bringOnceOrTwice(call, fate), this.#wait(least)]);
    return answer;
  }

  async #bringOnceOrTwice(call: Call, fate: Fate): Promise<Answer> {
    const first = await this.#bring(call, fate);
    if (fate.duplicate === undefined || !isWrite(call)) return first;
    this.#tally.duplicates += 1;
    const second = await this.#bring(call, fate);
    return this.#faults.duplicateAnswer === "second" ? second : first;
  }

  /** Takes the call to the table, or to the table as it was; a batch perhaps without the item that is over its rate. */
  async #bring(call: Call, fate: Fate): Promise<Answer> {
    const shortened =
      fate.throttleKey !== undefined && isPartOfBatch(call) ? holdBack(call, fate.throttleKey) : undefined;
    if (shortened) this.#tally.throttledKeys += 1;
    const past = this.#staleness.of(call, fate);
    const input = shortened?.input ?? call.input;
    const asked = past ? past.redirect(input) : input;
    const body = asked === call.input ? call.body : Buffer.from(JSON.stringify(asked));
    const answer = await forward(this.#target, call, body);
    if (answer.status === 200 && isWrite(call)) this.#landed(call);
    const whole = shortened ? shortened.answer(answer) : answer;
    return past ? past.disguise(whole) : whole;
  }

  #landed(call: Call): void {
    this.#capacity.landed(call);
    this.#staleness.landed(call);
  }

  async #wait(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#closing });
  }
}
