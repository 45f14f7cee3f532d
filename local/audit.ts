import { parseArgs } from "node:util";
import { audit, unchainedEntries } from "#shared/store/audit/audit.ts";
import { chainEntries } from "#shared/store/audit/chain.ts";
import type { Audit } from "#shared/store/audit/verify.ts";
import { operatorTable } from "./operator-table.ts";

/**
 * `npm run audit -- --conference ID [--table NAME] [--head NUMBER:HASH] [--chain]`: proves that no entry of the
 * conference's history was altered, removed or moved since it was chained. `--head` is the end of the chain as it was
 * printed or logged before: it must still be in the chain, so that nobody has written a new one. `--chain` first chains
 * what the stream has given up. Exits 1 on any difference.
 */
const { values } = parseArgs({
  options: {
    conference: { type: "string" },
    table: { type: "string" },
    head: { type: "string" },
    chain: { type: "boolean" },
  },
});

function print({ conferenceId, entries, head, erased, onTheWay, differences }: Audit): void {
  process.stdout.write(`${conferenceId}: ${entries} entries, ${head.sequence} of them chained\n`);
  process.stdout.write(`${erased} without the people in them, ${onTheWay} on their way to the chain\n`);
  for (const difference of differences) process.stdout.write(`DIFFERENCE: ${difference}\n`);
  process.stdout.write(differences.length === 0 ? "history whole\n" : `${differences.length} differences\n`);
  process.stdout.write(`head ${head.sequence}:${head.hash}\n`);
}

if (!values.conference) {
  process.stderr.write("Which one? npm run audit -- --conference ID\n");
  process.exit(2);
}
try {
  const table = operatorTable(values.table);
  if (values.chain) {
    const lost = await unchainedEntries(table, values.conference);
    await chainEntries(table, values.conference, lost, Date.now() + 600_000);
  }
  const result = await audit(table, values.conference, Date.now(), values.head);
  print(result);
  process.exitCode = result.differences.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : "The audit failed."}\n`);
  process.exitCode = 2;
}
