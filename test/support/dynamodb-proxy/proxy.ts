import { createServer, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../listen.ts";
import { isWrite, type ProxyCall, parseAction, readCall } from "./call.ts";
import { connectionCut, FaultInjector, isPartOfBatch } from "./gates.ts";
import { CallOverlap } from "./overlap.ts";
import { forwardCall, type ProxyAnswer, sendAnswer } from "./proxy-answer.ts";
import {
  createTally,
  type DrawnFaults,
  FaultDice,
  noFaults,
  type ProxyFaults,
  type ProxyTally,
} from "./proxy-faults.ts";
import { sendWithFaults } from "./spoil.ts";
import { StaleReads } from "./staleness.ts";
import { removeOneItem } from "./unprocessed.ts";
import { WriteCapacity } from "./write-capacity.ts";

export type { ProxyFaults as Faults } from "./proxy-faults.ts";

export interface FaultyProxy {
  readonly endpoint: string;
  readonly tally: ProxyTally;
  close(): Promise<void>;
}

/** Starts a proxy before a DynamoDB endpoint, on a free port of the loopback. */
export async function startProxy(target: string, wanted: Partial<ProxyFaults> = {}): Promise<FaultyProxy> {
  const faults = { ...noFaults, ...wanted };
  const tally = createTally();
  const staleness = await StaleReads.start(target, faults, tally);
  const closing = new AbortController();
  const passage = new CallPipeline(target, faults, tally, staleness, closing.signal);
  const dice = new FaultDice(faults);
  const server = createServer(async (incoming, outgoing) => {
    const fate = dice.drawFaults(parseAction(incoming));
    try {
      await passage.serve(await readCall(incoming), fate, outgoing);
    } catch {
      outgoing.destroy();
    }
  });
  const listening = await listen(server);
  return {
    endpoint: listening.endpoint,
    tally,
    async close() {
      closing.abort();
      await listening.close();
      await staleness.close();
    },
  };
}

/** The path of one call: through the gates and past the holders of its items, to the table and back. */
class CallPipeline {
  readonly #target: string;
  readonly #faults: ProxyFaults;
  readonly #tally: ProxyTally;
  readonly #faultInjector: FaultInjector;
  readonly #capacity: WriteCapacity;
  readonly #overlap: CallOverlap;
  readonly #staleness: StaleReads;
  readonly #closing: AbortSignal;

  constructor(target: string, faults: ProxyFaults, tally: ProxyTally, staleness: StaleReads, closing: AbortSignal) {
    this.#target = target;
    this.#faults = faults;
    this.#tally = tally;
    this.#staleness = staleness;
    this.#closing = closing;
    this.#capacity = new WriteCapacity(faults.unitsPerSecond);
    this.#faultInjector = new FaultInjector(faults, tally, this.#capacity);
    this.#overlap = new CallOverlap(tally);
  }

  async serve(call: ProxyCall, fate: DrawnFaults, outgoing: ServerResponse): Promise<void> {
    this.#tally.calls.push(`${call.action} ${call.accesses.length}`);
    if (call.action === "TransactWriteItems") this.#tally.attempts += 1;
    const stopped = this.#faultInjector.findAnswer(call, fate);
    if (stopped === connectionCut) outgoing.destroy();
    else if (stopped) sendAnswer(outgoing, stopped);
    else await this.#execute(call, fate, outgoing);
  }

  async #execute(call: ProxyCall, fate: DrawnFaults, outgoing: ServerResponse): Promise<void> {
    if (fate.lateArrival !== undefined) {
      this.#tally.lateArrivals += 1;
      await this.#sleep(this.#faults.lateMs);
    }
    if (call.action === "TransactWriteItems") this.#tally.transactions += 1;
    const entered = this.#overlap.begin(call);
    if (typeof entered !== "function") return sendAnswer(outgoing, entered);
    const answer = await this.#carryOut(call, fate).finally(entered);
    if (fate.lateAnswer !== undefined) {
      this.#tally.lateAnswers += 1;
      await this.#sleep(this.#faults.lateMs);
    }
    sendWithFaults(outgoing, call, fate, answer, this.#tally);
  }

  async #carryOut(call: ProxyCall, fate: DrawnFaults): Promise<ProxyAnswer> {
    const { latencyMs, holdMs } = this.#faults;
    const least = call.action === "TransactWriteItems" ? Math.max(latencyMs, holdMs) : latencyMs;
    const [answer] = await Promise.all([this.#forwardOnceOrTwice(call, fate), this.#sleep(least)]);
    return answer;
  }

  async #forwardOnceOrTwice(call: ProxyCall, fate: DrawnFaults): Promise<ProxyAnswer> {
    const first = await this.#forward(call, fate);
    if (fate.duplicate === undefined || !isWrite(call)) return first;
    this.#tally.duplicates += 1;
    const second = await this.#forward(call, fate);
    return this.#faults.duplicateAnswer === "second" ? second : first;
  }

  /** Takes the call to the table, or to the table as it was; a batch perhaps without the item that is over its rate. */
  async #forward(call: ProxyCall, fate: DrawnFaults): Promise<ProxyAnswer> {
    const shortened =
      fate.throttleKey !== undefined && isPartOfBatch(call) ? removeOneItem(call, fate.throttleKey) : undefined;
    if (shortened) this.#tally.throttledKeys += 1;
    const past = this.#staleness.findReplica(call, fate);
    const input = shortened?.input ?? call.input;
    const asked = past ? past.redirect(input) : input;
    const body = asked === call.input ? call.body : Buffer.from(JSON.stringify(asked));
    const answer = await forwardCall(this.#target, call, body);
    if (answer.status === 200 && isWrite(call)) this.#recordWrite(call);
    const whole = shortened ? shortened.answer(answer) : answer;
    return past ? past.renameInAnswer(whole) : whole;
  }

  #recordWrite(call: ProxyCall): void {
    this.#capacity.recordWrite(call);
    this.#staleness.recordWrite(call);
  }

  async #sleep(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#closing });
  }
}
