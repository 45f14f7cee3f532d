import type { Registration } from "#shared/model/registration.ts";
import {
  addCounts,
  type CountCell,
  computeCountChanges,
  type RegistrationStatus,
  removeZeroCounts,
  type StatisticsCounts,
  sumByDimension,
  toCountedRegistration,
} from "#shared/statistics/counts.rules.ts";
import type { ConferenceCounts, CountMarker } from "#shared/statistics/statistics.repository.ts";

/** The statistics, compared with the rows. */
export interface StatisticsReport {
  /** Registrations that were created or changed since they were counted. */
  readonly pending: number;
  readonly differences: readonly string[];
}

/**
 * Compares the statistics with the rows: the count markers of the registrations and the counts of removed registrations
 * add up to the statistics, and each count marker contains the state of its registration in that version.
 */
export function verifyStatistics(
  counts: ConferenceCounts,
  markers: ReadonlyMap<string, CountMarker>,
  all: readonly Registration[],
): StatisticsReport {
  // Erased registrations, and nominations that clash, are not counted. Without a count marker they are counted as removed.
  const registrations = all.filter(
    ({ erasure, clash, registrationId }) => (!erasure?.completedAt && !clash) || markers.has(registrationId),
  );
  const counted = registrations.flatMap(({ registrationId }) => markers.get(registrationId) ?? []);
  const wrong = registrations.filter((each) => {
    const marker = markers.get(each.registrationId);
    return (
      marker?.version === each.version &&
      serializeCountMarker(marker) !== serializeCountMarker(toCountedRegistration(each))
    );
  });
  const late = registrations.filter(({ registrationId, version }) => markers.get(registrationId)?.version !== version);
  return {
    pending: late.length,
    differences: [
      ...wrong.map(({ registrationId }) => `registration ${registrationId} is counted as something else`),
      ...findCountDifferences(
        sumByDimension(counts.all),
        sumByDimension(addStatisticsCounts(computeCountChanges(counted.map((after) => ({ after }))), counts.removed)),
      ),
    ],
  };
}

const serializeCountMarker = ({ status, values }: Pick<CountMarker, "status" | "values">) =>
  JSON.stringify([status, Object.entries(values).toSorted()]);

function addStatisticsCounts(a: StatisticsCounts, b: StatisticsCounts): StatisticsCounts {
  const total = new Map<CountCell, Map<RegistrationStatus, number>>(
    [...a].map(([cell, statuses]) => [cell, new Map(statuses)]),
  );
  for (const [cell, statuses] of b) {
    const sums = total.get(cell) ?? new Map<RegistrationStatus, number>();
    addCounts(sums, statuses);
    total.set(cell, sums);
  }
  return removeZeroCounts(total);
}

function findCountDifferences(counts: StatisticsCounts, expected: StatisticsCounts): string[] {
  const cells = [...new Set([...counts.keys(), ...expected.keys()])].toSorted();
  return cells.flatMap((cell) => {
    const statuses = new Set([...(counts.get(cell)?.keys() ?? []), ...(expected.get(cell)?.keys() ?? [])]);
    return [...statuses].flatMap((status) => {
      const [count, rows] = [counts.get(cell)?.get(status) ?? 0, expected.get(cell)?.get(status) ?? 0];
      return count === rows ? [] : [`statistics say ${count} ${status} in ${cell}, the rows say ${rows}`];
    });
  });
}
