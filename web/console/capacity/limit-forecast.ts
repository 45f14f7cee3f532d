import type { ApiAnswer } from "../../kit/api/client.ts";
import type { CapacityPool, ConferenceSettings } from "../console-context.ts";

export type WaitingPerson = ApiAnswer<"getWaitingList">["items"][number] & {
  readonly delegationId?: string | undefined;
};

/** The pools with a limit that a registration needs for a seat. */
export const listSeatPools = (
  { category, delegationId }: { readonly category: string; readonly delegationId?: string | undefined },
  left: ReadonlyMap<string, number>,
): string[] => ["venue", `category:${category}`, `delegation:${delegationId}`].filter((pool) => left.has(pool));

/** The waiting people who would get a seat with another limit, in service order. */
export function forecastSeated(
  pools: readonly CapacityPool[],
  changed: string,
  limit: number | null,
  waitingList: readonly WaitingPerson[],
): WaitingPerson[] {
  const left = new Map(
    pools.map((each) => [
      each.pool,
      ((each.pool === changed ? limit : each.limit) ?? Number.POSITIVE_INFINITY) - each.taken,
    ]),
  );
  const hasSeats = (pool: string) => (left.get(pool) ?? 0) > 0;
  return waitingList.filter((person) => {
    // A seat needs all pools. A person with a seat waits for sessions, which are independent.
    const isWaiting = person.seat === "waiting";
    const needed = isWaiting
      ? listSeatPools(person, left)
      : person.waitingFor.filter((pool) => pool.startsWith("session:"));
    const assigned = isWaiting && !needed.every(hasSeats) ? [] : needed.filter(hasSeats);
    for (const pool of assigned) left.set(pool, (left.get(pool) ?? 0) - 1);
    return assigned.length > 0;
  });
}

type WithLimit<Item, Limit extends string> = Omit<Item, Limit> & {
  readonly [Name in Limit]?: number | null | undefined;
};

/** The settings; `null` takes a limit away. */
type SettingsBody = Omit<
  ConferenceSettings,
  "conferenceId" | "version" | "questionsVersion" | "categories" | "sessions"
> & {
  readonly categories: readonly WithLimit<ConferenceSettings["categories"][number], "quota">[];
  readonly sessions: readonly WithLimit<ConferenceSettings["sessions"][number], "capacity">[];
};

/** The request body of the conference with another limit of one pool; `null` lifts it. */
export function applyLimit(
  { conferenceId: _, version: _v, questionsVersion: _q, ...draft }: ConferenceSettings,
  pool: string,
  limit: number | null,
): SettingsBody {
  const [kind = "", id = ""] = pool.split(":");
  if (kind === "venue" && limit !== null) return { ...draft, venue: { ...draft.venue, capacity: limit } };
  if (kind === "category") {
    const categories = draft.categories.map((each) => (each.category === id ? { ...each, quota: limit } : each));
    return { ...draft, categories };
  }
  const sessions = draft.sessions.map((each) => (each.sessionId === id ? { ...each, capacity: limit } : each));
  return { ...draft, sessions };
}
