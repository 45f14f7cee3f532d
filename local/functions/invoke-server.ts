import { createServer, type Server } from "node:http";
import { readRequestBody, startServer } from "../network.ts";
import { FunctionError, FunctionTimeout } from "./local-function.ts";
import type { LocalFunctions } from "./local-functions.ts";

const invocationPath = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Implements the operation `Invoke` of Lambda, with which one function calls another and waits for its answer. */
export function startInvokeServer(port: number, functions: LocalFunctions): Promise<Server> {
  const server = createServer(async (request, response) => {
    const [, name = ""] = invocationPath.exec(request.url ?? "") ?? [];
    const headers = { "content-type": "application/json" };
    try {
      const event: unknown = JSON.parse((await readRequestBody(request)).toString("utf8"));
      const answer = await functions.find(decodeURIComponent(name)).invoke(event);
      response.writeHead(200, headers).end(JSON.stringify(answer ?? null));
    } catch (error) {
      const isHandled = error instanceof FunctionError || error instanceof FunctionTimeout;
      const message = error instanceof Error ? error.message : String(error);
      const failure = isHandled ? { ...headers, "x-amz-function-error": "Unhandled" } : headers;
      response.writeHead(isHandled ? 200 : 404, failure).end(JSON.stringify({ errorMessage: message }));
    }
  });
  return startServer(server, port);
}
