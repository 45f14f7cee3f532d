import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readBody, start } from "../http.ts";
import { checkForm, NotTaken } from "./policy.ts";
import { checkPresigned } from "./presigned.ts";
import type { StoredObject } from "./scanner.ts";

export interface Bucket {
  readonly name: string;
  /** Pages that may post to it, and read from it what was signed for them. */
  readonly origins: readonly string[];
}

export interface S3Settings {
  readonly emulator: string;
  readonly buckets: readonly Bucket[];
  readonly onStored: (object: StoredObject) => void;
}

/** Larger bodies than any policy of ours allows aren't read, in bytes. */
const longest = 32 * 1_048_576;

/**
 * S3 as browsers and functions see it: before the emulator, which checks nothing, it holds forms to their signed
 * policy and opened addresses to their signature and time. Whoever comes with neither is a function of the house.
 */
export function startS3(port: number, settings: S3Settings): Promise<Server> {
  const server = createServer(async (request, response) => {
    try {
      await serve(request, response, settings);
    } catch (error) {
      const { status, code } = error instanceof NotTaken ? error : { status: 503, code: "ServiceUnavailable" };
      response.writeHead(status, { ...corsOf(request, settings), "content-type": "application/xml" });
      response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
    }
  });
  return start(server, port);
}

async function serve(request: IncomingMessage, response: ServerResponse, settings: S3Settings): Promise<void> {
  const url = new URL(request.url ?? "/", "http://local");
  const isForm = request.method === "POST" && (request.headers["content-type"] ?? "").startsWith("multipart/form-data");
  if (isForm) return takeForm(request, response, settings, url.pathname.split("/")[1] ?? "");
  if (!request.headers.authorization) checkPresigned(request, url);
  await handOn(request, response, settings);
}

async function takeForm(request: IncomingMessage, response: ServerResponse, settings: S3Settings, bucket: string) {
  const body = await readBody(request, longest);
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const form = await new Response(new Uint8Array(body), { headers }).formData();
  const file = form.get("file");
  if (!(file instanceof Blob)) throw new NotTaken(400, "InvalidArgument");
  const fields = new Map<string, string>();
  for (const [name, value] of form) if (typeof value === "string") fields.set(name.toLowerCase(), value);
  checkForm(fields, file.size, bucket, Date.now());
  const key = fields.get("key") ?? "";
  const stored = await fetch(`${settings.emulator}/${bucket}/${key}`, {
    method: "PUT",
    headers: { "content-type": fields.get("content-type") ?? "binary/octet-stream" },
    body: await file.arrayBuffer(),
  });
  if (stored.status !== 200) throw new NotTaken(503, "ServiceUnavailable");
  settings.onStored({ bucket, key, eTag: stored.headers.get("etag") ?? "" });
  response.writeHead(204, corsOf(request, settings)).end();
}

/** Which page may read the answer. */
function corsOf({ headers: { origin } }: IncomingMessage, { buckets }: S3Settings): Record<string, string> {
  const isAllowed =
    origin !== undefined && buckets.some(({ origins }) => origins.some((each) => each === "*" || each === origin));
  return isAllowed ? { "access-control-allow-origin": origin, vary: "origin" } : {};
}

async function handOn(request: IncomingMessage, response: ServerResponse, settings: S3Settings): Promise<void> {
  const { method = "GET", url = "/" } = request;
  const body = await readBody(request, longest);
  const kept = Object.entries(request.headers).filter(
    ([name, value]) => typeof value === "string" && /^(content-type|range|if-|x-amz-tagging|x-amz-copy)/.test(name),
  );
  const answer = await fetch(settings.emulator + withoutSignature(url), {
    method,
    headers: Object.fromEntries(kept) as Record<string, string>,
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const headers: Record<string, string> = Object.fromEntries(
    [...answer.headers].filter(([name]) => !/^(connection|keep-alive|transfer-)/.test(name)),
  );
  // The emulator overrides them for signed requests alone, and the signature ends here.
  for (const [name, value] of new URL(url, "http://local").searchParams) {
    if (name.startsWith("response-")) headers[name.slice("response-".length)] = value;
  }
  response
    .writeHead(answer.status, { ...headers, ...corsOf(request, settings) })
    .end(Buffer.from(await answer.arrayBuffer()));
}

function withoutSignature(url: string): string {
  const { pathname, searchParams } = new URL(url, "http://local");
  for (const name of [...searchParams.keys()]) if (/^(x-amz-|response-)/i.test(name)) searchParams.delete(name);
  return pathname + (searchParams.size > 0 ? `?${searchParams}` : "");
}
