import type { CommandStore } from "#shared/commands/command-store.ts";
import type { Item } from "#shared/dynamodb/table.ts";
import { repairConference } from "../cli/verify-counters/repair.ts";
import { verifyPools } from "../cli/verify-counters/verify-counters.ts";

/**
 * Brings the counters of all pools to the rows before the first function runs: one that says fewer seats than people hold
 * would seat more than its limit, and no function could tell. Each mend joins the history.
 * @param items all items of the table
 * @returns what was mended, and what a person must do, in one sentence each
 */
export async function mendCounters(store: CommandStore, items: Iterable<Item>): Promise<string[]> {
  const lines: string[] = [];
  for (const { conferenceId, findings, poolsOverLimit } of verifyPools(items)) {
    const results = findings.length === 0 ? [] : await repairConference(store, conferenceId, ["pool"]);
    const counted = new Set(findings.map(({ text }) => text));
    const own = results.filter(({ text }) => counted.has(text));
    lines.push(
      ...own.map(({ text, refusal }) =>
        refusal === undefined
          ? `${conferenceId}: mended a counter: ${text}`
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
