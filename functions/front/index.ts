import * as z from "zod/mini";
import { environmentOf, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { readOpenApi } from "./openapi.ts";
import { frontPage, operatorLinks } from "./page.ts";

const environment = z.object({ SITE_URL: variable, OPERATOR_LINKS: variable });
export type Environment = z.infer<typeof environment>;

const { SITE_URL, OPERATOR_LINKS } = environmentOf(environment);

export const handler = serve({
  frontPage: frontPage(operatorLinks(OPERATOR_LINKS)),
  openapi: readOpenApi(SITE_URL),
});
