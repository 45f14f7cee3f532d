import { scanItems } from "#shared/dynamodb/table.ts";
import { auditConference, toAuditRecords, verifyHistory } from "../../../cli/audit/load-audit.ts";
import { verifyItems } from "../../../cli/verify-counters/verify-counters.ts";
import { waitFor } from "../../support/wait-for.ts";
import { openSystemTable } from "../authorization/tokens.ts";
import { waitTimeoutMs } from "./system.ts";

/**
 * Waits until the consequences of all changes of a conference are complete: emails, statistics, the chain. It reads the
 * table once for each attempt, because the table of all tests is long. Whether the result is right is for
 * `verifyCounters` and `auditConference` to say.
 */
export const waitUntilAtRest = (conferenceId: string) =>
  waitFor(
    waitTimeoutMs,
    async () => {
      const items = await Array.fromAsync(scanItems(openSystemTable()));
      const [counters] = verifyItems(items, undefined, conferenceId).conferences;
      const { pendingEntries } = verifyHistory(toAuditRecords(conferenceId, items), Date.now());
      const unsent = items.filter(
        (item) => item["conferenceId"]?.S === conferenceId && item["dueKey"]?.S?.startsWith("OUTBOX#"),
      );
      return { uncounted: counters?.pendingStatistics, unchained: pendingEntries, unsent: unsent.length };
    },
    (pending) => Object.values(pending).every((count) => count === 0),
    // To read the table takes time from the consumers that the wait is for.
    500,
  );

/** Audits a conference once every change is added to its chain. */
export const auditWhenChained = (conferenceId: string) =>
  waitFor(
    waitTimeoutMs,
    () => auditConference(openSystemTable(), conferenceId, Date.now()),
    ({ pendingEntries }) => pendingEntries === 0,
  );
