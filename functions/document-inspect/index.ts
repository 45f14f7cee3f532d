import * as z from "zod/mini";
import { parseEnvironment } from "#shared/runtime/lambda.ts";
import { inspectUpload } from "./inspect-upload.ts";

/** No variables: the function knows no resource, and its role may use none. */
const environmentSchema = z.object({});
export type DocumentInspectEnvironment = z.infer<typeof environmentSchema>;

parseEnvironment(environmentSchema);

export const handler = inspectUpload;
