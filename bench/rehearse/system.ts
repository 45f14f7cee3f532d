import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { listRepresentedCodes } from "#shared/countries/represented-countries.rules.ts";
import type { Conference } from "#shared/model/conference.ts";
import { findDefaultRole, listRoles } from "#shared/registrations/roles.rules.ts";
import { getLocalLocation, loadLocalDescription, openLocalTable } from "../../cli/target.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import type { SystemDescription } from "../../local/system.ts";
import type { Pool, Recording, VenueSample } from "./recording.ts";

/** The running local system. */
export interface RunningSystem extends Pick<SystemDescription, "api" | "dynamodb" | "table"> {
  /** The token of a member of the secretariat. */
  readonly token: string;
  readonly home: string;
}

/** @throws Error when no local system runs. A rehearsal sends emails to invented addresses, so it is local only. */
export function findSystem(): RunningSystem {
  const { users, ...description } = loadLocalDescription();
  const token = users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
  return { ...description, token, home: getLocalLocation().folder };
}

interface CallOptions {
  readonly method?: string;
  readonly body?: unknown;
  /** The idempotency key. */
  readonly key?: string;
  /** Calls as the secretariat. */
  readonly staff?: boolean;
}

export async function callApi<Body>(system: RunningSystem, path: string, options: CallOptions = {}) {
  const { method, body, key, staff = true } = options;
  const answer = await fetch(system.api + path, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(staff && { authorization: `Bearer ${system.token}` }),
      ...(key !== undefined && { "idempotency-key": key }),
    },
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

/** A conference's settings as the secretariat reads them. */
interface Settings extends Pick<Conference, "roles" | "countries"> {
  readonly conferenceId: string;
  readonly version: number;
  /** Absent if nothing is asked. */
  readonly questionsVersion?: number;
  readonly title: { readonly en: string };
  readonly venue: { readonly capacity: number };
  readonly seatTakenAt: string;
  readonly categories: readonly { readonly category: string; readonly selfRegistration: boolean }[];
  readonly expectedArrivalsPerSecond: number;
}

/** The copy of a conference that is rehearsed on, so that the real one is not touched. */
export interface RehearsalCopy {
  readonly conferenceId: string;
  readonly title: string;
  readonly capacity: number;
  readonly seatTakenAt: string;
  /** The categories that are open to self-registration. */
  readonly categories: readonly string[];
  /** The codes that a person can represent. */
  readonly countries: readonly string[];
  /** The role of a person who chooses none in the public form. */
  readonly role: string | undefined;
}

/**
 * Copies a conference with its limits, quotas and rules, without its questions: invented applicants can't answer them.
 * The copy's registration is open now and prepared for that many arrivals a second. It stays in the list of conferences.
 * @throws Error when there is no such conference, or the system refuses the copy
 */
export async function copyConference(
  system: RunningSystem,
  conferenceId: string,
  perSecond: number,
): Promise<RehearsalCopy> {
  const found = await findSettings(system, conferenceId);
  const { conferenceId: _id, version: _version, questionsVersion: _questions, ...settings } = found;
  const id = `${`rehearsal-${conferenceId}`.slice(0, 50)}-${randomBytes(3).toString("hex")}`;
  const day = 86_400_000;
  const fromNow = (ms: number) => new Date(Date.now() + ms).toISOString();
  const body = {
    ...settings,
    registration: { opensAt: fromNow(-day), closesAt: fromNow(day) },
    expectedArrivalsPerSecond: Math.min(10_000, Math.max(settings.expectedArrivalsPerSecond, Math.ceil(perSecond))),
  };
  const created = await callApi<Refusal>(system, `/v1/conferences/${id}`, { method: "PUT", body });
  if (created.status !== 200)
    throw new Error(`The system refused the copy of ${conferenceId}: ${describeRefusal(created.status, created.body)}`);
  return {
    conferenceId: id,
    title: settings.title.en,
    capacity: settings.venue.capacity,
    seatTakenAt: settings.seatTakenAt,
    categories: settings.categories.filter((each) => each.selfRegistration).map(({ category }) => category),
    countries: listRepresentedCodes(settings),
    role: findDefaultRole(listRoles(settings)),
  };
}

/** A problem of the API. */
interface Refusal {
  readonly code?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** A problem in one line, with every field that is wrong. */
export const describeRefusal = (status: number, { code = "", errors = [] }: Refusal): string =>
  [`${status} ${code}`, ...errors.map(({ path, message }) => `${path}: ${message}`)].join("; ");

async function findSettings(system: RunningSystem, conferenceId: string): Promise<Settings> {
  let next: string | null = null;
  do {
    const cursor: string = next === null ? "" : `&cursor=${next}`;
    const { status, body } = await callApi<{ items: Settings[]; next: string | null } & Refusal>(
      system,
      `/v1/conferences?limit=100${cursor}`,
    );
    if (status === 401)
      throw new Error("The system does not accept the token in local.json (401). Stop it, and start it again.");
    if (status !== 200) throw new Error(`The conferences can't be listed: ${describeRefusal(status, body)}`);
    const found = body.items.find((each) => each.conferenceId === conferenceId);
    if (found) return found;
    next = body.next;
  } while (next !== null);
  throw new Error(`There is no conference ${conferenceId} in this system. Check its spelling.`);
}

const sampleIntervalMs = 500;

/** Samples the venue's pool until the work is done. @param began the opening, in ms since 1970 */
export async function sampleVenue(
  system: RunningSystem,
  conferenceId: string,
  began: number,
  work: Promise<unknown>,
  onSample: (sample: VenueSample) => void,
): Promise<void> {
  let isWorking = true;
  const done = work.finally(() => {
    isWorking = false;
  });
  while (isWorking) {
    const venue = (await readPools(system, conferenceId)).find(({ pool }) => pool === "venue");
    if (venue) onSample({ at: Date.now() - began, limit: venue.limit, taken: venue.taken, waiting: venue.waiting });
    await sleep(sampleIntervalMs);
  }
  await done;
}

/** Waits until the pools stay as they are for 3 s, at most a minute: their counts may lag by 2 s. */
export async function waitForRest(system: RunningSystem, conferenceId: string): Promise<Pool[]> {
  const deadline = Date.now() + 60_000;
  let [pools, since] = [await readPools(system, conferenceId), Date.now()];
  while (Date.now() - since < 3_000 && Date.now() < deadline) {
    await sleep(sampleIntervalMs);
    const current = await readPools(system, conferenceId);
    if (JSON.stringify(current) !== JSON.stringify(pools)) [pools, since] = [current, Date.now()];
  }
  return pools;
}

async function readPools(system: RunningSystem, conferenceId: string): Promise<Pool[]> {
  return (await callApi<{ items: Pool[] }>(system, `/v1/conferences/${conferenceId}/capacity`)).body.items;
}

/** Counts the rows of the conference and compares them with its counters. */
export const verifyRows = (system: RunningSystem, conferenceId: string) =>
  verifyCounters(openLocalTable(system), conferenceId);

interface ConflictLine {
  readonly code?: string;
  readonly conferenceId?: string;
  readonly pool?: string;
  readonly shard?: number;
}

/** Counts the conflicts of a conference by shard, from the functions' logs. */
export function countConflicts({ home }: RunningSystem, conferenceId: string): Recording["conflicts"] {
  const folder = join(home, "logs");
  const files = readdirSync(folder).filter((name) => name.endsWith(".log"));
  const lines = files.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  const conflicts = lines
    .filter((line) => line.includes("seat.conflict"))
    .map(parseLine)
    .filter((line) => line.code === "seat.conflict" && line.conferenceId === conferenceId);
  const byShard = Map.groupBy(conflicts, ({ pool, shard }) => `${pool} ${shard}`);
  return [...byShard.values()]
    .map((all) => ({ pool: all[0]?.pool ?? "", shard: all[0]?.shard ?? 0, count: all.length }))
    .toSorted((a, b) => (a.pool === b.pool ? a.shard - b.shard : a.pool < b.pool ? -1 : 1));
}

/** Parses a line of a function's log, which contains other output too. A line that is not JSON is empty. */
function parseLine(line: string): ConflictLine {
  try {
    return JSON.parse(line) as ConflictLine;
  } catch {
    return {};
  }
}
