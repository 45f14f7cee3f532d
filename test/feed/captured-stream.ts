import type { DynamoDBStreamEvent } from "aws-lambda";
import type { Item, Table } from "#shared/dynamodb/table.ts";
import { handleAuditAndStatisticsEvent } from "../../functions/audit-and-statistics/handle.ts";
import { planInvocations, type StreamRecord } from "../../functions/stream-dispatcher/subscriptions.rules.ts";

interface Written {
  readonly TransactItems?: readonly { readonly Put?: { readonly Item?: Item } }[];
  readonly Item?: Item;
}

/** Collects what is written through the client of a table, as its stream would, until it is delivered. */
export function captureStream(table: Table) {
  let pending: StreamRecord[] = [];
  let sequence = 0;
  const capture = (item: Item | undefined) => {
    if (!item) return;
    sequence += 1;
    const eventName = item["entity"]?.S === "journal" ? "INSERT" : "MODIFY";
    pending.push({ eventName, dynamodb: { SequenceNumber: String(sequence), NewImage: item } } as StreamRecord);
  };
  table.client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { TransactItems = [], Item } = args.input as Written;
      for (const { Put } of TransactItems) capture(Put?.Item);
      capture(Item);
      return result;
    },
    { step: "initialize" },
  );
  const handle = handleAuditAndStatisticsEvent(table);
  return {
    /** Delivers the records that `choose` returns to the consumer through the dispatcher. The others stay. */
    async deliver(choose: (records: readonly StreamRecord[]) => readonly StreamRecord[]): Promise<void> {
      const records = choose(pending);
      pending = pending.filter((record) => !records.includes(record));
      for (const { consumer, records: batch } of planInvocations(records)) {
        if (consumer !== "audit-and-statistics") continue;
        const event = { Records: batch } as DynamoDBStreamEvent;
        const { batchItemFailures } = await handle(event, { getRemainingTimeInMillis: () => 60_000 });
        if (batchItemFailures.length > 0) throw new Error("the consumer failed");
      }
    },
  };
}
