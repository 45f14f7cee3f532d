import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { DocumentsBucket } from "./bucket.ts";

/**
 * A file that Palais made of data of people, such as printed badges or an exported list. The bucket deletes it after a day
 * (infra/data/documents.ts); an erasure at its conference deletes it at once.
 */
export const toMadeKey = (conferenceId: string, id: string) => `made/${conferenceId}/${id}`;

/** The identifier of a file that holds people who were never confirmed, too: any erasure at its conference deletes it. */
export const toFileOfAllId = (id: string) => `all/${id}`;

/** The identifiers that the file of an export may have: it is stored under one of them. */
export const listExportFileIds = (jobId: string) => [toFileOfAllId(jobId), jobId] as const;

/** Stores a file, in place of the one with the same identifier. */
export async function saveMadeFile(
  { client, bucket }: DocumentsBucket,
  conferenceId: string,
  id: string,
  { bytes, type }: { readonly bytes: Uint8Array; readonly type: string },
): Promise<void> {
  const Key = toMadeKey(conferenceId, id);
  await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: bytes, ContentType: type }));
}

/** A URL of a file. Browsers save the file under `name`. @param seconds how long the URL is valid */
export async function presignMadeFile(
  { client, bucket }: DocumentsBucket,
  conferenceId: string,
  id: string,
  { type, name, seconds }: { readonly type: string; readonly name: string; readonly seconds: number },
): Promise<string> {
  const download = new GetObjectCommand({
    Bucket: bucket,
    Key: toMadeKey(conferenceId, id),
    ResponseContentType: type,
    ResponseContentDisposition: `attachment; filename="${name}"`,
    ResponseCacheControl: "no-store",
  });
  return getSignedUrl(client, download, { expiresIn: seconds });
}

/** Whether the file exists. Without the permission to list the bucket, S3 answers 403 for a file that does not. */
export async function hasMadeFile({ client, bucket }: DocumentsBucket, conferenceId: string, id: string) {
  try {
    await client.send(new HeadObjectCommand({ Bucket: bucket, Key: toMadeKey(conferenceId, id) }));
    return true;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 404 || status === 403) return false;
    throw error;
  }
}

/** Deletes the file of an export, whoever is in it. */
export async function deleteExportFile(documents: DocumentsBucket, conferenceId: string, jobId: string): Promise<void> {
  for (const id of listExportFileIds(jobId)) await deleteMadeFile(documents, conferenceId, id);
}

/** Deletes a file; nothing, if it does not exist. */
async function deleteMadeFile(
  { client, bucket: Bucket }: DocumentsBucket,
  conferenceId: string,
  id: string,
): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket, Key: toMadeKey(conferenceId, id) }));
}

/** Deletes the files that may hold a person of a conference. @param wasConfirmed otherwise, those of `toFileOfAllId` alone */
export async function deleteMadeFiles(
  { client, bucket }: DocumentsBucket,
  conferenceId: string,
  wasConfirmed: boolean,
): Promise<void> {
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: toMadeKey(conferenceId, wasConfirmed ? "" : toFileOfAllId("")),
        ...(ContinuationToken && { ContinuationToken }),
      }),
    );
    for (const { Key } of page.Contents ?? []) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}
