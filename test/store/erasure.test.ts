import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { takeOut } from "#shared/erasure/begin.ts";
import { finishErasure } from "#shared/erasure/finish.ts";
import { indexPerson } from "#shared/store/index-people.ts";
import { apply, openHall, patience } from "../support/hall.ts";
import { documentsAt, startS3, type TestBucket } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let bucket: TestBucket;
beforeAll(async () => {
  [started, bucket] = await Promise.all([startTable(), startS3()]);
});
afterAll(() => Promise.all([started.stop(), bucket.stop()]));

/** What the search finds somebody by. */
async function wordsOf(registrationId: string): Promise<number> {
  const { Items = [] } = await started.table.client.send(new ScanCommand({ TableName: started.table.name }));
  const isFound = (entity = "") => entity === "word" || entity === "alike";
  return Items.filter((item) => isFound(item["entity"]?.S) && item["registrationId"]?.S === registrationId).length;
}

test("an erasure takes somebody out of the search by itself: here no stream brings the change to the index", async () => {
  const conferenceId = await openHall(started.table, 10);
  const { id: registrationId } = await apply(started.table, conferenceId, {}, { givenName: "Amina" });
  await indexPerson(started.table, registrationId, patience());
  expect(await wordsOf(registrationId)).toBeGreaterThan(0);
  const context = { actor: { kind: "delegate", id: registrationId }, at: new Date().toISOString() } as const;
  await takeOut(started.table, { registrationId, because: "at-their-request", context, deadline: patience() });
  const stores = { table: started.table, documents: documentsAt(bucket.endpoint) };
  expect(await finishErasure(stores, registrationId, patience())).toMatchObject({
    erasure: { doneAt: expect.any(String) },
  });
  expect(await wordsOf(registrationId)).toBe(0);
});
