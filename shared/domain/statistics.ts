import { type CountedBy, type Standing, type Tally, valueIn } from "./composition.ts";
import { regionalGroupOf, regionOf, subRegionOf } from "./geography.ts";

/** What the statistics are told by: what is counted, and what follows from the country. */
export type Dimension = CountedBy | "region" | "subRegion" | "regionalGroup";

/** How many of one kind there are, and how they stand. */
export interface Count {
  readonly value: string;
  readonly registrations: number;
  /** With a seat, held or offered. */
  readonly seated: number;
  /** Approved, and the seat is held. */
  readonly confirmed: number;
  readonly accreditation: Readonly<Record<string, number>>;
  readonly seat: Readonly<Record<string, number>>;
}

export type Statistics = { readonly total: Count } & Readonly<Record<Dimension, Count[]>>;

const fromCountry: Readonly<Record<Exclude<Dimension, CountedBy>, (country: string) => string>> = {
  region: regionOf,
  subRegion: subRegionOf,
  regionalGroup: regionalGroupOf,
};

/** The counts of one dimension: by its values, how many stand how. */
function valuesOf(tally: Tally, dimension: Dimension): Map<string, Map<Standing, number>> {
  const values = new Map<string, Map<Standing, number>>();
  const counted = dimension in fromCountry ? "country" : (dimension as CountedBy);
  for (const [cell, standings] of tally) {
    const given = valueIn(cell, counted);
    if (given === undefined) continue;
    const value = fromCountry[dimension as keyof typeof fromCountry]?.(given) ?? given;
    const sums = values.get(value) ?? new Map<Standing, number>();
    for (const [standing, n] of standings) sums.set(standing, (sums.get(standing) ?? 0) + n);
    values.set(value, sums);
  }
  return values;
}

const isSeated = (standing: Standing) => standing.endsWith(".held") || standing.endsWith(".offered");

function countOf(value: string, standings: ReadonlyMap<Standing, number>): Count {
  const sum = (which: (standing: Standing) => boolean) =>
    [...standings].reduce((total, [standing, n]) => (which(standing) ? total + n : total), 0);
  const by = (part: 0 | 1) => {
    const states = [...new Set([...standings.keys()].map((standing) => standing.split(".")[part] as string))];
    return Object.fromEntries(
      states.toSorted().map((state) => [state, sum((each) => each.split(".")[part] === state)]),
    );
  };
  return {
    value,
    registrations: sum(() => true),
    seated: sum(isSeated),
    confirmed: sum((standing) => standing === "approved.held"),
    accreditation: by(0),
    seat: by(1),
  };
}

/** The statistics of a conference: in each dimension the values that occur, in the order of their names. */
export function statisticsOf(tally: Tally): Statistics {
  const told = (dimension: Dimension) =>
    [...valuesOf(tally, dimension)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, standings]) => countOf(value, standings));
  const all = new Map<Standing, number>();
  for (const standings of valuesOf(tally, "category").values())
    for (const [standing, n] of standings) all.set(standing, (all.get(standing) ?? 0) + n);
  return {
    total: countOf("all", all),
    category: told("category"),
    country: told("country"),
    gender: told("gender"),
    role: told("role"),
    language: told("language"),
    day: told("day"),
    region: told("region"),
    subRegion: told("subRegion"),
    regionalGroup: told("regionalGroup"),
  };
}
