import type { AccreditationState, Registration } from "./registration.ts";
import type { Seat } from "./seat.ts";

/** What registrations are counted by. Region, sub-region and regional group follow from the country. */
export const countedBy = ["category", "country", "gender", "role", "language", "day"] as const;
export type CountedBy = (typeof countedBy)[number];

/** How a registration stands, both facts: `approved.held`. */
export type Standing = `${AccreditationState}.${Seat["state"]}`;

/** What is counted of one registration. */
export interface Counted {
  readonly standing: Standing;
  readonly facets: Readonly<Record<CountedBy, string>>;
}

/**
 * What shares a count, for each count is written by itself: few values each, and no two that together could tell who it is.
 */
const countedTogether = [
  ["category", "role"],
  ["language", "day"],
  ["gender"],
  ["country"],
] as const satisfies CountedBy[][];

/** How many counts one registration is in. */
export const cellsOfOne = countedTogether.length;

/** Where one registration is counted: `gender#female`, `category+role#ngo#delegate`. */
export type Cell = `${string}#${string}`;

/** How many registrations stand how, in each cell; or by how many they change. */
export type Tally = ReadonlyMap<Cell, ReadonlyMap<Standing, number>>;

/**
 * What is counted of a registration: the country that it represents, or else its nationality; who didn't say which
 * gender counts as undisclosed; the day is that of its submission, in UTC.
 */
export function countedOf(registration: Registration): Counted {
  const { category, country, person, role, language, submittedAt, accreditation, seat } = registration;
  return {
    standing: `${accreditation.state}.${seat.state}`,
    facets: {
      category,
      country: country ?? person.nationality,
      gender: person.gender ?? "undisclosed",
      role,
      language,
      day: submittedAt.slice(0, 10),
    },
  };
}

const cellsOf = ({ facets }: Counted): Cell[] =>
  countedTogether.map((together): Cell => `${together.join("+")}#${together.map((each) => facets[each]).join("#")}`);

/** The value that a cell counts in a dimension; none if it isn't about it. */
export function valueIn(cell: Cell, dimension: CountedBy): string | undefined {
  const [together = "", ...values] = cell.split("#");
  return values[together.split("+").indexOf(dimension)];
}

/** The counts by each dimension alone, whatever shared a cell: `gender#female`. */
export function marginsOf(tally: Tally): Tally {
  const margins = new Map<Cell, Map<Standing, number>>();
  for (const [cell, standings] of tally) {
    for (const dimension of countedBy) {
      const value = valueIn(cell, dimension);
      if (value === undefined) continue;
      const sums = margins.get(`${dimension}#${value}`) ?? new Map<Standing, number>();
      for (const [standing, n] of standings) sums.set(standing, (sums.get(standing) ?? 0) + n);
      margins.set(`${dimension}#${value}`, sums);
    }
  }
  return withoutZeros(margins);
}

/** By what the counts change when registrations that were counted so, or not yet, are counted otherwise. */
export function tallyOf(
  moves: Iterable<{ readonly before?: Counted | undefined; readonly after?: Counted | undefined }>,
): Tally {
  const tally = new Map<Cell, Map<Standing, number>>();
  const add = (counted: Counted, by: number) => {
    for (const cell of cellsOf(counted)) {
      const standings = tally.get(cell) ?? new Map<Standing, number>();
      standings.set(counted.standing, (standings.get(counted.standing) ?? 0) + by);
      tally.set(cell, standings);
    }
  };
  for (const { before, after } of moves) {
    if (before) add(before, -1);
    if (after) add(after, 1);
  }
  return withoutZeros(tally);
}

/** The counts without those that are nothing. */
export function withoutZeros(tally: Tally): Tally {
  const kept = [...tally].map(
    ([cell, standings]) => [cell, new Map([...standings].filter(([, n]) => n !== 0))] as const,
  );
  return new Map(kept.filter(([, standings]) => standings.size > 0));
}
