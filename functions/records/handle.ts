import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { journalEntryOf } from "#shared/commands/journal.ts";
import { errorKind, log } from "#shared/http/log.ts";
import { chainEntries } from "#shared/store/audit/chain.ts";
import { countRegistrations } from "#shared/store/composition.ts";
import type { Item, Table } from "#shared/store/table.ts";

/** Left of the function's time for answering, in ms. */
const margin = 2_000;

/**
 * Keeps the books of what has happened: chains each change into the history of its conference, and counts the
 * registrations it touched as they are now. What comes twice, late or in another order changes nothing.
 */
export const handleEvent =
  (table: Table) =>
  async (
    event: DynamoDBStreamEvent,
    context: Pick<Context, "getRemainingTimeInMillis">,
  ): Promise<DynamoDBBatchResponse> => {
    const deadline = Date.now() + context.getRemainingTimeInMillis() - margin;
    const failures: DynamoDBRecord[] = [];
    for (const [conferenceId, records] of Map.groupBy(event.Records, conferenceOf)) {
      if (!(await areKept(table, conferenceId, records, deadline))) failures.push(...records);
    }
    return { batchItemFailures: failures.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? "" })) };
  };

const conferenceOf = ({ dynamodb }: DynamoDBRecord) => dynamodb?.NewImage?.["conferenceId"]?.S ?? "";

/** Whether both books have it; a failure of one conference stops no other. */
async function areKept(table: Table, conferenceId: string, records: readonly DynamoDBRecord[], deadline: number) {
  try {
    const items = records.map(({ dynamodb }) => dynamodb?.NewImage as Item);
    const { sequence, hash } = await chainEntries(table, conferenceId, items, deadline);
    const ids = items.flatMap((item) => journalEntryOf(item).registrations.map(({ registrationId }) => registrationId));
    await countRegistrations(table, conferenceId, ids, deadline);
    // In the log, where whoever can write the table can't: an end of the chain that a later one must hold.
    log("audit.chained", { conferenceId, sequence, head: hash });
    return true;
  } catch (error) {
    log("records.failed", { conferenceId, ...errorKind(error) }, "error");
    return false;
  }
}
