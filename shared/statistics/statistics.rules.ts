import { getRegion, getRegionalGroup, getSubRegion } from "#shared/countries/regions.ts";
import { type Conference, findCategoryKind } from "#shared/model/conference.ts";
import {
  addCounts,
  type CountDimension,
  findCellValue,
  type RegistrationStatus,
  type StatisticsCounts,
} from "./counts.rules.ts";

/** The dimensions of the statistics: the counted ones, and those that follow from the category or the country. */
export type StatisticsDimension = CountDimension | "kind" | "region" | "subRegion" | "regionalGroup";

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

type CategorizedConference = Pick<Conference, "categories" | "removedCategories">;

/** The counted dimension from which another one follows, and how. */
const derivedDimensions: Readonly<
  Record<
    Exclude<StatisticsDimension, CountDimension>,
    { readonly from: CountDimension; readonly derive: (value: string, conference: CategorizedConference) => string }
  >
> = {
  kind: { from: "category", derive: (category, conference) => findCategoryKind(conference, category) },
  region: { from: "country", derive: getRegion },
  subRegion: { from: "country", derive: getSubRegion },
  regionalGroup: { from: "country", derive: getRegionalGroup },
};

/** The counts of one dimension by value and status. */
function sumByValue(
  counts: StatisticsCounts,
  dimension: StatisticsDimension,
  conference: CategorizedConference,
): Map<string, Map<RegistrationStatus, number>> {
  const values = new Map<string, Map<RegistrationStatus, number>>();
  const derived = derivedDimensions[dimension as keyof typeof derivedDimensions];
  for (const [cell, byStatus] of counts) {
    const found = findCellValue(cell, derived?.from ?? (dimension as CountDimension));
    if (found === undefined) continue;
    const value = derived?.derive(found, conference) ?? found;
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
export function computeStatistics(
  counts: StatisticsCounts,
  conference: CategorizedConference = { categories: [] },
): Statistics {
  const listValues = (dimension: StatisticsDimension) =>
    [...sumByValue(counts, dimension, conference)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, byStatus]) => toStatisticsValue(value, byStatus));
  const all = new Map<RegistrationStatus, number>();
  for (const byStatus of sumByValue(counts, "category", conference).values()) addCounts(all, byStatus);
  return {
    total: toStatisticsValue("all", all),
    category: listValues("category"),
    kind: listValues("kind"),
    country: listValues("country"),
    gender: listValues("gender"),
    role: listValues("role"),
    language: listValues("language"),
    day: listValues("day"),
    participation: listValues("participation"),
    region: listValues("region"),
    subRegion: listValues("subRegion"),
    regionalGroup: listValues("regionalGroup"),
  };
}
