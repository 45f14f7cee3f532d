import type { Targets } from "./conference.ts";
import { regionalGroupOf, regionOf, unknown } from "./geography.ts";
import type { Registration } from "./registration.ts";
import type { Statistics } from "./statistics.ts";

export const targeted = ["gender", "region", "regionalGroup", "category"] as const;
export type Targeted = (typeof targeted)[number];

/** A target and how far off it is. */
export interface TargetState {
  readonly dimension: Targeted;
  readonly value: string;
  readonly target: number;
  /** How many of this value are seated, among how many whose value is known. */
  readonly seated: number;
  readonly of: number;
  /** `seated` of `of`; 0 while nobody is seated. */
  readonly share: number;
  /** The target less the share: above 0 some are missing, below 0 there are more than wanted. */
  readonly distance: number;
}

/** How many of each value are seated, by dimension. */
export type Seated = ReadonlyMap<Targeted, ReadonlyMap<string, number>>;

export const nobodySeated: Seated = new Map();

/** Nobody knows what these would add to a share. */
const isKnown = (value: string) => value !== unknown && value !== "undisclosed";

/** Who is seated, from the statistics; whoever's value isn't known counts in no share. */
export function seatedOf(statistics: Statistics): Seated {
  return new Map(
    targeted.map((dimension) => {
      const counts = statistics[dimension].filter(({ value }) => isKnown(value));
      return [dimension, new Map(counts.map(({ value, seated }) => [value, seated]))];
    }),
  );
}

/** What a person would add to: its value in each dimension that has a target and is known. */
export function profileOf(targets: Targets, registration: Registration): ReadonlyMap<Targeted, string> {
  const { person, country = person.nationality, category } = registration;
  const values: Readonly<Record<Targeted, string>> = {
    gender: person.gender ?? "undisclosed",
    region: regionOf(country),
    regionalGroup: regionalGroupOf(country),
    category,
  };
  const wanted = targeted.filter((dimension) => targets[dimension] && isKnown(values[dimension]));
  return new Map(wanted.map((dimension) => [dimension, values[dimension]]));
}

/** Every target with how far off it is. */
export function targetStates(targets: Targets, seated: Seated): TargetState[] {
  return targeted.flatMap((dimension) => {
    const counts = seated.get(dimension) ?? new Map<string, number>();
    const of = [...counts.values()].reduce((sum, n) => sum + n, 0);
    return Object.entries(targets[dimension] ?? {}).map(([value, target]) => {
      const here = counts.get(value) ?? 0;
      const share = of === 0 ? 0 : here / of;
      return { dimension, value, target, seated: here, of, share, distance: target - share };
    });
  });
}

/** How far off the targets of one dimension are together, whichever way, with one person more of a value. */
function distanceIn(targets: Targets, seated: Seated, dimension: Targeted, more?: string): number {
  const counts = seated.get(dimension) ?? new Map<string, number>();
  const of = [...counts.values()].reduce((sum, n) => sum + n, more === undefined ? 0 : 1);
  return Object.entries(targets[dimension] ?? {}).reduce((sum, [value, target]) => {
    const here = (counts.get(value) ?? 0) + Number(value === more);
    return sum + Math.abs(target - (of === 0 ? 0 : here / of));
  }, 0);
}

/** By how much all targets together come nearer with a person of this profile; below 0, the seats move away from them. */
export function gainOf(targets: Targets, seated: Seated, profile: ReadonlyMap<Targeted, string>): number {
  return [...profile].reduce(
    (sum, [dimension, value]) =>
      sum + distanceIn(targets, seated, dimension) - distanceIn(targets, seated, dimension, value),
    0,
  );
}

/** The seats with one person more. */
export function withOneMore(seated: Seated, profile: ReadonlyMap<Targeted, string>): Seated {
  return new Map(
    targeted.map((dimension) => {
      const counts = new Map(seated.get(dimension));
      const value = profile.get(dimension);
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
      return [dimension, counts];
    }),
  );
}
