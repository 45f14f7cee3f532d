import * as z from "zod/mini";

/** A file of the bucket in a backup. */
export const archivedObjectSchema = z.object({
  key: z.string(),
  contentType: z.string(),
  tags: z.array(z.tuple([z.string(), z.string()])),
  /** Base64. */
  bytes: z.string(),
});

/** A file in the folder of a local system, such as a key. */
export const localFileSchema = z.object({ path: z.string(), text: z.string() });
