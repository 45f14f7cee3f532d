import type { CommandStore } from "#shared/commands/command-store.ts";
import { type RepairResult, repairConference } from "../verify-counters/repair.ts";
import { loadConferenceRows } from "../verify-counters/stored-rows.ts";
import { rebuildSearchEntry, rebuildStatistics } from "./rebuild.ts";

/** How long the search rows of one registration are written, in ms. */
const indexTimeoutMs = 30_000;

/** What a rebuild did. */
export interface RebuildReport {
  readonly conferenceId: string;
  readonly registrations: number;
  readonly results: readonly RepairResult[];
}

/**
 * Writes everything again that follows from the rows of a conference and holds no seats, while the system runs: the
 * statistics, the search index, the lists of the gates, uniqueness constraints and the keys of the indexes.
 */
export async function rebuildConference(store: CommandStore, conferenceId: string): Promise<RebuildReport> {
  const rows = await loadConferenceRows(store, conferenceId);
  // Without a registration that can't be read, every count would be too low.
  if (!rows.unreadableSources.has("registration")) await rebuildStatistics(store, conferenceId);
  for (const { registrationId } of rows.registrations)
    await rebuildSearchEntry(store, registrationId, Date.now() + indexTimeoutMs);
  const results = await repairConference(store, conferenceId, ["derived-row", "extra-row", "search", "statistics"]);
  return { conferenceId, registrations: rows.registrations.length, results };
}
