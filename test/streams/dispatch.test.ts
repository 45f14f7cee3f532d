import type { DynamoDBStreamEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { dispatchRecords } from "../../functions/stream-dispatcher/dispatch.ts";
import type { ConsumerName } from "../../functions/stream-dispatcher/subscriptions.rules.ts";
import { captureLogLines } from "../support/log-lines.ts";

const lines = captureLogLines();

const change = (sequence: string, more: object = {}) => ({
  eventName: "INSERT",
  dynamodb: {
    SequenceNumber: sequence,
    NewImage: { entity: { S: "journal" }, changeId: { S: `c${sequence}` }, conferenceId: { S: "idm" }, ...more },
  },
});
const reindexed = { reindexIds: { S: "r1" } };

/** Dispatches the records while Lambda accepts no event for some consumers. */
async function dispatch(records: readonly object[], refusing: readonly ConsumerName[] = []) {
  const accepted: string[] = [];
  const handle = dispatchRecords(async (consumer) => {
    if (refusing.includes(consumer)) throw new Error("no concurrency");
    accepted.push(consumer);
  });
  const { batchItemFailures } = await handle({ Records: records } as unknown as DynamoDBStreamEvent);
  return { accepted, failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

test("each consumer is invoked once for the records of a batch", async () => {
  expect(await dispatch([change("1"), change("2", reindexed), change("3", reindexed)])).toEqual({
    accepted: ["audit-and-statistics", "search-indexer"],
    failed: [],
  });
});

test("a consumer whose event is not accepted holds up no other, and only its records come again", async () => {
  const { accepted, failed } = await dispatch([change("1"), change("2", reindexed)], ["search-indexer"]);
  expect(accepted).toEqual(["audit-and-statistics"]);
  expect(failed).toEqual(["2"]);
  expect(lines).toMatchObject([{ code: "stream.not-dispatched", consumer: "search-indexer", records: 1 }]);
});

test("a record that two consumers miss is reported once", async () => {
  const { failed } = await dispatch([change("7", reindexed)], ["search-indexer", "audit-and-statistics"]);
  expect(failed).toEqual(["7"]);
});
