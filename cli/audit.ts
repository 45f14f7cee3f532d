import { chainEntries } from "#shared/audit/chain.repository.ts";
import { auditConference, listUnchainedEntries } from "./audit/load-audit.ts";
import type { AuditReport } from "./audit/verify-chain.ts";
import { runCommand, UsageError } from "./command.ts";
import { openOperatorTable } from "./target.ts";

/**
 * Proves that no entry of the conference's history was altered, removed or moved since it was chained. `--head` is a
 * head of the chain that was printed or logged before: it must still be in the chain, which proves that the chain was
 * not replaced. `--chain` first chains the entries that the stream consumer discarded. Works on the running local
 * system, or with `--table` and the usual AWS credentials on a deployed one. Exits with 1 on any difference.
 */
await runCommand(
  "audit -- --conference ID [--table NAME] [--head NUMBER:HASH] [--chain]",
  {
    conference: { type: "string" },
    table: { type: "string" },
    head: { type: "string" },
    chain: { type: "boolean" },
  },
  async ({ values: { conference, table: name, head, chain } }) => {
    if (!conference) throw new UsageError("--conference is missing.");
    const table = openOperatorTable(name);
    if (chain) {
      const unchained = await listUnchainedEntries(table, conference);
      await chainEntries(table, conference, unchained, Date.now() + 600_000);
    }
    const report = await auditConference(table, conference, Date.now(), head);
    printAuditReport(report);
    return report.differences.length === 0 ? 0 : 1;
  },
);

function printAuditReport(report: AuditReport): void {
  const { conferenceId, entries, head, erasedEntries, pendingEntries, differences } = report;
  const lines = [
    `${conferenceId}: ${entries} entries, ${head.sequence} of them chained`,
    `${erasedEntries} with erased personal data, ${pendingEntries} not chained yet`,
    ...differences.map((difference) => `DIFFERENCE: ${difference}`),
    differences.length === 0 ? "history whole" : `${differences.length} differences`,
    `head ${head.sequence}:${head.hash}`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
