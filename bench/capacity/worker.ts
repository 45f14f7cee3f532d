import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../../test/support/random.ts";
import { buildForm, createHandlers, openTable, serveWaitingList } from "../support/handlers.ts";
import { postJson } from "../support/http.ts";
import { type LoadReport, runClosedLoop, type Sent } from "../support/load.ts";
import { serveTasks } from "../support/worker.ts";
import { createPeer } from "./peer.ts";
import type { Connection } from "./postgres.ts";
import { RaceAttempts, type RaceReport } from "./race-attempts.ts";

/** The conference that a worker sends to, and the endpoint of its table. */
interface Place {
  readonly endpoint: string;
  readonly conferenceId: string;
}

export interface LoadSize {
  /** Requests before the measurement begins, which open the connections. */
  readonly warmUp: number;
  readonly count: number;
  readonly concurrency: number;
}

interface PeerOrder {
  readonly connection: Connection;
  readonly conferenceId: string;
  readonly waitingList: boolean;
}

/** Part of each e-mail address, so that no person submits twice. */
interface Named {
  readonly name: string;
}

/** The body of an accepted submission. */
interface Seated {
  readonly seat?: string;
}

/** One arrival of an opening: when it was answered, in ms from the first arrival, and how. */
export interface Arrival {
  readonly answeredAt: number;
  readonly status: number;
  readonly seat: string | undefined;
  /** The code of a refusal. */
  readonly code: string | undefined;
}

/** Submits through the function's own handler. @returns the load, and the registrations whose seat was acknowledged */
async function submit({ endpoint, conferenceId, name, ...size }: Place & Named & LoadSize) {
  const table = openTable(endpoint, size.concurrency);
  const handlers = createHandlers(table);
  const seated: string[] = [];
  const load = await runWithWarmUp(size, async (index) => {
    const { status, body } = await handlers.submit(conferenceId, buildForm(`${conferenceId}.${name}.${index}`));
    if (body.registrationId && body.seat === "held") seated.push(body.registrationId);
    return { status, seat: body.seat };
  });
  table.client.destroy();
  return { load, seated };
}

/** Submits over HTTP, on connections that stay open. */
async function submitOverHttp(order: { readonly url: string; readonly conferenceId: string } & Named & LoadSize) {
  const { url, conferenceId, name, ...size } = order;
  const agent = new Agent({ keepAlive: true, maxSockets: size.concurrency });
  const address = `${url}/v1/conferences/${conferenceId}/registrations`;
  const load = await runWithWarmUp(size, async (index) => {
    const { status, body } = await postJson(address, agent, buildForm(`${conferenceId}.${name}.${index}`));
    return { status, seat: (body as Seated).seat };
  });
  agent.destroy();
  return load;
}

/** Submits to the peer on PostgreSQL by `inject`, without a network between client and server. */
async function submitToPeer(order: PeerOrder & LoadSize) {
  const { connection, conferenceId, waitingList, ...size } = order;
  const peer = createPeer(connection, waitingList);
  const url = `/v1/conferences/${conferenceId}/registrations`;
  const headers = { "content-type": "application/json" };
  await peer.ready();
  const load = await runWithWarmUp(size, async (index) => {
    const payload = buildForm(`${conferenceId}.${index}`);
    const { statusCode, body } = await peer.inject({ method: "POST", url, headers, payload });
    return { status: statusCode, seat: (JSON.parse(body) as Seated).seat };
  });
  await peer.close();
  return load;
}

async function runWithWarmUp(size: LoadSize, send: (index: number) => Promise<Sent>): Promise<LoadReport> {
  await runClosedLoop(size.warmUp, size.concurrency, (index) => send(-1 - index));
  return runClosedLoop(size.count, size.concurrency, send);
}

interface OpeningOrder extends Place {
  readonly arrivals: number;
  /** The arrivals are spread over this time at random. */
  readonly withinMs: number;
  /** The time that a request has. */
  readonly timeoutMs: number;
  /** After this time the opening ends, and arrivals without an answer are left out. */
  readonly endsAfterMs: number;
  readonly seed: number;
}

/** Arrivals come whether or not earlier ones have their answers (an open loop). */
async function playOpening(order: OpeningOrder): Promise<Arrival[]> {
  const { endpoint, conferenceId, arrivals, withinMs, timeoutMs, endsAfterMs, seed } = order;
  const handlers = createHandlers(openTable(endpoint, 256), timeoutMs);
  const random = new Random(seed);
  const offsets = Array.from({ length: arrivals }, () => random.next() * withinMs).toSorted((a, b) => a - b);
  const answered: Arrival[] = [];
  const began = performance.now() - (offsets[0] ?? 0);
  const elapsed = () => performance.now() - began;
  const arrive = async (at: number, index: number) => {
    await sleep(Math.max(0, at - elapsed()));
    const { status, body } = await handlers.submit(conferenceId, buildForm(`${conferenceId}.${index}`));
    answered.push({ answeredAt: elapsed(), status, seat: body.seat, code: body.code });
  };
  await Promise.race([Promise.all(offsets.map(arrive)), sleep(endsAfterMs)]);
  return [...answered];
}

const raceConnections = 64;

interface RaceOrder extends Place {
  /** The number of the process among those that race. */
  readonly contender: number;
  readonly seed: number;
  readonly attempts: number;
  /** The limits that the venue moves through during the race. */
  readonly limits: readonly number[];
}

async function contend({ endpoint, conferenceId, contender, seed, attempts, limits }: RaceOrder): Promise<RaceReport> {
  const table = openTable(endpoint, raceConnections);
  try {
    const race = new RaceAttempts(table, conferenceId, contender, new Random(seed * 16 + contender));
    return await race.run(attempts, raceConnections, limits);
  } finally {
    table.client.destroy();
  }
}

let stopServing = async (): Promise<readonly string[]> => [];

/** Serves the waiting list again and again, as its function does, until `finishServing` is called. */
async function beginServing({ endpoint, conferenceId }: Place): Promise<void> {
  const table = openTable(endpoint, raceConnections);
  const errors: string[] = [];
  let isStopping = false;
  const serve = async () => {
    for (let again = true; again || !isStopping; ) {
      again = await serveWaitingList(table, conferenceId).catch((error: Error) => errors.push(String(error)) < 10);
      if (!again) await sleep(50);
    }
  };
  const served = serve();
  stopServing = async () => {
    isStopping = true;
    await served;
    table.client.destroy();
    return errors;
  };
}

/** Serves the waiting list until no person moves any more. @returns the errors of all passes */
const finishServing = async (_: object) => stopServing();

const tasks = { submit, submitOverHttp, submitToPeer, playOpening, contend, beginServing, finishServing };
export type CapacityTasks = typeof tasks;

serveTasks(tasks);
