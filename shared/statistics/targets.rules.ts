import { getRegion, getRegionalGroup, unknownRegion } from "#shared/countries/regions.ts";
import type { Targets } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import type { Statistics } from "./statistics.rules.ts";

export const targetDimensions = ["gender", "region", "regionalGroup", "category"] as const;
export type TargetDimension = (typeof targetDimensions)[number];

/** A composition target, and the present share. */
export interface TargetProgress {
  readonly dimension: TargetDimension;
  readonly value: string;
  readonly target: number;
  /** The seated registrations with this value, of all seated registrations whose value is known. */
  readonly seated: number;
  readonly of: number;
  /** `seated` / `of`; 0 while `of` is 0. */
  readonly share: number;
  /** `target` − `share`. */
  readonly distance: number;
}

/** The number of seated registrations by dimension and value. */
export type SeatedCounts = ReadonlyMap<TargetDimension, ReadonlyMap<string, number>>;

export const noSeatedCounts: SeatedCounts = new Map();

/** A registration without a known value counts in no share. */
const isKnownValue = (value: string) => value !== unknownRegion && value !== "undisclosed";

/** The seated composition, from the statistics. */
export function toSeatedCounts(statistics: Statistics): SeatedCounts {
  return new Map(
    targetDimensions.map((dimension) => {
      const counts = statistics[dimension].filter(({ value }) => isKnownValue(value));
      return [dimension, new Map(counts.map(({ value, seated }) => [value, seated]))];
    }),
  );
}

/** The values of a registration in the dimensions that have a target, without unknown and masked values, as it is counted. */
export function toTargetProfile(targets: Targets, registration: Registration): ReadonlyMap<TargetDimension, string> {
  const { person, country = person.nationality, category } = maskProtectedIdentity(registration);
  const values: Readonly<Record<TargetDimension, string>> = {
    gender: person.gender ?? "undisclosed",
    region: getRegion(country),
    regionalGroup: getRegionalGroup(country),
    category,
  };
  const targeted = targetDimensions.filter((dimension) => targets[dimension] && isKnownValue(values[dimension]));
  return new Map(targeted.map((dimension) => [dimension, values[dimension]]));
}

/** Every target with the present share. */
export function measureTargets(targets: Targets, seated: SeatedCounts): TargetProgress[] {
  return targetDimensions.flatMap((dimension) => {
    const counts = seated.get(dimension) ?? new Map<string, number>();
    const of = [...counts.values()].reduce((sum, n) => sum + n, 0);
    return Object.entries(targets[dimension] ?? {}).map(([value, target]) => {
      const seatedHere = counts.get(value) ?? 0;
      const share = of === 0 ? 0 : seatedHere / of;
      return { dimension, value, target, seated: seatedHere, of, share, distance: target - share };
    });
  });
}

/** The sum of the absolute distances of one dimension, optionally with one more seat of a value. */
function measureDistance(targets: Targets, seated: SeatedCounts, dimension: TargetDimension, added?: string): number {
  const counts = seated.get(dimension) ?? new Map<string, number>();
  const of = [...counts.values()].reduce((sum, n) => sum + n, added === undefined ? 0 : 1);
  return Object.entries(targets[dimension] ?? {}).reduce((sum, [value, target]) => {
    const here = (counts.get(value) ?? 0) + Number(value === added);
    return sum + Math.abs(target - (of === 0 ? 0 : here / of));
  }, 0);
}

/** By how much a seat for this profile reduces the distance to all targets; negative if it increases the distance. */
export function measureGain(
  targets: Targets,
  seated: SeatedCounts,
  profile: ReadonlyMap<TargetDimension, string>,
): number {
  return [...profile].reduce(
    (sum, [dimension, value]) =>
      sum + measureDistance(targets, seated, dimension) - measureDistance(targets, seated, dimension, value),
    0,
  );
}

/** The seated composition with one more seat for this profile. */
export function addToSeatedCounts(seated: SeatedCounts, profile: ReadonlyMap<TargetDimension, string>): SeatedCounts {
  return new Map(
    targetDimensions.map((dimension) => {
      const counts = new Map(seated.get(dimension));
      const value = profile.get(dimension);
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
      return [dimension, counts];
    }),
  );
}
