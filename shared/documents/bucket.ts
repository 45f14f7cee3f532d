import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NotFound,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { DocumentKind, FileType, StoredFileType } from "#shared/model/document.ts";

/** The bucket of documents and its client. */
export interface DocumentsBucket {
  readonly client: S3Client;
  readonly bucket: string;
}

/** Checksums are computed only where S3 requires them, because the form of a browser upload cannot send one. */
export function connectDocumentsBucket(bucket: string): DocumentsBucket {
  const client = new S3Client({
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return { client, bucket };
}

const toQuarantineKey = (documentId: string) => `quarantine/${documentId}`;
const toCheckedKey = (documentId: string) => `checked/${documentId}`;

/** How long an upload form and a download URL are valid, in seconds. */
const uploadUrlSeconds = 900;
const downloadUrlSeconds = 60;

/** The tag that the malware scan sets. The bucket policy denies reading an object with another value or without the tag. */
const malwareScanTag = "GuardDutyMalwareScanStatus";
const cleanScanResult = "NO_THREATS_FOUND";

/** A form that uploads one file, of exactly this content type and at most this size. @param maxBytes in bytes */
export async function presignUpload(
  { client, bucket }: DocumentsBucket,
  documentId: string,
  { contentType, maxBytes }: { readonly contentType: FileType; readonly maxBytes: number },
): Promise<{ url: string; fields: Record<string, string> }> {
  return createPresignedPost(client, {
    Bucket: bucket,
    Key: toQuarantineKey(documentId),
    Fields: { "Content-Type": contentType },
    Conditions: [
      ["eq", "$Content-Type", contentType],
      ["content-length-range", 1, maxBytes],
    ],
    Expires: uploadUrlSeconds,
  });
}

/** A URL of a checked document. The browser saves the file, and never renders it on the site. */
export async function presignDownload(
  { client, bucket }: DocumentsBucket,
  documentId: string,
  fileType: StoredFileType,
): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: toCheckedKey(documentId),
    ResponseContentType: fileType,
    ResponseContentDisposition: `attachment; filename="${documentId}.${fileExtensions[fileType]}"`,
    ResponseCacheControl: "no-store",
  });
  return getSignedUrl(client, command, { expiresIn: downloadUrlSeconds });
}

const fileExtensions: Readonly<Record<StoredFileType, string>> = {
  "image/jpeg": "jpg",
  "application/pdf": "pdf",
  "application/json": "json",
};

/** The malware scan result in the tag of the object; `undefined` before the scan. */
export async function getScanResult(
  { client, bucket }: DocumentsBucket,
  documentId: string,
): Promise<string | undefined> {
  const { TagSet = [] } = await client.send(
    new GetObjectTaggingCommand({ Bucket: bucket, Key: toQuarantineKey(documentId) }),
  );
  return TagSet.find(({ Key }) => Key === malwareScanTag)?.Value;
}

/** The ETag of an upload, without quotation marks; `undefined` if it was deleted. */
export async function findUploadETag(
  { client, bucket }: DocumentsBucket,
  documentId: string,
): Promise<string | undefined> {
  try {
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: toQuarantineKey(documentId) }));
    return ETag?.replaceAll('"', "");
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

export const isCleanScanResult = (scanResult: string | undefined) => scanResult === cleanScanResult;

/** How long the addresses of an inspection are valid, in seconds: longer than the inspection may take. */
const inspectionUrlSeconds = 60;

/** Addresses to read one upload, and to store what is kept of it. They give no access to any other object. */
export async function presignInspection(
  { client, bucket }: DocumentsBucket,
  documentId: string,
): Promise<{ source: string; target: string }> {
  const options = { expiresIn: inspectionUrlSeconds };
  const read = new GetObjectCommand({ Bucket: bucket, Key: toQuarantineKey(documentId) });
  const store = new PutObjectCommand({ Bucket: bucket, Key: toCheckedKey(documentId) });
  return { source: await getSignedUrl(client, read, options), target: await getSignedUrl(client, store, options) };
}

/** Reads a checked file. */
export async function readCheckedFile({ client, bucket }: DocumentsBucket, documentId: string): Promise<Uint8Array> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: toCheckedKey(documentId) }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

/**
 * Reads a checked file; `undefined` if it was deleted. Without the permission to list the bucket, S3 answers 403 for a file
 * that does not exist.
 */
export async function findCheckedFile(documents: DocumentsBucket, documentId: string): Promise<Uint8Array | undefined> {
  try {
    return await readCheckedFile(documents, documentId);
  } catch (error) {
    const isMissing = error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0);
    if (isMissing) return undefined;
    throw error;
  }
}

/**
 * Allows reading a file that the inspection has stored, and tags it with the kind by which the lifecycle rules expire
 * sheets. Storing it again would delete the tags.
 */
export async function releaseCheckedFile(
  { client, bucket }: DocumentsBucket,
  documentId: string,
  kind: DocumentKind,
): Promise<void> {
  const TagSet = [
    { Key: malwareScanTag, Value: cleanScanResult },
    { Key: "kind", Value: kind },
  ];
  await client.send(
    new PutObjectTaggingCommand({ Bucket: bucket, Key: toCheckedKey(documentId), Tagging: { TagSet } }),
  );
}

/** Deletes the file of a document, uploaded and checked. */
export async function deleteDocumentFiles({ client, bucket }: DocumentsBucket, documentId: string): Promise<void> {
  for (const Key of [toQuarantineKey(documentId), toCheckedKey(documentId)])
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
}

/** Lists the documents whose checked files are older than `before` (ms), page by page. */
export async function* listCheckedFilesBefore(
  { client, bucket }: DocumentsBucket,
  before: number,
): AsyncGenerator<string[]> {
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: toCheckedKey(""),
        ...(ContinuationToken && { ContinuationToken }),
      }),
    );
    const older = (page.Contents ?? []).filter(({ LastModified }) => (LastModified?.getTime() ?? before) < before);
    yield older.flatMap(({ Key }) => Key?.slice(toCheckedKey("").length) ?? []);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}

/** Whether a document has an upload that is not inspected yet. */
export async function hasUpload({ client, bucket }: DocumentsBucket, documentId: string): Promise<boolean> {
  const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: toQuarantineKey(documentId), MaxKeys: 1 });
  return ((await client.send(command)).Contents ?? []).length > 0;
}

/** Deletes the upload after its inspection. */
export async function deleteQuarantinedFile({ client, bucket }: DocumentsBucket, documentId: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: toQuarantineKey(documentId) }));
}
