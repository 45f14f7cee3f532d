import * as z from "zod/mini";
import { openTable } from "#shared/dynamodb/table.ts";
import { failIfRecordsFail, parseEnvironment, tableEnvironment } from "#shared/runtime/lambda.ts";
import { handleAuditAndStatisticsEvent } from "./handle.ts";

const environmentSchema = z.object(tableEnvironment);
export type AuditAndStatisticsEnvironment = z.infer<typeof environmentSchema>;

export const handler = failIfRecordsFail(
  handleAuditAndStatisticsEvent(openTable(parseEnvironment(environmentSchema).TABLE_NAME)),
);
