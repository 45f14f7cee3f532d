import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { dropCachedSnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { indexRegistration } from "#shared/search/search-index.repository.ts";
import { type FaultyProxy, startProxy } from "../test/support/dynamodb-proxy/proxy.ts";
import { Random } from "../test/support/random.ts";
import { startTable } from "../test/support/table.ts";
import { buildSubjectForm, describeAnswer, toComparable, type Way, ways } from "./enumeration-ways.ts";
import { buildForm, createConference, createHandlers, openTable } from "./support/handlers.ts";
import { postJson, startMeasuredSystem } from "./support/http.ts";
import { runClosedLoop } from "./support/load.ts";
import { captureLog } from "./support/log.ts";
import type { Results } from "./support/results.ts";
import { formatNumber, measureSeparation, median } from "./support/statistics.ts";
import { invariant, type Section, type Suite, target } from "./support/suite.ts";

/** Whether the answer to an e-mail address, or the time it takes, reveals who is registered (docs/security.md). */
export const suite: Suite = { ways: measureWays, functions: measureFunctions, http: measureHttp };

/** The public requests that have an e-mail address in the body. */
const probes = ["submission", "sign-in link"] as const;
type Probe = (typeof probes)[number];

interface ProbeAnswer {
  readonly status: number;
  readonly ms: number;
  /** What an answer looks like: its status, the keys of its body, the names of its headers. */
  readonly shape: string;
}

/** What is probed: the functions alone, or the whole system. */
interface Subject {
  ask(probe: Probe, conferenceId: string, body: string): Promise<ProbeAnswer>;
  createConference(conferenceId: string): Promise<void>;
}

/**
 * The times of registered and unregistered addresses. The control is unregistered again and shows the effect of chance.
 */
interface Times {
  readonly known: readonly number[];
  readonly unknown: readonly number[];
  readonly control: readonly number[];
  readonly shapes: readonly string[];
}

const settings = { capacity: 100_000, arrivalsPerSecond: 100 };

/**
 * Measures the functions on the emulator, without gateway, stream and email, which would add differences of their own.
 */
async function measureFunctions(results: Results, quick: boolean): Promise<Section> {
  const started = await startTable();
  const log = captureLog();
  try {
    const table = openTable(started.endpoint, 8);
    const { submit, call } = createHandlers(table);
    return await measureSubject(results, "in the functions", quick, {
      async ask(probe, conferenceId, body) {
        const began = performance.now();
        const answer = await (probe === "submission"
          ? submit(conferenceId, body)
          : call("requestSignInLink", "", body));
        const ms = performance.now() - began;
        return { status: answer.status, ms, shape: describeShape(answer.status, answer.body, {}) };
      },
      createConference: (conferenceId) => createConference(table, conferenceId, settings),
    });
  } finally {
    log.stop();
    await started.stop();
  }
}

/** Measures the whole local system: gateway, functions, stream and emails. */
async function measureHttp(results: Results, quick: boolean): Promise<Section> {
  const system = await startMeasuredSystem();
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  try {
    return await measureSubject(results, "over HTTP", quick, {
      async ask(probe, conferenceId, body) {
        const path = probe === "submission" ? `/v1/conferences/${conferenceId}/registrations` : "/v1/sign-in-links";
        const began = performance.now();
        const answer = await postJson(system.api + path, agent, body);
        const ms = performance.now() - began;
        return { status: answer.status, ms, shape: describeShape(answer.status, answer.body, answer.headers) };
      },
      createConference: (conferenceId) => system.createConference(conferenceId, settings),
    });
  } finally {
    agent.destroy();
    await system.stop();
  }
}

const describeShape = (status: number, body: object, headers: object) =>
  [status, Object.keys(body).toSorted(), Object.keys(headers).toSorted()].join(" ");

/** Sends both probes, one and four at a time, each to a conference and addresses of its own. */
async function measureSubject(results: Results, where: string, quick: boolean, subject: Subject): Promise<Section> {
  const count = quick ? 200 : 1_000;
  const outcomes: [string, Times][] = [];
  for (const [number, probe] of probes.entries()) {
    for (const concurrency of [1, 4]) {
      const name = `${probe}, ${concurrency} at a time`;
      const conferenceId = `enumeration-${number}-${concurrency}-${Date.now().toString(36)}`;
      const times = await results.cell(`${where}: ${name}`, async () => {
        await subject.createConference(conferenceId);
        return measureTimes(subject, { probe, conferenceId, count, concurrency });
      });
      outcomes.push([name, times]);
    }
  }
  return report(where, count, outcomes);
}

const groups = ["known", "unknown", "control"] as const;
type Group = (typeof groups)[number];

interface Measurement {
  readonly probe: Probe;
  readonly conferenceId: string;
  /** The number of addresses in each group. */
  readonly count: number;
  readonly concurrency: number;
}

/** Registers the known addresses, then sends the probe for each address once, in random order. */
async function measureTimes(subject: Subject, measurement: Measurement): Promise<Times> {
  const { probe, conferenceId, count, concurrency } = measurement;
  // All addresses have the same length. The first letter identifies the group.
  const name = (group: Group, index: number) => `${group.charAt(0)}.${String(index).padStart(6, "0")}.${conferenceId}`;
  // The number of addresses of each group that are sent before the measurement begins.
  const warmUp = 50;
  await runClosedLoop(count + warmUp, 8, async (index) => {
    const { status } = await subject.ask("submission", conferenceId, buildForm(name("known", index)));
    if (status !== 201) throw new Error(`not registered: ${status}`);
    return { status, seat: undefined };
  });
  // Waits until the emails of the registrations are sent.
  await sleep(2_000);
  const random = new Random(concurrency);
  const list = (from: number, to: number) =>
    groups.flatMap((group) => Array.from({ length: to - from }, (_, at) => ({ group, index: from + at })));
  const sequence = [...random.shuffle(list(count, count + warmUp)), ...random.shuffle(list(0, count))];
  const times: Record<Group, number[]> = { known: [], unknown: [], control: [] };
  const shapes = new Set<string>();
  await runClosedLoop(sequence.length, concurrency, async (position) => {
    const { group, index } = sequence[position] ?? { group: "control", index: 0 };
    const email = `${name(group, index)}@example.org`;
    const body = probe === "submission" ? buildForm(name(group, index)) : JSON.stringify({ conferenceId, email });
    const { status, ms, shape } = await subject.ask(probe, conferenceId, body);
    if (position >= warmUp * groups.length) times[group].push(ms);
    shapes.add(shape);
    return { status, seat: undefined };
  });
  return { ...times, shapes: [...shapes] };
}

function report(where: string, count: number, outcomes: readonly (readonly [string, Times])[]): Section {
  // With 1,000 addresses in each group, chance stays below this value.
  const limit = 0.55;
  const isHidden = ({ known, unknown }: Times) => measureSeparation(known, unknown) <= limit;
  const isCalm = ({ unknown, control }: Times) => measureSeparation(unknown, control) <= limit;
  return {
    title: `Enumeration, ${where}: whether an answer reveals who is registered`,
    notes: [
      `${count} known and twice as many unknown addresses in random order, each requested once`,
      "separation: area under the ROC curve, known against unknown; chance: the same of unknown against unknown",
    ],
    head: ["", "known, ms", "unknown, ms", "separation", "chance"],
    rows: outcomes.map(([name, { known, unknown, control }]) => [
      name,
      formatNumber(median(known)),
      formatNumber(median(unknown)),
      measureSeparation(known, unknown).toFixed(3),
      measureSeparation(unknown, control).toFixed(3),
    ]),
    verdicts: [
      invariant(
        "the same status, keys and headers for all",
        outcomes.every(([, { shapes }]) => shapes.length === 1),
      ),
      target(
        `the machine is calm enough: unknown against unknown is at most ${limit}`,
        outcomes.every(([, times]) => isCalm(times)),
      ),
      target(
        `time separates known from unknown by at most ${limit}`,
        outcomes.every(([, times]) => isHidden(times)),
      ),
    ],
  };
}

/** The answers to one way: whether all are equal, and the times for each group. */
interface WayOutcome {
  readonly name: string;
  /** What the API answers, such as `201`, or `404 not-found` for a way that does not exist. */
  readonly answers: readonly string[];
  /** The distinct answers, and the distinct calls of the database. */
  readonly shapes: readonly string[];
  readonly times: Readonly<Record<Group, readonly number[]>>;
}

/** Asks in each of the ten ways, by the functions on the emulator: answers, calls of the database, and times. */
async function measureWays(results: Results, quick: boolean): Promise<Section> {
  const started = await startTable();
  const proxy = await startProxy(started.endpoint);
  const log = captureLog();
  try {
    const table = openTable(proxy.endpoint, 4);
    const outcomes: WayOutcome[] = [];
    for (const way of ways)
      outcomes.push(await results.cell(`ways: ${way.name}`, () => measureWay(table, proxy, way, quick ? 20 : 100)));
    return reportWays(quick ? 20 : 100, outcomes);
  } finally {
    log.stop();
    await proxy.close();
    await started.stop();
  }
}

async function measureWay(table: Table, proxy: FaultyProxy, way: Way, count: number): Promise<WayOutcome> {
  const conferenceId = `ways-${ways.indexOf(way)}-${Date.now().toString(36)}`;
  await createConference(table, conferenceId, settings);
  const handlers = createHandlers(table);
  const register = async (form: string) => String((await handlers.submit(conferenceId, form)).body.registrationId);
  const times: Record<Group, number[]> = { known: [], unknown: [], control: [] };
  const [shapes, answers] = [new Set<string>(), new Set<string>()];
  // The first answers fill the caches of the process, and are not counted.
  for (let index = -2; index < count; index += 1) {
    for (const group of new Random(index + 3).shuffle([...groups])) {
      const word = `${group.charAt(0)}${String(index + 2).padStart(5, "0")}`;
      const draft = { name: { en: "Union" }, category: "ngo", focalPoints: ["fp@example.org"], quota: 9 };
      const { body } = await handlers.call("createDelegation", conferenceId, draft);
      const subject = { name: `${word}.x`, familyName: `Family ${word}`, birthDate: "1980-02-03" };
      const name = `own${word}`;
      const own = { name, registrationId: way.needsOwn ? await register(buildForm(name)) : "" };
      const registrationId =
        group === "known" ? await register(buildSubjectForm({ ...subject, registrationId: "" })) : createId();
      if (group === "known") await indexRegistration(table, registrationId, Date.now() + 60_000);
      const place = { table, handlers, conferenceId, delegationId: String(body.delegationId) };
      await way.prepare?.(place, { ...subject, registrationId }, own);
      // What the process remembers for half a second depends on the time that passed, and not on the person.
      dropCachedSnapshot(conferenceId);
      proxy.tally.calls.length = 0;
      const began = performance.now();
      const answer = await way.ask(place, { ...subject, registrationId }, own);
      const ms = performance.now() - began;
      if (index < 0) continue;
      times[group].push(ms);
      answers.add(describeAnswer(answer));
      shapes.add(`${toComparable(answer, { ...subject, registrationId }, own)} ${proxy.tally.calls.join()}`);
    }
  }
  return { name: way.name, answers: [...answers], shapes: [...shapes], times };
}

function reportWays(count: number, outcomes: readonly WayOutcome[]): Section {
  return {
    title: "Enumeration, in ten ways: whether an answer reveals who is registered",
    notes: [
      `${count} known and twice as many unknown people in random order, each with a delegation of its own`,
      "answers: how many differ, with their database calls, but for names, identifiers and times; 1: all are equal",
      "an answer of 404 to an invitation: the API has no invitations yet",
    ],
    head: ["", "answer", "answers", "known, ms", "unknown, ms", "separation", "chance"],
    rows: outcomes.map(({ name, answers, shapes, times }) => [
      name,
      answers.join(", "),
      String(shapes.length),
      formatNumber(median(times.known)),
      formatNumber(median(times.unknown)),
      measureSeparation(times.known, times.unknown).toFixed(3),
      measureSeparation(times.unknown, times.control).toFixed(3),
    ]),
    verdicts: [
      invariant(
        "the same status, content and calls of the database for all, in each way",
        outcomes.every(({ shapes }) => shapes.length === 1),
      ),
    ],
  };
}
