import * as z from "zod/mini";
import { openTable } from "#shared/dynamodb/table.ts";
import { failIfRecordsFail, parseEnvironment, tableEnvironment } from "#shared/runtime/lambda.ts";
import { handleSearchIndexEvent } from "./handle.ts";

const environmentSchema = z.object(tableEnvironment);
export type SearchIndexerEnvironment = z.infer<typeof environmentSchema>;

export const handler = failIfRecordsFail(
  handleSearchIndexEvent(openTable(parseEnvironment(environmentSchema).TABLE_NAME)),
);
