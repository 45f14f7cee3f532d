import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";

/** An exported file, which the bucket deletes after a day (infra/data/documents.ts). */
const toListFileKey = (id: string) => `lists/made/${id}`;

/** The content of a version. */
const toSnapshotKey = (conferenceId: string, id: string) => `lists/kept/${conferenceId}/${id}.json`;

/** How long the URL of an exported file is valid, in seconds. */
export const listUrlSeconds = 300;

/**
 * Writes a file to the bucket, because a function cannot respond with more than 6 MB.
 * @returns its URL, valid for a while; browsers save the file under `name`
 */
export async function publishListFile(
  { client, bucket }: DocumentsBucket,
  id: string,
  { bytes, type, name }: { readonly bytes: Uint8Array; readonly type: string; readonly name: string },
): Promise<string> {
  const Key = toListFileKey(id);
  await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: bytes, ContentType: type }));
  const download = new GetObjectCommand({
    Bucket: bucket,
    Key,
    ResponseContentType: type,
    ResponseContentDisposition: `attachment; filename="${name}"`,
    ResponseCacheControl: "no-store",
  });
  return getSignedUrl(client, download, { expiresIn: listUrlSeconds });
}

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
