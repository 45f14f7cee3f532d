import * as z from "zod/mini";
import { environmentOf, tableEnvironment } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openTable } from "#shared/store/table.ts";
import { readJob } from "./read.ts";
import { listJobRows } from "./rows.ts";

const environment = z.object(tableEnvironment);
export type Environment = z.infer<typeof environment>;

const table = openTable(environmentOf(environment).TABLE);

export const handler = serve({ readJob: readJob(table), listJobRows: listJobRows(table) });
