import { getRegion, getRegionalGroup, getSubRegion } from "#shared/countries/regions.ts";
import {
  addCounts,
  type CountDimension,
  findCellValue,
  type RegistrationStatus,
  type StatisticsCounts,
} from "./counts.rules.ts";

/** The dimensions of the statistics: the counted ones, and those that follow from the country. */
export type StatisticsDimension = CountDimension | "region" | "subRegion" | "regionalGroup";

/** The registrations with one value of a dimension, by status. */
export interface StatisticsValue {
  readonly value: string;
  readonly registrations: number;
  /** Registrations with a held or offered seat. */
  readonly seated: number;
  /** Approved registrations with a held seat. */
  readonly confirmed: number;
  readonly accreditation: Readonly<Record<string, number>>;
  readonly seat: Readonly<Record<string, number>>;
}

export type Statistics = { readonly total: StatisticsValue } & Readonly<Record<StatisticsDimension, StatisticsValue[]>>;

const countryDimensions: Readonly<Record<Exclude<StatisticsDimension, CountDimension>, (country: string) => string>> = {
  region: getRegion,
  subRegion: getSubRegion,
  regionalGroup: getRegionalGroup,
};

/** The counts of one dimension by value and status. */
function sumByValue(
  counts: StatisticsCounts,
  dimension: StatisticsDimension,
): Map<string, Map<RegistrationStatus, number>> {
  const values = new Map<string, Map<RegistrationStatus, number>>();
  const counted = dimension in countryDimensions ? "country" : (dimension as CountDimension);
  for (const [cell, byStatus] of counts) {
    const found = findCellValue(cell, counted);
    if (found === undefined) continue;
    const value = countryDimensions[dimension as keyof typeof countryDimensions]?.(found) ?? found;
    const sums = values.get(value) ?? new Map<RegistrationStatus, number>();
    addCounts(sums, byStatus);
    values.set(value, sums);
  }
  return values;
}

const isSeatedStatus = (status: RegistrationStatus) => status.endsWith(".held") || status.endsWith(".offered");

function toStatisticsValue(value: string, byStatus: ReadonlyMap<RegistrationStatus, number>): StatisticsValue {
  const sum = (isIncluded: (status: RegistrationStatus) => boolean) =>
    [...byStatus].reduce((total, [status, n]) => (isIncluded(status) ? total + n : total), 0);
  const sumByState = (part: 0 | 1) => {
    const states = [...new Set([...byStatus.keys()].map((status) => status.split(".")[part] as string))];
    return Object.fromEntries(
      states.toSorted().map((state) => [state, sum((status) => status.split(".")[part] === state)]),
    );
  };
  return {
    value,
    registrations: sum(() => true),
    seated: sum(isSeatedStatus),
    confirmed: sum((status) => status === "approved.held"),
    accreditation: sumByState(0),
    seat: sumByState(1),
  };
}

/** The statistics of a conference: for each dimension, the values that occur, sorted. */
export function computeStatistics(counts: StatisticsCounts): Statistics {
  const listValues = (dimension: StatisticsDimension) =>
    [...sumByValue(counts, dimension)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, byStatus]) => toStatisticsValue(value, byStatus));
  const all = new Map<RegistrationStatus, number>();
  for (const byStatus of sumByValue(counts, "category").values()) addCounts(all, byStatus);
  return {
    total: toStatisticsValue("all", all),
    category: listValues("category"),
    country: listValues("country"),
    gender: listValues("gender"),
    role: listValues("role"),
    language: listValues("language"),
    day: listValues("day"),
    region: listValues("region"),
    subRegion: listValues("subRegion"),
    regionalGroup: listValues("regionalGroup"),
  };
}
