import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Documents } from "./bucket.ts";

/** A file that was made for somebody: gone after a day (infra/documents.ts). */
const made = (id: string) => `lists/made/${id}`;

/** What a version of a list keeps. */
const kept = (conferenceId: string, id: string) => `lists/kept/${conferenceId}/${id}.json`;

/** How long the address of a made file works, in seconds. */
export const listLife = 300;

/**
 * Puts a file into the bucket, for no function may answer with more than 6 MB.
 * @returns its address, for a while; a browser saves it under the name given
 */
export async function handOut(
  { client, bucket }: Documents,
  id: string,
  { bytes, type, name }: { readonly bytes: Uint8Array; readonly type: string; readonly name: string },
): Promise<string> {
  const Key = made(id);
  await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: bytes, ContentType: type }));
  const opening = new GetObjectCommand({
    Bucket: bucket,
    Key,
    ResponseContentType: type,
    ResponseContentDisposition: `attachment; filename="${name}"`,
    ResponseCacheControl: "no-store",
  });
  return getSignedUrl(client, opening, { expiresIn: listLife });
}

/** Keeps what a version of a list holds. */
export async function keepSnapshot(documents: Documents, conferenceId: string, id: string, snapshot: object) {
  const Key = kept(conferenceId, id);
  const Body = new TextEncoder().encode(JSON.stringify(snapshot));
  await documents.client.send(
    new PutObjectCommand({ Bucket: documents.bucket, Key, Body, ContentType: "application/json" }),
  );
}

/** What a version of a list holds, as it was kept. */
export async function readSnapshot<T extends object>(documents: Documents, conferenceId: string, id: string) {
  const { Body } = await documents.client.send(
    new GetObjectCommand({ Bucket: documents.bucket, Key: kept(conferenceId, id) }),
  );
  return JSON.parse((await Body?.transformToString()) ?? "") as T;
}

/** Nothing is left of what a version of a list held. */
export async function dropSnapshot({ client, bucket }: Documents, conferenceId: string, id: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: kept(conferenceId, id) }));
}
