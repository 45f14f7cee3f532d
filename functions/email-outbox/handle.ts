import { getString, type Table } from "#shared/dynamodb/table.ts";
import { listUnsettledChanges } from "#shared/email/outbox.repository.ts";
import { createStreamHandler, log } from "#shared/runtime/lambda.ts";
import { sendDueReminders } from "./announcements.ts";

/** The age in ms from which the sweep takes an unsettled change. The stream delivers younger ones. */
const sweepDelayMs = 30_000;

/**
 * Sends the emails of one change, or queues those of its announcement, until the time is over (ms of `Date.now()`). The
 * rest stays in the outbox for the sweep.
 * @param mode `sweep`: an earlier attempt has not settled the change. `alone`: no other change is delivered at the same
 *   time, as it must be for an email whose earlier attempt did not end. Other modes leave such an email.
 * @returns whether an email was left for being delivered alone
 * @throws if the database or another service is unavailable, or the time is over: the stream delivers the change again
 */
export type DeliverChange = (
  changeId: string,
  until: number,
  mode: DeliveryMode,
) => Promise<{ readonly mustBeAlone: boolean }>;
export type DeliveryMode = "stream" | "sweep" | "alone";

/**
 * Delivers each change that queued an email, as the stream brings it. The schedule finds those that an event missed,
 * and delivers last, one by one, those during which an earlier invocation ended, so that they hold up no others.
 */
export const handleOutboxEvent = (table: Table, deliver: DeliverChange, now: () => number = Date.now) => {
  const deliverAlone = new Set<string>();
  return createStreamHandler({
    failure: { code: "email.attempt-failed", field: "changeId" },
    shutdownBufferMs: 8_000,
    concurrency: 8,
    getKeys: (image) => [getString(image, "changeId")],
    process: async (changeId, images, deadline) => {
      if (images.length > 0) return void (await deliver(changeId, deadline, "stream"));
      const isAlone = deliverAlone.delete(changeId);
      const { mustBeAlone } = await deliver(changeId, deadline, isAlone ? "alone" : "sweep");
      if (mustBeAlone) deliverAlone.add(changeId);
    },
    sweep: async (processAll) => {
      deliverAlone.clear();
      const changeIds = await Array.fromAsync(
        listUnsettledChanges(table, new Date(now() - sweepDelayMs).toISOString()),
      );
      const failed = new Set(await processAll(changeIds));
      for (const changeId of deliverAlone) for (const each of await processAll([changeId])) failed.add(each);
      log("email-outbox.swept", { found: changeIds.length, failed: failed.size });
      await sendDueReminders(table, now());
    },
  });
};
