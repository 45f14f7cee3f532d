import { keys, serializeKey } from "#shared/dynamodb/keys.ts";
import type { Item } from "#shared/dynamodb/table.ts";
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
import { type ConferenceCounts, serializeCountMarker } from "#shared/statistics/statistics.repository.ts";
import { mendIfSourcesAreRead, type RowFinding } from "./finding.ts";
import type { ConferenceRows } from "./stored-rows.ts";

/** The statistics, compared with the rows. */
export interface StatisticsReport {
  /** Registrations that were created or changed since they were counted. */
  readonly pending: number;
  readonly findings: readonly RowFinding[];
}

/**
 * Compares the statistics with the rows: the count markers of the registrations and the counts of removed registrations
 * add up to the statistics, and each count marker contains the state of its registration in that version.
 * @param now in ms since 1970, to find registrations that the consumer of the stream never counted
 */
export function verifyStatistics(
  counts: ConferenceCounts,
  rows: ConferenceRows,
  now: number | undefined,
): StatisticsReport {
  const { registrations: all, countMarkers: markers, byKey } = rows;
  // Erased registrations are not counted. Without a count marker they are counted as removed.
  const registrations = all.filter(
    ({ erasure, registrationId }) => !erasure?.completedAt || markers.has(registrationId),
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
  const lost = late.filter(({ lastChange }) => isChangeOlder(byKey, lastChange, now));
  const texts = [
    ...wrong.map(({ registrationId }) => `registration ${registrationId} is counted as something else`),
    ...lost.map(({ registrationId }) => `registration ${registrationId} was never counted since its last change`),
    ...findCountDifferences(
      sumByDimension(counts.all),
      sumByDimension(addStatisticsCounts(computeCountChanges(counted.map((after) => ({ after }))), counts.removed)),
    ),
  ];
  const mend = mendIfSourcesAreRead(rows, ["registration"], { kind: "statistics" });
  return { pending: late.length, findings: texts.map((text) => ({ text, ...mend })) };
}

/** The time after which the consumers of the stream have certainly seen, or given up, a change, in ms. */
const maxConsumerDelayMs = 3_600_000;

/** Whether a change is so old that every consumer of the stream must have seen it. */
export function isChangeOlder(
  byKey: ReadonlyMap<string, Item>,
  changeId: string | undefined,
  now: number | undefined,
): boolean {
  if (now === undefined || changeId === undefined) return false;
  const at = byKey.get(serializeKey(keys.journal(changeId)))?.["at"]?.S;
  return at !== undefined && Date.parse(at) < now - maxConsumerDelayMs;
}

/** The sum of two counts, cell by cell. */
export function addStatisticsCounts(a: StatisticsCounts, b: StatisticsCounts): StatisticsCounts {
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
