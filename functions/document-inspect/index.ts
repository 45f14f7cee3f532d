import { inspectUpload } from "./inspect-upload.ts";

/** No variables: the function knows no resource, and its role may use none. */
export type DocumentInspectEnvironment = Record<never, string>;

export const handler = inspectUpload;
