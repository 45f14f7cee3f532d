import { scanItems } from "#shared/dynamodb/table.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { runCommand } from "./command.ts";
import { printLines } from "./print.ts";
import { rebuildConference } from "./rebuild/rebuild-conference.ts";
import { openOperatorTable } from "./target.ts";
import { sortStoredRows } from "./verify-counters/stored-rows.ts";

/**
 * Writes everything again that follows from the rows: statistics, search index, lists of the gates, constraints, keys
 * of the indexes. The system may run meanwhile. Exits with 1 if something can't be rebuilt.
 */
await runCommand(
  {
    usage: "rebuild -- [--conference ID] [--table NAME]",
    options: {
      conference: { type: "string", help: "the conference; without it, all of them" },
      table: {
        type: "string",
        help: "the table of a deployed system, the output TableName; without it, the running local system",
      },
    },
  },
  async ({ values: { conference, table } }) => {
    const store = toCommandStore(await openOperatorTable(table));
    const all = sortStoredRows(await Array.fromAsync(scanItems(store))).byConference.keys();
    let refused = 0;
    for (const conferenceId of conference === undefined ? [...all] : [conference]) {
      const { registrations, results } = await rebuildConference(store, conferenceId);
      const refusals = results.filter(({ refusal }) => refusal !== undefined);
      refused += refusals.length;
      const lines = [
        `${conferenceId}: ${registrations} registrations counted and indexed, ${results.length - refusals.length} rows mended`,
        ...refusals.map(({ text, refusal }) => `REFUSED: ${text}: ${refusal}`),
      ];
      printLines(lines);
    }
    return refused === 0 ? 0 : 1;
  },
);
