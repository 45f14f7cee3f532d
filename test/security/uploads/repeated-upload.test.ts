import { PutObjectCommand, PutObjectTaggingCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { createPendingDocument, findDocument } from "#shared/documents/documents.repository.ts";
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

const Bucket = "palais-test";
const first = buildJpeg(600, 800);
const second = buildJpeg(610, 800);
const third = buildJpeg(620, 800);
const fourth = buildJpeg(630, 800);

/** A form that can be posted repeatedly, and the inspections that have begun. */
async function openForm(inspect: UploadInspector) {
  const documentId = createId();
  const Key = `quarantine/${documentId}`;
  await createPendingDocument(started.table, {
    documentId,
    conferenceId: "idm",
    kind: "photo",
    at: new Date().toISOString(),
    status: { state: "awaited" },
  });
  const begun: string[] = [];
  const handle = handleScanResult(started.table, documents, (order) => {
    begun.push(order.eTag);
    return inspect(order);
  });
  /** Stores an upload with the tag of its scan. @returns its ETag */
  const post = async (Body: Uint8Array): Promise<string> => {
    const { ETag = "" } = await documents.client.send(
      new PutObjectCommand({ Bucket, Key, Body, ContentType: "image/jpeg" }),
    );
    const TagSet = [{ Key: "GuardDutyMalwareScanStatus", Value: "NO_THREATS_FOUND" }];
    await documents.client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
    return ETag.replaceAll('"', "");
  };
  const report = (eTag: string) => {
    const s3ObjectDetails = { objectKey: Key, eTag };
    const detail = { s3ObjectDetails, scanResultDetails: { scanResultStatus: "NO_THREATS_FOUND" } };
    return handle({ detail }, { getRemainingTimeInMillis: () => 30_000 });
  };
  const getStatus = async () => (await findDocument(started.table, documentId))?.status;
  return { begun, post, report, getStatus };
}

describe("a form that is posted repeatedly", () => {
  test("is inspected once while its first inspection runs, and the repeated event decides on the last upload", async () => {
    const gate = Promise.withResolvers<void>();
    const { begun, post, report, getStatus } = await openForm(async (order) => {
      await gate.promise;
      return inspectUpload(order);
    });
    const former = await post(first);
    const inspected = report(former);
    await expect.poll(() => begun).toEqual([former]);
    await report(await post(first));
    const present = await post(second);
    await expect(report(present)).rejects.toThrow("another upload of the document is inspected");
    expect(begun).toEqual([former]);
    gate.resolve();
    await inspected;
    expect(await getStatus()).toEqual({ state: "awaited" });
    await report(present);
    expect(begun).toEqual([former, present]);
    expect(await getStatus()).toMatchObject({ state: "checked" });
  });

  test("is refused without another inspection after three uploads without a verdict", async () => {
    const { begun, post, report, getStatus } = await openForm(async () => ({ state: "replaced" }));
    for (const photo of [first, second, third]) await report(await post(photo));
    expect(begun).toHaveLength(3);
    expect(await getStatus()).toEqual({ state: "awaited" });
    await report(await post(fourth));
    expect(begun).toHaveLength(3);
    expect(await getStatus()).toEqual({ state: "refused", rejection: "uploaded-too-often" });
  });
});

test("an upload whose inspections fail is inspected again, and nine times in all", async () => {
  const { begun, post, report, getStatus } = await openForm(async () => {
    throw new Error("the inspection got no processor time");
  });
  const eTag = await post(first);
  for (let attempt = 1; attempt <= 9; attempt += 1) await expect(report(eTag)).rejects.toThrow("no processor time");
  await report(eTag);
  expect(begun).toHaveLength(9);
  expect(await getStatus()).toEqual({ state: "refused", rejection: "uploaded-too-often" });
});
