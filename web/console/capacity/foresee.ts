import type { AnswerOf } from "../../api/client.ts";
import type { Pool, Settings } from "../office.ts";

export type InLine = AnswerOf<"readWaitingList">["items"][number] & { readonly delegationId?: string | undefined };

/** The pools in which somebody in line needs a place: for the seat, or, holding it, for sessions. */
function neededBy({ seat, category, delegationId, waitingFor }: InLine, left: ReadonlyMap<string, number>): string[] {
  const sessions = waitingFor.filter((pool) => pool.startsWith("session:"));
  const own = ["venue", `category:${category}`, `delegation:${delegationId}`].filter((pool) => left.has(pool));
  return seat === "waiting" ? own : sessions;
}

/** Whom the line would seat with another limit, in the order in which it is served. */
export function seatedBy(pools: readonly Pool[], changed: string, limit: number, line: readonly InLine[]): InLine[] {
  const left = new Map(pools.map((each) => [each.pool, (each.pool === changed ? limit : each.limit) - each.taken]));
  return line.filter((person) => {
    const needed = neededBy(person, left);
    const has = (pool: string) => (left.get(pool) ?? 0) > 0;
    // A seat is taken from all pools or from none; sessions each by itself.
    const got = person.seat === "waiting" && !needed.every(has) ? [] : needed.filter(has);
    for (const pool of got) left.set(pool, (left.get(pool) ?? 0) - 1);
    return got.length > 0;
  });
}

type Draft = Omit<Settings, "conferenceId" | "version">;

/** The conference as it is put, with another limit of one of its own pools. */
export function withLimit({ conferenceId: _, version: _v, ...draft }: Settings, pool: string, limit: number): Draft {
  const [kind = "", id = ""] = pool.split(":");
  if (kind === "venue") return { ...draft, venue: { ...draft.venue, capacity: limit } };
  if (kind === "category") {
    const categories = draft.categories.map((each) => (each.category === id ? { ...each, quota: limit } : each));
    return { ...draft, categories };
  }
  const sessions = draft.sessions.map((each) => (each.sessionId === id ? { ...each, capacity: limit } : each));
  return { ...draft, sessions };
}
