import { setTimeout as sleep } from "node:timers/promises";
import { PutObjectCommand, PutObjectTaggingCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPendingDocument, findDocument } from "#shared/documents/documents.repository.ts";
import type { InspectionVerdict } from "#shared/documents/inspection.contract.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { handleScanResult } from "../../functions/document-scan/handle.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let bucket: TestBucket;
beforeAll(async () => {
  [started, bucket] = await Promise.all([startTable(), startTestS3()]);
});
afterAll(() => Promise.all([started.stop(), bucket.stop()]));

/** An upload whose clean scan has been reported, and whose object has no tag yet. */
async function upload() {
  const documents = openTestDocuments(bucket.endpoint);
  const documentId = createId();
  const object = { Bucket: documents.bucket, Key: `quarantine/${documentId}` };
  const { ETag: eTag } = await documents.client.send(new PutObjectCommand({ ...object, Body: "a photo" }));
  const at = new Date().toISOString();
  const conferenceId = `conference-${documentId}`;
  await createPendingDocument(started.table, {
    documentId,
    conferenceId,
    kind: "photo",
    status: { state: "awaited" },
    at,
  });
  const inspect = async (): Promise<InspectionVerdict> => {
    await bucket.put(documentId, new TextEncoder().encode("the photo"));
    return { state: "checked", fileType: "image/jpeg", size: 9 };
  };
  const event = {
    detail: {
      s3ObjectDetails: { objectKey: object.Key, eTag },
      scanResultDetails: { scanResultStatus: "NO_THREATS_FOUND" },
    },
  };
  return {
    tag: (Value: string) =>
      documents.client.send(
        new PutObjectTaggingCommand({
          ...object,
          Tagging: { TagSet: [{ Key: "GuardDutyMalwareScanStatus", Value }] },
        }),
      ),
    report: () =>
      handleScanResult(started.table, documents, inspect)(event, { getRemainingTimeInMillis: () => 60_000 }),
    getStatus: async () => (await findDocument(started.table, documentId))?.status,
  };
}

test("an upload whose tag comes after the event is released, not refused", async () => {
  const { tag, report, getStatus } = await upload();
  const reported = report();
  await sleep(600);
  expect(await getStatus()).toEqual({ state: "awaited" });
  await tag("NO_THREATS_FOUND");
  await reported;
  expect(await getStatus()).toEqual({ state: "checked", fileType: "image/jpeg", size: 9 });
});

test("an event whose tag doesn't come in time fails, so that it is repeated, and the repetition decides", async () => {
  const { tag, report, getStatus } = await upload();
  await expect(report()).rejects.toThrow("no tag yet");
  expect(await getStatus()).toEqual({ state: "awaited" });
  await tag("NO_THREATS_FOUND");
  await report();
  expect(await getStatus()).toEqual({ state: "checked", fileType: "image/jpeg", size: 9 });
});

test("a late tag that contradicts a clean event refuses the upload", async () => {
  const { tag, report, getStatus } = await upload();
  const reported = report();
  await sleep(300);
  await tag("THREATS_FOUND");
  await reported;
  expect(await getStatus()).toEqual({ state: "refused", rejection: "malware-found" });
});
