import { getString, type Table } from "#shared/dynamodb/table.ts";
import { listUnsettledChanges } from "#shared/email/outbox.repository.ts";
import { createStreamHandler, log } from "#shared/runtime/lambda.ts";
import { sendDueReminders } from "./announcements.ts";

/** The age in ms from which the sweep takes an unsettled change. The stream delivers younger ones. */
const sweepDelayMs = 30_000;

/**
 * Sends the emails of one change, or queues those of its announcement, until the time is over (ms of `Date.now()`). The
 * rest stays in the outbox for the sweep.
 * @throws if the database or another service is unavailable: the stream delivers the change again
 */
export type DeliverChange = (changeId: string, until: number) => Promise<void>;

/** Delivers each change that queued an email, as the stream brings it. The schedule finds those that an event missed. */
export const handleOutboxEvent = (table: Table, deliver: DeliverChange, now: () => number = Date.now) =>
  createStreamHandler({
    failure: { code: "email.attempt-failed", field: "changeId" },
    shutdownBufferMs: 8_000,
    concurrency: 8,
    getKeys: (image) => [getString(image, "changeId")],
    process: (changeId, _, deadline) => deliver(changeId, deadline),
    sweep: async (processAll) => {
      const changeIds = await Array.fromAsync(
        listUnsettledChanges(table, new Date(now() - sweepDelayMs).toISOString()),
      );
      const failed = await processAll(changeIds);
      log("email-outbox.swept", { found: changeIds.length, failed: failed.size });
      await sendDueReminders(table, now());
    },
  });
