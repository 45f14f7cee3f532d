import * as z from "zod/mini";
import { environmentOf, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { readOpenApi } from "./openapi.ts";

const environment = z.object({ SITE_URL: variable });
export type Environment = z.infer<typeof environment>;

const { SITE_URL } = environmentOf(environment);

export const handler = serve({ openapi: readOpenApi(SITE_URL) });
