import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  NoSuchUpload,
  S3ServiceException,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { DocumentsBucket } from "./bucket.ts";
import { toMadeKey } from "./made-files.ts";

/** The size of a part, in bytes. S3 accepts 10,000 parts of at least 5 MB each, the last one excepted. */
const partBytes = 8 * 1_048_576;

/**
 * An upload of a made file in parts, so that the whole file is never in memory. Nothing is at the address of the file
 * before the upload is complete.
 */
export class PartUpload {
  readonly uploadId: string;
  readonly #documents: DocumentsBucket;
  readonly #key: string;
  readonly #etags: (string | undefined)[] = [];
  #chunks: Uint8Array[] = [];
  #waiting = 0;
  #bytes = 0;

  private constructor(documents: DocumentsBucket, key: string, uploadId: string) {
    this.#documents = documents;
    this.#key = key;
    this.uploadId = uploadId;
  }

  static async begin(documents: DocumentsBucket, conferenceId: string, id: string, type: string): Promise<PartUpload> {
    const Key = toMadeKey(conferenceId, id);
    const create = new CreateMultipartUploadCommand({ Bucket: documents.bucket, Key, ContentType: type });
    const { UploadId = "" } = await documents.client.send(create);
    return new PartUpload(documents, Key, UploadId);
  }

  /** The number of bytes that were written. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Writes the next bytes. They may wait in memory until a part is full. */
  async write(chunk: Uint8Array): Promise<void> {
    this.#chunks.push(chunk);
    this.#waiting += chunk.length;
    this.#bytes += chunk.length;
    if (this.#waiting >= partBytes) await this.#sendPart();
  }

  async #sendPart(): Promise<void> {
    const Body = Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#waiting = 0;
    const { client, bucket: Bucket } = this.#documents;
    const PartNumber = this.#etags.length + 1;
    const part = new UploadPartCommand({ Bucket, Key: this.#key, UploadId: this.uploadId, PartNumber, Body });
    this.#etags.push((await client.send(part)).ETag);
  }

  /** Puts the file in the place of an earlier one. */
  async complete(): Promise<void> {
    if (this.#waiting > 0 || this.#etags.length === 0) await this.#sendPart();
    const { client, bucket: Bucket } = this.#documents;
    const Parts = this.#etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    await client.send(
      new CompleteMultipartUploadCommand({
        ...{ Bucket, Key: this.#key, UploadId: this.uploadId },
        MultipartUpload: { Parts },
      }),
    );
  }
}

/** Deletes the parts of an upload that is not complete. Of any other upload nothing is deleted. */
export async function abortPartUpload(
  { client, bucket: Bucket }: DocumentsBucket,
  conferenceId: string,
  id: string,
  UploadId: string,
): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key: toMadeKey(conferenceId, id), UploadId }));
  } catch (error) {
    const isGone =
      error instanceof NoSuchUpload || (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404);
    if (!isGone) throw error;
  }
}
