import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { finishErasure, startErasure } from "#shared/privacy/erase-registration.ts";
import { indexRegistration } from "#shared/search/search-index.repository.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, getDeadline, openHall } from "../support/test-commands.ts";

let started: TestTable;
let bucket: TestBucket;
beforeAll(async () => {
  [started, bucket] = await Promise.all([startTable(), startTestS3()]);
});
afterAll(() => Promise.all([started.stop(), bucket.stop()]));

/** The search terms of a person. */
async function wordsOf(registrationId: string): Promise<number> {
  const { Items = [] } = await started.table.client.send(new ScanCommand({ TableName: started.table.name }));
  const isFound = (entity = "") => entity === "search-term" || entity === "match-trait";
  return Items.filter((item) => isFound(item["entity"]?.S) && item["registrationId"]?.S === registrationId).length;
}

test("an erasure removes a person from the search index itself, without the stream", async () => {
  const conferenceId = await openHall(started.table, 10);
  const { id: registrationId } = await applyToConference(started.table, conferenceId, {}, { givenName: "Amina" });
  await indexRegistration(started.table, registrationId, getDeadline());
  expect(await wordsOf(registrationId)).toBeGreaterThan(0);
  const context = { actor: { kind: "delegate", id: registrationId }, at: new Date().toISOString() } as const;
  await startErasure(started.table, { registrationId, reason: "at-their-request", context, deadline: getDeadline() });
  const stores = { table: started.table, documents: openTestDocuments(bucket.endpoint) };
  expect(await finishErasure(stores, registrationId, getDeadline())).toMatchObject({
    erasure: { completedAt: expect.any(String) },
  });
  expect(await wordsOf(registrationId)).toBe(0);
});
