import { PutObjectCommand } from "@aws-sdk/client-s3";
import { getLogoPath } from "#shared/model/branding.ts";
import { type DocumentsBucket, readCheckedFile } from "./bucket.ts";

/** The bucket of the site, where anyone can read the file. */
export type SiteBucket = DocumentsBucket;

/**
 * Publishes a checked picture under a name that never gets other content. Publishing it again stores the same bytes.
 */
export async function publishLogo(documents: DocumentsBucket, site: SiteBucket, documentId: string): Promise<void> {
  await site.client.send(
    new PutObjectCommand({
      Bucket: site.bucket,
      Key: getLogoPath(documentId).slice(1),
      Body: await readCheckedFile(documents, documentId),
      ContentType: "image/jpeg",
      CacheControl: "public, max-age=31536000, immutable",
    }),
  );
}
