import * as z from "zod/mini";
import { failIfRecordsFail, parseEnvironment, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { handleEvent } from "./serve-waiting-list.ts";

const environmentSchema = z.object(tableEnvironment);
export type WaitingListEnvironment = z.infer<typeof environmentSchema>;

export const handler = failIfRecordsFail(handleEvent(openCommandStore(parseEnvironment(environmentSchema).TABLE_NAME)));
