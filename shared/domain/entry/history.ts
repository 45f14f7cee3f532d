import { type BadgeLife, faultAt } from "./badge-life.ts";
import type { Direction, Place, Presence, RefusalReason } from "./verdict.ts";

/** Somebody went through a door. That a gate let them is a fact, whether it should have or not. */
export interface Fact {
  readonly scanId: string;
  readonly registrationId: string;
  readonly serial: number;
  readonly place: Place;
  readonly gate: string;
  readonly direction: Direction;
  /** RFC 3339, UTC, by the corrected clock. */
  readonly at: string;
  /** The day, zone or session that the badge wasn't good for, as the server found when it heard of it. */
  readonly limit?: RefusalReason;
}

/** A passage that the ordered history would have refused. */
export interface Conflict {
  readonly fact: Fact;
  readonly reason: RefusalReason;
  /** The passage that it contradicts, for somebody who was inside already. */
  readonly against?: Fact;
}

/** What is known of the people in the facts. */
export interface People {
  readonly lives: (registrationId: string) => readonly BadgeLife[];
  /** The delegation of somebody that limits how many of its members are inside at once. */
  readonly limit?: (
    registrationId: string,
  ) => { readonly delegationId: string; readonly insideAtOnce: number } | undefined;
}

/** The order of passages: by corrected time, those of the same moment by the scan. */
function inOrder<T extends Pick<Fact, "at" | "scanId">>(facts: readonly T[]): T[] {
  return facts.toSorted((a, b) => (a.at === b.at ? compare(a.scanId, b.scanId) : compare(a.at, b.at)));
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Where the latest passage left the person. */
const presenceAfter = ({ direction, gate, at, scanId }: Fact): Presence => ({
  inside: direction === "in",
  gate,
  since: at,
  scanId,
});

/** The latest passage of one person through the doors of one place, or what is known of an earlier one. */
export function latest(facts: readonly Fact[], known?: Presence): Presence | undefined {
  const all = known ? [...facts.map(presenceAfter), known] : facts.map(presenceAfter);
  return inOrder(all.map((presence) => ({ ...presence, at: presence.since })))
    .map(({ at: _, ...each }) => each)
    .at(-1);
}

/** Everybody's presence, by person and place, and the passages that contradict the history. */
export interface Folded {
  readonly presences: ReadonlyMap<string, Presence>;
  readonly conflicts: readonly Conflict[];
}

export const presenceKey = (registrationId: string, place: Place) => `${registrationId} ${place}`;

/**
 * The ordered history: the same for the same facts, in whatever order and however often they came. The state is what the
 * facts say; a fact that the rules would have refused is a conflict, and changes the state all the same.
 */
export function fold(facts: readonly Fact[], people: People): Folded {
  const once = [...new Map(facts.map((fact) => [fact.scanId, fact])).values()];
  const last = new Map<string, Fact>();
  const inside = new Map<string, Set<string>>();
  const conflicts: Conflict[] = [];
  for (const fact of inOrder(once)) {
    const key = presenceKey(fact.registrationId, fact.place);
    const conflict = conflictOf(fact, last.get(key), people, inside);
    if (conflict) conflicts.push(conflict);
    last.set(key, fact);
    move(fact, people, inside);
  }
  return { presences: new Map([...last].map(([key, fact]) => [key, presenceAfter(fact)])), conflicts };
}

function conflictOf(
  fact: Fact,
  previous: Fact | undefined,
  people: People,
  inside: ReadonlyMap<string, ReadonlySet<string>>,
): Conflict | undefined {
  const fault = faultAt(people.lives(fact.registrationId), fact.serial, fact.at) ?? fact.limit;
  if (fault) return { fact, reason: fault };
  if (fact.direction === "out") return previous?.direction === "in" ? undefined : { fact, reason: "not-inside" };
  if (previous?.direction === "in") return { fact, reason: "already-inside", against: previous };
  const limit = fact.place === "venue" ? people.limit?.(fact.registrationId) : undefined;
  const many = limit ? (inside.get(limit.delegationId)?.size ?? 0) : 0;
  return limit && many >= limit.insideAtOnce ? { fact, reason: "delegation-inside-full" } : undefined;
}

/** Keeps who of each delegation is inside the venue. */
function move({ registrationId, place, direction }: Fact, { limit }: People, inside: Map<string, Set<string>>): void {
  const limited = place === "venue" ? limit?.(registrationId) : undefined;
  if (!limited) return;
  const members = inside.get(limited.delegationId) ?? new Set();
  inside.set(limited.delegationId, members);
  if (direction === "in") members.add(registrationId);
  else members.delete(registrationId);
}
