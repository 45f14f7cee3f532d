import type { AccreditationState, Registration } from "#shared/model/registration.ts";
import type { Seat } from "#shared/model/seat.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";

/** The dimensions of the counts. Region, sub-region and regional group follow from the country. */
export const countDimensions = ["category", "country", "gender", "role", "language", "day", "participation"] as const;
export type CountDimension = (typeof countDimensions)[number];

/** The accreditation state and the seat state of a registration, such as `approved.held`. */
export type RegistrationStatus = `${AccreditationState}.${Seat["state"]}`;

/** The values under which a registration is counted. */
export interface CountedRegistration {
  readonly status: RegistrationStatus;
  readonly values: Readonly<Record<CountDimension, string>>;
}

/**
 * The dimensions that share a cell. Fewer cells need fewer writes; but a group has few values, and no combination that
 * could identify a person.
 */
const countedDimensionGroups = [
  ["category", "role"],
  ["language", "day"],
  ["gender", "participation"],
  ["country"],
] as const satisfies CountDimension[][];

/** The number of cells in which one registration is counted. */
export const cellsPerRegistration = countedDimensionGroups.length;

/** A cell in which registrations are counted, such as `gender#female` or `category+role#ngo#delegate`. */
export type CountCell = `${string}#${string}`;

/** For each cell, the number of registrations in each status, or the change of that number. */
export type StatisticsCounts = ReadonlyMap<CountCell, ReadonlyMap<RegistrationStatus, number>>;

/**
 * The values under which a registration is counted. The country is the one represented, otherwise the nationality. A
 * missing gender counts as `undisclosed`. The day is the day of submission, in UTC. A protected person is counted as lists
 * show them: otherwise the difference would tell their country and gender.
 */
export function toCountedRegistration(registration: Registration): CountedRegistration {
  const { category, country, person, role, language, submittedAt, accreditation, seat, participation } =
    maskProtectedIdentity(registration);
  return {
    status: `${accreditation.state}.${seat.state}`,
    values: {
      category,
      country: country ?? person.nationality,
      gender: person.gender ?? "undisclosed",
      role,
      language,
      day: submittedAt.slice(0, 10),
      participation: participation ?? "in-person",
    },
  };
}

/** A cell names the participation of those online alone: a cell without it is of people who come in person. */
const listCountCells = ({ values }: CountedRegistration): CountCell[] =>
  countedDimensionGroups.map((all): CountCell => {
    const isOnline = values.participation === "online";
    const group = all.filter((dimension) => isOnline || dimension !== "participation");
    return `${group.join("+")}#${group.map((dimension) => values[dimension]).join("#")}`;
  });

/** The value of a dimension in a cell, or `undefined` if the cell does not contain the dimension. */
export function findCellValue(cell: CountCell, dimension: CountDimension): string | undefined {
  const [group = "", ...values] = cell.split("#");
  const dimensions = group.split("+");
  if (dimension === "participation" && dimensions.includes("gender")) return values[1] ?? "in-person";
  return values[dimensions.indexOf(dimension)];
}

/** The counts of each dimension alone, such as `gender#female`. */
export function sumByDimension(counts: StatisticsCounts): StatisticsCounts {
  const totals = new Map<CountCell, Map<RegistrationStatus, number>>();
  for (const [cell, byStatus] of counts) {
    for (const dimension of countDimensions) {
      const value = findCellValue(cell, dimension);
      if (value === undefined) continue;
      const sums = totals.get(`${dimension}#${value}`) ?? new Map<RegistrationStatus, number>();
      addCounts(sums, byStatus);
      totals.set(`${dimension}#${value}`, sums);
    }
  }
  return removeZeroCounts(totals);
}

/** The changes of the counts when registrations change. Without `before` a registration was not counted yet. */
export function computeCountChanges(
  changes: Iterable<{
    readonly before?: CountedRegistration | undefined;
    readonly after?: CountedRegistration | undefined;
  }>,
): StatisticsCounts {
  const counts = new Map<CountCell, Map<RegistrationStatus, number>>();
  const add = (counted: CountedRegistration, by: number) => {
    for (const cell of listCountCells(counted)) {
      const byStatus = counts.get(cell) ?? new Map<RegistrationStatus, number>();
      addCounts(byStatus, [[counted.status, by]]);
      counts.set(cell, byStatus);
    }
  };
  for (const { before, after } of changes) {
    if (before) add(before, -1);
    if (after) add(after, 1);
  }
  return removeZeroCounts(counts);
}

/** Adds counts to `sums`, status by status. */
export function addCounts(
  sums: Map<RegistrationStatus, number>,
  counts: Iterable<readonly [RegistrationStatus, number]>,
): void {
  for (const [status, n] of counts) sums.set(status, (sums.get(status) ?? 0) + n);
}

/** The counts without zeros. */
export function removeZeroCounts(counts: StatisticsCounts): StatisticsCounts {
  const nonZero = [...counts].map(
    ([cell, byStatus]) => [cell, new Map([...byStatus].filter(([, n]) => n !== 0))] as const,
  );
  return new Map(nonZero.filter(([, byStatus]) => byStatus.size > 0));
}
