import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { createId, getBucket, keys, lists } from "#shared/dynamodb/keys.ts";
import { S, toItemKey } from "#shared/dynamodb/table.ts";
import { listUnsettledChanges } from "#shared/email/outbox.repository.ts";
import { handleOutboxEvent } from "../../functions/email-outbox/handle.ts";
import { putItems } from "../support/journal.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
const begin = Date.parse("2027-03-01T12:00:00Z");
const ids = Array.from({ length: 60 }, createId);

beforeAll(async () => {
  started = await startTable();
  const items = ids.map((changeId, index) => {
    const dueSort = S(`${new Date(begin + index * 1_000).toISOString()}#${changeId}`);
    const dueKey = S(lists.outbox(getBucket(changeId)));
    return { ...toItemKey(keys.journal(changeId)), entity: S("journal"), dueKey, dueSort };
  });
  await putItems(started.table, items.toReversed());
});
afterAll(() => started.stop());

test("unsettled changes are listed oldest first over all buckets", async () => {
  expect(new Set(ids.map(getBucket)).size).toBe(8);
  const before = new Date(begin + 50 * 1_000).toISOString();
  expect(await Array.fromAsync(listUnsettledChanges(started.table, before))).toEqual(ids.slice(0, 50));
});

test("a sweep whose time is over has tried the oldest emails, of whichever bucket", async () => {
  let clock = Date.now();
  const stopped = vi.spyOn(Date, "now").mockImplementation(() => clock);
  onTestFinished(() => stopped.mockRestore());
  const tried: string[] = [];
  const deliver = async (changeId: string) => {
    tried.push(changeId);
    clock += 100;
    return { mustBeAlone: false };
  };
  const sweep = handleOutboxEvent(started.table, deliver, () => begin + 3_600_000);
  await sweep({ sweep: true }, { getRemainingTimeInMillis: () => 9_000 });
  // 1,000 ms are left for emails. The eleventh begins when they have passed, and not after them.
  expect(tried).toEqual(ids.slice(0, 11));
});
