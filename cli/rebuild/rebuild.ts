import { isDeepStrictEqual } from "node:util";
import { keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { type Deadline, deleteItem, getItem, queryItems, type Table } from "#shared/dynamodb/table.ts";
import { parseSearchKeys } from "#shared/search/review-hints.repository.ts";
import { indexRegistration } from "#shared/search/search-index.repository.ts";
import { computeCountChanges } from "#shared/statistics/counts.rules.ts";
import { countRegistrations, parseConferenceCounts, toCellItem } from "#shared/statistics/statistics.repository.ts";
import { putIfAsSeen } from "../verify-counters/repair.repository.ts";
import { type ConferenceRows, loadConferenceRows } from "../verify-counters/stored-rows.ts";
import { addStatisticsCounts } from "../verify-counters/verify-statistics.ts";

/** How long the rebuild of one part is tried, in ms. */
const rebuildTimeoutMs = 120_000;

/**
 * Counts a conference again from its rows, while the system runs: first each registration whose count marker is missing
 * or wrong, then each cell that is not the sum of the markers. A count of the consumer that comes between is kept.
 * @throws Error if the counts change all the time
 */
export async function rebuildStatistics(table: Table, conferenceId: string): Promise<void> {
  const deadline = Date.now() + rebuildTimeoutMs;
  const rows = await loadConferenceRows(table, conferenceId);
  await deleteUnreadableMarkers(table, rows);
  const ids = rows.registrations.map(({ registrationId }) => registrationId);
  await countRegistrations(table, conferenceId, ids, deadline);
  while (Date.now() < deadline) if (await replaceWrongCells(table, conferenceId)) return;
  throw new Error(`The statistics of ${conferenceId} change all the time: rebuild them in a quieter hour.`);
}

async function deleteUnreadableMarkers(table: Table, { registrations, countMarkers, byKey }: ConferenceRows) {
  for (const { registrationId } of registrations) {
    const key = keys.countMarker(registrationId);
    if (!countMarkers.has(registrationId) && byKey.has(serializeKey(key))) await deleteItem(table, key);
  }
}

/** @returns whether all cells are right now, and none has changed meanwhile */
async function replaceWrongCells(table: Table, conferenceId: string): Promise<boolean> {
  const loadCells = () =>
    Array.fromAsync(queryItems(table, { partition: keys.statistic(conferenceId, "").PK, isConsistent: true }));
  const before = await loadCells();
  const { registrations, countMarkers } = await loadConferenceRows(table, conferenceId);
  const cells = await loadCells();
  if (!isDeepStrictEqual(before, cells)) return false;
  const markers = registrations.flatMap(({ registrationId }) => countMarkers.get(registrationId) ?? []);
  const { all, removed } = parseConferenceCounts(cells);
  const expected = addStatisticsCounts(computeCountChanges(markers.map((after) => ({ after }))), removed);
  const seen = new Map(cells.map((item) => [item["SK"]?.S ?? "", item]));
  let isRight = true;
  for (const cell of new Set([...all.keys(), ...expected.keys()])) {
    const item = toCellItem(conferenceId, cell, { all: expected, removed });
    const isSame = JSON.stringify([...(all.get(cell) ?? [])]) === JSON.stringify(sortEntries(expected.get(cell)));
    if (!isSame) isRight = (await putIfAsSeen(table, item, seen.get(cell), Date.now() + 5_000)) && isRight;
  }
  return isRight;
}

const sortEntries = (counts: ReadonlyMap<string, number> = new Map()) =>
  [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Writes all search rows of a registration again, and finds its match candidates again. */
export async function rebuildSearchEntry(table: Table, registrationId: string, deadline: Deadline): Promise<void> {
  const key = keys.searchEntry(registrationId);
  const entry = await getItem(table, key);
  try {
    parseSearchKeys(entry);
  } catch {
    await deleteItem(table, key);
  }
  await indexRegistration(table, registrationId, deadline, true);
}
