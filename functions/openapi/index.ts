import * as z from "zod/mini";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { parseEnvironment, requiredVariable } from "#shared/runtime/lambda.ts";
import { getOpenApiDocument } from "./openapi-document.ts";

const environmentSchema = z.object({ SITE_URL: requiredVariable });
export type OpenApiEnvironment = z.infer<typeof environmentSchema>;

const { SITE_URL } = parseEnvironment(environmentSchema);

export const handler = createHttpHandler({ getOpenApiDocument: getOpenApiDocument(SITE_URL) });
