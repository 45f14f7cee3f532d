import * as z from "zod/mini";
import { environmentOf, tableEnvironment } from "#shared/http/environment.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { handleFeedback } from "./handle.ts";

const environment = z.object(tableEnvironment);
export type Environment = z.infer<typeof environment>;

export const handler = handleFeedback(openCommandStore(environmentOf(environment).TABLE));
