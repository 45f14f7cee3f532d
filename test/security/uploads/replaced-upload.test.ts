import { GetObjectTaggingCommand, PutObjectCommand, PutObjectTaggingCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { createPendingDocument, findDocument, recordScanResult } from "#shared/documents/documents.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { inspectUpload } from "../../../functions/document-inspect/inspect-upload.ts";
import { handleScanResult } from "../../../functions/document-scan/handle.ts";
import type { UploadInspector } from "../../../functions/document-scan/upload-inspector.ts";
import { buildJpeg } from "../../support/files.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../../support/s3.ts";
import { startTable, type TestTable } from "../../support/table.ts";

let started: TestTable;
let s3: TestBucket;
let documents: DocumentsBucket;
beforeAll(async () => {
  [started, s3] = await Promise.all([startTable(), startTestS3()]);
  documents = openTestDocuments(s3.endpoint);
});
afterAll(() => Promise.all([started.stop(), s3.stop()]));

const [clean, threat] = ["NO_THREATS_FOUND", "THREATS_FOUND"] as const;
const [first, second] = [buildJpeg(600, 800), buildJpeg(640, 800)];
const Bucket = "palais-test";

async function awaitUpload(): Promise<string> {
  const documentId = createId();
  await createPendingDocument(started.table, {
    documentId,
    conferenceId: "idm",
    kind: "photo",
    at: new Date().toISOString(),
    status: { state: "awaited" },
  });
  return documentId;
}

/** Stores an upload. @returns its ETag, as the event of its scan has it */
async function upload(documentId: string, Body: Uint8Array): Promise<string> {
  const Key = `quarantine/${documentId}`;
  const { ETag } = await documents.client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: "image/jpeg" }));
  // S3 deletes the tags of an object that is stored again; its emulator keeps them.
  await documents.client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [] } }));
  return (ETag ?? "").replaceAll('"', "");
}

const tag = (documentId: string, Value: string) =>
  documents.client.send(
    new PutObjectTaggingCommand({
      Bucket,
      Key: `quarantine/${documentId}`,
      Tagging: { TagSet: [{ Key: "GuardDutyMalwareScanStatus", Value }] },
    }),
  );

/** Handles the event of a scan, as the function does. */
function report(documentId: string, eTag: string, scanResultStatus: string, inspect: UploadInspector = inspectUpload) {
  const detail = {
    s3ObjectDetails: { objectKey: `quarantine/${documentId}`, eTag },
    scanResultDetails: { scanResultStatus },
  };
  const handle = handleScanResult(started.table, documents, inspect);
  return handle({ detail }, { getRemainingTimeInMillis: () => 30_000 });
}

const getStatus = async (documentId: string) => (await findDocument(started.table, documentId))?.status;

describe("the scan of an upload that was replaced", () => {
  test.each([clean, threat, "UNSUPPORTED"])(
    "decides nothing if its result is %s, and the next scan decides",
    async (result) => {
      const documentId = await awaitUpload();
      const former = await upload(documentId, first);
      await tag(documentId, result);
      const present = await upload(documentId, second);
      await report(documentId, former, result);
      expect(await getStatus(documentId)).toEqual({ state: "awaited" });
      await tag(documentId, clean);
      await report(documentId, present, clean);
      expect(await getStatus(documentId)).toMatchObject({ state: "checked" });
    },
  );

  test("decides nothing if it was clean and the scan of the replacement has found a threat", async () => {
    const documentId = await awaitUpload();
    const former = await upload(documentId, first);
    const present = await upload(documentId, second);
    await tag(documentId, threat);
    await report(documentId, former, clean);
    expect(await getStatus(documentId)).toEqual({ state: "awaited" });
    await report(documentId, present, threat);
    expect(await getStatus(documentId)).toEqual({ state: "refused", rejection: "malware-found" });
  });

  test("decides nothing if the upload was deleted", async () => {
    const documentId = await awaitUpload();
    await report(documentId, "a", threat);
    expect(await getStatus(documentId)).toEqual({ state: "awaited" });
  });
});

describe("two inspections of one upload", () => {
  const listTags = async (documentId: string) => {
    const command = new GetObjectTaggingCommand({ Bucket, Key: `checked/${documentId}` });
    return (await documents.client.send(command)).TagSet ?? [];
  };

  test("release the file if its verdict was recorded", async () => {
    const documentId = await awaitUpload();
    const eTag = await upload(documentId, first);
    await tag(documentId, clean);
    await report(documentId, eTag, clean);
    expect(await listTags(documentId)).toHaveLength(2);
  });

  test("do not release the file if the other one has recorded a refusal", async () => {
    const documentId = await awaitUpload();
    const eTag = await upload(documentId, first);
    await tag(documentId, clean);
    const refusal = { state: "refused", rejection: "malware-found" } as const;
    await report(documentId, eTag, clean, async (order) => {
      await recordScanResult(started.table, documentId, refusal);
      return inspectUpload(order);
    });
    expect(await getStatus(documentId)).toEqual(refusal);
    expect(await listTags(documentId)).toEqual([]);
  });
});
