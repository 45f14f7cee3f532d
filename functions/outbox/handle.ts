import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { errorKind, log } from "#shared/http/log.ts";
import { unsettledChanges } from "#shared/store/outbox.ts";
import type { Table } from "#shared/store/table.ts";
import { remindWhereDue } from "./remind.ts";

/** What the schedule sends. */
export interface Sweep {
  readonly sweep: true;
}

/** How old a promise must be before the sweep takes it up, in ms: younger ones are on their way by the stream. */
const sweepAfterMs = 30_000;

/** How many changes are delivered at a time. */
const lanes = 8;

/** Left of the function's time for finishing the mails under way, in ms. */
const margin = 8_000;

/**
 * Sends the mails of one change, or promises those that it announces, until the time is up. What couldn't be done stays
 * on the list, for the sweep. @throws when the database or a service is out: then the stream brings the change again
 */
export type Deliver = (changeId: string, until: number) => Promise<void>;

/** The stream brings each change that promised a mail; the schedule finds those that an event missed. */
export const handleEvent =
  (table: Table, deliver: Deliver, now: () => number = Date.now) =>
  async (
    event: DynamoDBStreamEvent | Sweep,
    context: Pick<Context, "getRemainingTimeInMillis">,
  ): Promise<DynamoDBBatchResponse> => {
    const until = Date.now() + context.getRemainingTimeInMillis() - margin;
    if ("sweep" in event) {
      const before = new Date(now() - sweepAfterMs).toISOString();
      const changeIds = await Array.fromAsync(unsettledChanges(table, before));
      const failed = await deliverAll(deliver, changeIds, until);
      log("outbox.swept", { found: changeIds.length, failed: failed.size });
      await remindWhereDue(table, now());
      return { batchItemFailures: [] };
    }
    const records = event.Records.map(({ dynamodb }) => ({
      sequence: dynamodb?.SequenceNumber ?? "",
      changeId: dynamodb?.NewImage?.["changeId"]?.S ?? "",
    }));
    const failed = await deliverAll(
      deliver,
      records.map(({ changeId }) => changeId),
      until,
    );
    const failures = records.filter(({ changeId }) => failed.has(changeId));
    return { batchItemFailures: failures.map(({ sequence }) => ({ itemIdentifier: sequence })) };
  };

/** @returns the changes that couldn't be delivered, or not in time; one that fails stops no other */
async function deliverAll(deliver: Deliver, changeIds: readonly string[], until: number): Promise<Set<string>> {
  const failed = new Set<string>();
  const queue = changeIds.values();
  const lane = async () => {
    for (const changeId of queue) {
      try {
        if (Date.now() > until) failed.add(changeId);
        else await deliver(changeId, until);
      } catch (error) {
        failed.add(changeId);
        log("mail.failed", { changeId, ...errorKind(error) }, "error");
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return failed;
}
