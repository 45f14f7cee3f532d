import * as z from "zod/mini";
import { authorizerEnvironment, createLazyAuthorizer } from "#shared/auth/public-caller.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { parseEnvironment, requiredVariable } from "#shared/runtime/lambda.ts";
import { getOpenApiDocument } from "./openapi-document.ts";

const environmentSchema = z.object({ ...authorizerEnvironment, SITE_URL: requiredVariable });
export type OpenApiEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const { SITE_URL } = env;

export const handler = createHttpHandler(
  { getOpenApiDocument: getOpenApiDocument(SITE_URL) },
  createLazyAuthorizer(env),
);
