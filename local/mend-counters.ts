import type { CommandStore } from "#shared/commands/command-store.ts";
import type { Item } from "#shared/dynamodb/table.ts";
import { describeFault } from "../cli/print.ts";
import { type RepairResult, repairConference } from "../cli/verify-counters/repair.ts";
import { verifyPools } from "../cli/verify-counters/verify-counters.ts";

/**
 * Brings the counters of all pools to the rows before the first function runs: one that says fewer seats than people hold
 * would seat more than its limit, and no function could tell. A seat that names no shard of its pool gets one. Each mend
 * joins the history. A conference that can't be read or mended does not stop the others.
 * @param items all items of the table
 * @returns what was mended, and what a person must do, in one sentence each
 */
export async function mendCounters(store: CommandStore, items: Iterable<Item>): Promise<string[]> {
  const { conferences, unreadable } = verifyPools(items);
  const lines = unreadable.map(({ text, refusal }) => `${text}: ${refusal}. See npm run verify-counters`);
  for (const { conferenceId, findings, poolsOverLimit } of conferences) {
    const results = findings.length === 0 ? [] : await tryRepair(store, conferenceId);
    const counted = new Set([unrepairable, ...findings.map(({ text }) => text)]);
    const own = results.filter(({ text }) => counted.has(text));
    lines.push(
      ...own.map(({ text, refusal }) =>
        refusal === undefined
          ? `${conferenceId}: mended: ${text}`
          : `${conferenceId}: ${text}. Not mended: ${refusal}. See npm run verify-counters -- --repair`,
      ),
      ...poolsOverLimit.map(
        ({ pool, limit, holders }) =>
          `${conferenceId}: ${holders} people hold a seat in ${pool}, whose limit is ${limit}. See npm run verify-counters`,
      ),
    );
  }
  return lines;
}

const unrepairable = "its counters can't be repaired";

async function tryRepair(store: CommandStore, conferenceId: string): Promise<RepairResult[]> {
  try {
    return await repairConference(store, conferenceId, ["pool", "allocation"]);
  } catch (error) {
    return [{ text: unrepairable, refusal: describeFault(error) }];
  }
}
