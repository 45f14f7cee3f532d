import { GetObjectCommand, GetObjectTaggingCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import type { Documents } from "#shared/documents/bucket.ts";
import type { StoredFile } from "./archive.ts";

/** Every file of the bucket with its type and its tags, for these say that it may be read. */
export async function* everyObject(documents: Documents): AsyncGenerator<StoredFile> {
  const { client, bucket } = documents;
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, ...(ContinuationToken && { ContinuationToken }) }),
    );
    for (const { Key } of page.Contents ?? []) if (Key) yield await readObject(documents, Key);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}

async function readObject({ client, bucket }: Documents, key: string): Promise<StoredFile> {
  const { Body, ContentType = "" } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key }));
  return {
    key,
    contentType: ContentType,
    tags: TagSet.map(({ Key = "", Value = "" }) => [Key, Value] as const),
    bytes: (await Body?.transformToString("base64")) ?? "",
  };
}

/** Puts a file back as it was. */
export async function putObject({ client, bucket }: Documents, { key, contentType, tags, bytes }: StoredFile) {
  const Tagging = new URLSearchParams(Object.fromEntries(tags)).toString();
  const Body = Buffer.from(bytes, "base64");
  await client.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: contentType, ...(Tagging && { Tagging }) }),
  );
}
