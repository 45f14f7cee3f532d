import { createServer, type Server } from "node:http";
import { readRequestBody, startServer } from "../network.ts";
import type { AsyncInvocations } from "./async-invocations.ts";
import { FunctionError, FunctionTimeout } from "./local-function.ts";
import type { LocalFunctions } from "./local-functions.ts";

const invocationPath = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/**
 * Implements the operation `Invoke` of Lambda, with which one function calls another and waits for its answer, or sends
 * it an event that is processed later.
 */
export function startInvokeServer(
  port: number,
  functions: LocalFunctions,
  events: Pick<AsyncInvocations, "accept">,
): Promise<Server> {
  const invoke = async (name: string, event: unknown, type: unknown) => {
    if (type !== "Event")
      return { status: 200, body: JSON.stringify((await functions.find(name).invoke(event)) ?? null) };
    await events.accept(name, event);
    return { status: 202, body: "" };
  };
  const server = createServer(async (request, response) => {
    const [, name = ""] = invocationPath.exec(request.url ?? "") ?? [];
    const headers = { "content-type": "application/json" };
    try {
      const event: unknown = JSON.parse((await readRequestBody(request)).toString("utf8"));
      const { status, body } = await invoke(decodeURIComponent(name), event, request.headers["x-amz-invocation-type"]);
      response.writeHead(status, headers).end(body);
    } catch (error) {
      const isHandled = error instanceof FunctionError || error instanceof FunctionTimeout;
      const message = error instanceof Error ? error.message : String(error);
      const failure = isHandled ? { ...headers, "x-amz-function-error": "Unhandled" } : headers;
      response.writeHead(isHandled ? 200 : 404, failure).end(JSON.stringify({ errorMessage: message }));
    }
  });
  return startServer(server, port);
}
