import http, { type ClientRequest, type RequestOptions } from "node:http";
import { type AwsRequest, type AwsService, listAwsCalls } from "./aws-calls.ts";
import { isCallAllowed, type PolicyStatement } from "./policy-statement.ts";

/** The form in which the SDK calls it. */
type HttpRequest = (options: RequestOptions | string | URL, ...others: unknown[]) => ClientRequest;

/** The error of a call that the role does not allow, as the SDK gives it. */
class AccessDenied extends Error {
  override readonly name = "AccessDeniedException";
  readonly $fault = "client";
  readonly $metadata = { httpStatusCode: 400 };
}

/** The services by the origins of their endpoints. */
type ServiceOrigins = Readonly<Record<string, AwsService>>;

export interface FunctionPermissions {
  /** As in the logs. */
  readonly functionName: string;
  readonly services: ServiceOrigins;
  readonly statements: readonly PolicyStatement[];
}

/**
 * Refuses in this thread what the role of the function does not allow, as AWS does. The SDK sends its requests by
 * `http.request`, and their bodies in one piece by `end`.
 */
export function guardRequests({ functionName, services, statements }: FunctionPermissions): void {
  const sendRequest = http.request as HttpRequest;
  const guard = (service: AwsService, options: RequestOptions, sent: ClientRequest): ClientRequest => {
    const end = sent.end.bind(sent) as (...parameters: unknown[]) => ClientRequest;
    sent.end = ((...parameters: unknown[]) => {
      const [chunk] = parameters;
      const denied = listAwsCalls(service, toAwsRequest(options, service === "s3" ? "" : toBodyText(chunk))).find(
        (call) => !isCallAllowed(statements, call),
      );
      if (!denied) return end(...parameters);
      const { action, resource } = denied;
      console.error(JSON.stringify({ level: "error", code: "permissions.denied", functionName, action, resource }));
      return sent.destroy(new AccessDenied(`${functionName} is not authorized to perform: ${action} on ${resource}`));
    }) as typeof sent.end;
    return sent;
  };
  http.request = ((...parameters: Parameters<HttpRequest>) => {
    const sent = sendRequest(...parameters);
    const [options] = parameters;
    if (typeof options === "string" || options instanceof URL) return sent;
    const service = services[`http://${options.host}:${options.port}`];
    return service ? guard(service, options, sent) : sent;
  }) as typeof http.request;
}

const toBodyText = (chunk: unknown): string =>
  chunk instanceof Uint8Array ? Buffer.from(chunk).toString("utf8") : String(chunk ?? "");

function toAwsRequest({ method = "GET", path, headers = {} }: RequestOptions, body: string): AwsRequest {
  const entries = Object.entries(headers as Record<string, unknown>);
  return {
    method,
    path: path ?? "/",
    headers: Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)])),
    body,
  };
}
