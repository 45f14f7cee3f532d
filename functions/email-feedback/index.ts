import * as z from "zod/mini";
import { parseEnvironment, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { handleFeedback } from "./handle.ts";

const environmentSchema = z.object(tableEnvironment);
export type EmailFeedbackEnvironment = z.infer<typeof environmentSchema>;

export const handler = handleFeedback(openCommandStore(parseEnvironment(environmentSchema).TABLE_NAME));
