import type { IncomingMessage, RequestListener } from "node:http";
import { runInNewContext } from "node:vm";

interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: EdgeValues;
  readonly headers: EdgeValues;
  readonly cookies: EdgeValues;
}

type EdgeValues = Readonly<Record<string, { readonly value: string }>>;

interface EdgeResponse {
  readonly statusCode: number;
  readonly headers?: EdgeValues;
  readonly body?: { readonly encoding: "text"; readonly data: string };
}

type EdgeHandler = (event: { readonly version: "1.0"; readonly request: EdgeRequest }) => EdgeRequest | EdgeResponse;

/**
 * Runs the code of a CloudFront function before each request with an allowed method: the function answers, or the
 * request goes on to the origin, with the address that the function gives it. Other changes are not supported.
 */
export function runEdgeFunction(code: string, methods: readonly string[], origin: RequestListener): RequestListener {
  const handler = runInNewContext(`${code}\n;handler`, {}) as EdgeHandler;
  return (request, response) => {
    const { method = "GET" } = request;
    const answer = methods.includes(method) ? handler({ version: "1.0", request: toEdgeRequest(request) }) : undefined;
    if (!answer || !("statusCode" in answer)) {
      if (answer && answer.uri !== toPath(request)) request.url = formatUrl(answer);
      return origin(request, response);
    }
    request.resume();
    for (const [name, { value }] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
    response.writeHead(answer.statusCode).end(method === "HEAD" ? undefined : answer.body?.data);
  };
}

function toEdgeRequest({ method = "GET", url = "/", headers }: IncomingMessage): EdgeRequest {
  const { searchParams } = new URL(url, "http://localhost");
  const toValues = (entries: Iterable<readonly [string, string]>) =>
    Object.fromEntries([...entries].map(([name, value]) => [name, { value }]));
  return {
    method,
    uri: toPath({ url }),
    querystring: toValues(searchParams),
    headers: toValues(Object.entries(headers).map(([name, value]) => [name, String(value)] as const)),
    cookies: {},
  };
}

const toPath = ({ url = "/" }: Pick<IncomingMessage, "url">): string => url.split("?")[0] ?? "/";

function formatUrl({ uri, querystring }: EdgeRequest): string {
  const query = new URLSearchParams(
    Object.entries(querystring).map(([name, { value }]): [string, string] => [name, value]),
  );
  return query.size === 0 ? uri : `${uri}?${query}`;
}
