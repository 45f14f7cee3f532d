import * as z from "zod/mini";
import { environmentOf, tableEnvironment } from "#shared/http/environment.ts";
import { openTable } from "#shared/store/table.ts";
import { handleEvent } from "./handle.ts";

const environment = z.object(tableEnvironment);
export type Environment = z.infer<typeof environment>;

export const handler = handleEvent(openTable(environmentOf(environment).TABLE));
