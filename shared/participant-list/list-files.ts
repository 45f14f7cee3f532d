import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";

/** The content of a version. */
const toSnapshotKey = (conferenceId: string, id: string) => `lists/kept/${conferenceId}/${id}.json`;

/** Stores the content of a version. */
export async function saveSnapshot(documents: DocumentsBucket, conferenceId: string, id: string, snapshot: object) {
  const Key = toSnapshotKey(conferenceId, id);
  const Body = new TextEncoder().encode(JSON.stringify(snapshot));
  await documents.client.send(
    new PutObjectCommand({ Bucket: documents.bucket, Key, Body, ContentType: "application/json" }),
  );
}

/** Loads the content of a version. */
export async function loadSnapshot<T extends object>(documents: DocumentsBucket, conferenceId: string, id: string) {
  const { Body } = await documents.client.send(
    new GetObjectCommand({ Bucket: documents.bucket, Key: toSnapshotKey(conferenceId, id) }),
  );
  return JSON.parse((await Body?.transformToString()) ?? "") as T;
}

/** Deletes the content of a version. */
export async function deleteSnapshot(
  { client, bucket }: DocumentsBucket,
  conferenceId: string,
  id: string,
): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: toSnapshotKey(conferenceId, id) }));
}
