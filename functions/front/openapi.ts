import { openApiDocument } from "#shared/contract/openapi.ts";
import { statusOf } from "#shared/http/problem.ts";
import type { Handler } from "#shared/http/request.ts";

/** The document of the API, drawn when it is first asked for. */
export const readOpenApi = (siteUrl: string): Handler<"openapi"> => {
  let document: ReturnType<typeof openApiDocument> | undefined;
  return async () => {
    document ??= openApiDocument(siteUrl, statusOf);
    return { ...document };
  };
};
