import { randomBytes } from "node:crypto";
import { call, type RunningSystem } from "./system.ts";

/** A conference's settings as the secretariat reads them. */
interface Settings {
  readonly conferenceId: string;
  readonly version: number;
  readonly title: { readonly en: string };
  readonly venue: { readonly capacity: number };
  readonly seatTakenAt: string;
  readonly waitingList: boolean;
  readonly categories: readonly { readonly category: string; readonly selfRegistration: boolean }[];
  readonly expectedArrivalsPerSecond: number;
}

/** The conference that is rehearsed on: its double, so that the real one is not touched. */
export interface Rehearsal {
  readonly conferenceId: string;
  readonly title: string;
  readonly capacity: number;
  readonly seatTakenAt: string;
  readonly waitingList: boolean;
  readonly categories: readonly string[];
}

async function settingsOf(system: RunningSystem, conferenceId: string): Promise<Settings> {
  let next: string | null = null;
  do {
    const cursor: string = next === null ? "" : `&cursor=${next}`;
    const page = await call<{ items: Settings[]; next: string | null }>(system, `/v1/conferences?limit=100${cursor}`);
    const found = page.body.items.find((each) => each.conferenceId === conferenceId);
    if (found) return found;
    next = page.body.next;
  } while (next !== null);
  throw new TypeError(`There is no conference ${conferenceId} here.`);
}

/**
 * Makes a double of a conference: the same places, quotas and rules, its form open now, and prepared for so many
 * arrivals a second. It stays in the list of conferences; its name says what it is.
 * @throws TypeError for a conference that isn't there
 */
export async function copyConference(system: RunningSystem, conferenceId: string, perSecond: number) {
  const { conferenceId: _id, version: _version, ...settings } = await settingsOf(system, conferenceId);
  const id = `${`rehearsal-${conferenceId}`.slice(0, 50)}-${randomBytes(3).toString("hex")}`;
  const day = 86_400_000;
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  const body = {
    ...settings,
    registration: { opensAt: at(-day), closesAt: at(day) },
    expectedArrivalsPerSecond: Math.min(10_000, Math.max(settings.expectedArrivalsPerSecond, Math.ceil(perSecond))),
  };
  const made = await call<{ code?: string }>(system, `/v1/conferences/${id}`, { method: "PUT", body });
  if (made.status !== 200) throw new Error(`no rehearsal copy: ${made.status} ${made.body.code ?? ""}`);
  const rehearsal: Rehearsal = {
    conferenceId: id,
    title: settings.title.en,
    capacity: settings.venue.capacity,
    seatTakenAt: settings.seatTakenAt,
    waitingList: settings.waitingList,
    categories: settings.categories.filter((each) => each.selfRegistration).map(({ category }) => category),
  };
  return rehearsal;
}
