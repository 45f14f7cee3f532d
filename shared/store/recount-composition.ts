import {
  type Cell,
  countedOf,
  marginsOf,
  type Standing,
  type Tally,
  tallyOf,
  withoutZeros,
} from "#shared/domain/composition.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { CountedRow, Counts } from "./composition.ts";

/** What the rows prove of the statistics. */
export interface CompositionProof {
  /** Registrations that have changed, or come, since they were counted: the stream is on its way. */
  readonly onTheWay: number;
  readonly differences: readonly string[];
}

/**
 * Whether the counts equal the rows: each count is what the notes of the registrations add up to (those whose
 * registration is gone are known beside it), and each note says what its registration was in that version.
 */
export function proveComposition(
  counts: Counts,
  counted: ReadonlyMap<string, CountedRow>,
  all: readonly Registration[],
): CompositionProof {
  // Of whom nothing is known any more, nothing is counted but that they were.
  const registrations = all.filter(({ erasure, registrationId }) => !erasure?.doneAt || counted.has(registrationId));
  const here = registrations.flatMap(({ registrationId }) => counted.get(registrationId) ?? []);
  const wrong = registrations.filter((each) => {
    const row = counted.get(each.registrationId);
    return row?.version === each.version && text(row) !== text(countedOf(each));
  });
  const late = registrations.filter(({ registrationId, version }) => counted.get(registrationId)?.version !== version);
  return {
    onTheWay: late.length,
    differences: [
      ...wrong.map(({ registrationId }) => `registration ${registrationId} is counted as something else`),
      ...unequal(marginsOf(counts.all), marginsOf(sum(tallyOf(here.map((after) => ({ after }))), counts.gone))),
    ],
  };
}

const text = ({ standing, facets }: Pick<CountedRow, "standing" | "facets">) =>
  JSON.stringify([standing, Object.entries(facets).toSorted()]);

function sum(a: Tally, b: Tally): Tally {
  const total = new Map<Cell, Map<Standing, number>>([...a].map(([cell, standings]) => [cell, new Map(standings)]));
  for (const [cell, standings] of b) {
    const into = total.get(cell) ?? new Map<Standing, number>();
    for (const [standing, n] of standings) into.set(standing, (into.get(standing) ?? 0) + n);
    total.set(cell, into);
  }
  return withoutZeros(total);
}

function unequal(says: Tally, proven: Tally): string[] {
  const cells = [...new Set([...says.keys(), ...proven.keys()])].toSorted();
  return cells.flatMap((cell) => {
    const standings = new Set([...(says.get(cell)?.keys() ?? []), ...(proven.get(cell)?.keys() ?? [])]);
    return [...standings].flatMap((standing) => {
      const [count, rows] = [says.get(cell)?.get(standing) ?? 0, proven.get(cell)?.get(standing) ?? 0];
      return count === rows ? [] : [`statistics say ${count} ${standing} in ${cell}, the rows say ${rows}`];
    });
  });
}
