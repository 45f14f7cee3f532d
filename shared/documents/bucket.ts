import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { DocumentKind, FileType } from "#shared/domain/document.ts";
import { documentRules } from "#shared/domain/document.ts";

/** The bucket of documents, and the client that reaches it. */
export interface Documents {
  readonly client: S3Client;
  readonly bucket: string;
}

/** The bucket as a function's environment names it. Checksums only where S3 asks: a form's upload can't send them. */
export function openDocuments(bucket: string): Documents {
  const client = new S3Client({
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return { client, bucket };
}

const quarantined = (documentId: string) => `quarantine/${documentId}`;
const checked = (documentId: string) => `checked/${documentId}`;

/** How long an upload may begin, and how long an opened document's address works, in seconds. */
const uploadLife = 900;
const openingLife = 60;

/** The tag that the malware scan leaves; what carries another value, or none, can't be read. */
const scanTag = "GuardDutyMalwareScanStatus";
const clean = "NO_THREATS_FOUND";

/** An address for exactly one file, of exactly this type and at most this size, as a form. */
export async function presignUpload(
  { client, bucket }: Documents,
  documentId: string,
  { kind, contentType }: { readonly kind: DocumentKind; readonly contentType: FileType },
): Promise<{ url: string; fields: Record<string, string> }> {
  return createPresignedPost(client, {
    Bucket: bucket,
    Key: quarantined(documentId),
    Fields: { "Content-Type": contentType },
    Conditions: [
      ["eq", "$Content-Type", contentType],
      ["content-length-range", 1, documentRules[kind].largest],
    ],
    Expires: uploadLife,
  });
}

/** How a file that is opened is saved, and for how long its address works. */
interface Opening {
  /** Without its ending; the document's identifier if nothing is said. */
  readonly name?: string;
  /** A minute if nothing is said. */
  readonly seconds?: number;
}

/** The address of a checked document for a minute; a browser saves it, and never shows it on our pages. */
export async function presignOpening(
  { client, bucket }: Documents,
  documentId: string,
  fileType: FileType,
  { name = documentId, seconds = openingLife }: Opening = {},
): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: checked(documentId),
    ResponseContentType: fileType,
    ResponseContentDisposition: `attachment; filename="${name}.${endings[fileType]}"`,
    ResponseCacheControl: "no-store",
  });
  return getSignedUrl(client, command, { expiresIn: seconds });
}

const endings: Readonly<Record<FileType, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "application/pdf": "pdf",
  "text/csv": "csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
};

/** What the file's own tag says of the malware scan; none while it hasn't been scanned. */
export async function scanResultOf({ client, bucket }: Documents, documentId: string): Promise<string | undefined> {
  const { TagSet = [] } = await client.send(
    new GetObjectTaggingCommand({ Bucket: bucket, Key: quarantined(documentId) }),
  );
  return TagSet.find(({ Key }) => Key === scanTag)?.Value;
}

export const isClean = (scanResult: string | undefined) => scanResult === clean;

/** A file as it was uploaded, with the type it was uploaded as, and what tells it from another upload in its place. */
export async function readUploaded({ client, bucket }: Documents, documentId: string) {
  const {
    Body,
    ContentType = "",
    ETag = "",
  } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: quarantined(documentId) }));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  return { bytes, contentType: ContentType, eTag: ETag.replaceAll('"', "") };
}

/** A checked file. */
export async function readChecked({ client, bucket }: Documents, documentId: string): Promise<Uint8Array> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: checked(documentId) }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

/** A checked file; none where it has been deleted. */
export async function findChecked(documents: Documents, documentId: string): Promise<Uint8Array | undefined> {
  try {
    return await readChecked(documents, documentId);
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** What is kept: a document that was checked, or badges that we printed ourselves. */
interface Kept {
  readonly kind: DocumentKind | "badges";
  readonly bytes: Uint8Array;
  readonly fileType: FileType;
}

/** Keeps a file with the tag that lets it be read, and the one by which sheets and prints are forgotten in time. */
export async function keepChecked(
  { client, bucket }: Documents,
  documentId: string,
  { kind, bytes, fileType }: Kept,
): Promise<void> {
  const Tagging = `${scanTag}=${clean}&kind=${kind}`;
  const Key = checked(documentId);
  await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: bytes, ContentType: fileType, Tagging }));
}

/** Nothing is left of a file, checked or not. */
export async function dropDocument({ client, bucket }: Documents, documentId: string): Promise<void> {
  for (const Key of [quarantined(documentId), checked(documentId)]) {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  }
}

/** The checked files that are older than `before` (ms), a page at a time. */
export async function* checkedBefore({ client, bucket }: Documents, before: number): AsyncGenerator<string[]> {
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: checked(""),
        ...(ContinuationToken && { ContinuationToken }),
      }),
    );
    const old = (page.Contents ?? []).filter(({ LastModified }) => (LastModified?.getTime() ?? before) < before);
    yield old.flatMap(({ Key }) => Key?.slice(checked("").length) ?? []);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}

/** The upload is done with, whatever came of it. */
export async function dropUploaded({ client, bucket }: Documents, documentId: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: quarantined(documentId) }));
}
