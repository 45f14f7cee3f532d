import { chainEntries } from "#shared/audit/chain.repository.ts";
import { auditConference, listUnchainedEntries, toAuditRecords, verifyHistory } from "./audit/load-audit.ts";
import type { AuditReport } from "./audit/verify-chain.ts";
import { runCommand, UsageError } from "./command.ts";
import { printLines } from "./print.ts";
import { getLocalLocation, openOperatorTable, readLocalTable } from "./target.ts";

/** A head of the chain, as it is printed: its number, and its hash (SHA-256, hexadecimal). */
const headPattern = /^\d+:[\da-f]{64}$/;

/**
 * Proves that no entry of the conference's history was altered, removed or moved since it was chained. `--head` is a
 * head of the chain that was printed or logged before: it must still be in the chain, which proves that the chain was
 * not replaced. `--chain` first chains the entries that the stream consumer discarded. Works on the local system,
 * running or not, or with `--table` and the usual AWS credentials on a deployed one. Exits with 1 on any difference.
 */
await runCommand(
  {
    usage: "audit -- --conference ID [--table NAME] [--head NUMBER:HASH] [--chain]",
    options: {
      conference: { type: "string", help: "the conference" },
      table: {
        type: "string",
        help: "the table of a deployed system, the output TableName; without it, the local system",
      },
      head: { type: "string", help: "a head of the chain that was printed or logged before, NUMBER:HASH" },
      chain: {
        type: "boolean",
        help: "first chain the entries that the consumer of the stream gave up; the local system must run",
      },
    },
  },
  async ({ values: { conference, table: name, head, chain } }) => {
    if (!conference) throw new UsageError("--conference is missing.");
    if (head !== undefined && !headPattern.test(head))
      throw new UsageError("--head must be a head that was printed before, NUMBER:HASH, with 64 characters of hash.");
    if (chain) {
      const table = await openOperatorTable(name);
      const unchained = await listUnchainedEntries(table, conference);
      await chainEntries(table, conference, unchained, Date.now() + 600_000);
    }
    const report = await audit(conference, name, head);
    printAuditReport(report);
    return report.differences.length === 0 ? 0 : 1;
  },
);

/** The local table is read at one moment, so the system may run, or not. */
async function audit(conferenceId: string, name: string | undefined, head: string | undefined): Promise<AuditReport> {
  if (name !== undefined) return auditConference(await openOperatorTable(name), conferenceId, Date.now(), head);
  const items = [...readLocalTable(getLocalLocation().folder)];
  return verifyHistory(toAuditRecords(conferenceId, items), Date.now(), head);
}

function printAuditReport(report: AuditReport): void {
  const { conferenceId, entries, head, erasedEntries, pendingEntries, differences } = report;
  const lines = [
    `${conferenceId}: ${entries} entries, ${head.sequence} of them chained`,
    `${erasedEntries} with erased personal data, ${pendingEntries} not chained yet`,
    ...differences.map((difference) => `DIFFERENCE: ${difference}`),
    differences.length === 0 ? "history whole" : `${differences.length} differences`,
    `head ${head.sequence}:${head.hash}`,
  ];
  printLines(lines);
}
