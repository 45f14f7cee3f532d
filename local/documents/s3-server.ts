import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { forwardRequest, readRequestBody, startServer } from "../network.ts";
import { type AwsCall, listAwsCalls } from "../permissions/aws-calls.ts";
import type { StoredObject } from "./malware-scanner.ts";
import { assertFormAllowed, assertPresignedUrlValid, S3Error } from "./signatures.ts";

export interface S3Settings {
  readonly emulator: string;
  /** `origins` may post to the bucket and read responses from it. */
  readonly buckets: readonly { readonly name: string; readonly origins: readonly string[] }[];
  readonly onStored: (object: StoredObject) => void;
  /** Where the emulator stores buckets. */
  readonly folder: string;
  /** Whether the credentials with this id may do what an address that they signed is for. */
  readonly isAllowed: (accessKeyId: string, call: AwsCall) => boolean;
}

/** Larger than any policy of Palais allows, in bytes. */
const maxBodyBytes = 32 * 1_048_576;

/**
 * Starts S3 for browsers and functions. It verifies the policy of a form, and the signature of a presigned address,
 * before it forwards the request to the emulator. A request with an authorization header comes from a function.
 */
export function startS3Server(port: number, settings: S3Settings): Promise<Server> {
  const server = createServer(async (request, response) => {
    try {
      await handleS3Request(request, response, settings);
    } catch (error) {
      const { status, code } = error instanceof S3Error ? error : { status: 503, code: "ServiceUnavailable" };
      response.writeHead(status, { ...buildCorsHeaders(request, settings), "content-type": "application/xml" });
      response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
    }
  });
  return startServer(server, port);
}

async function handleS3Request(
  request: IncomingMessage,
  response: ServerResponse,
  settings: S3Settings,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://local");
  const isForm = request.method === "POST" && (request.headers["content-type"] ?? "").startsWith("multipart/form-data");
  if (isForm) return handleFormUpload(request, response, settings, url.pathname.split("/")[1] ?? "");
  if (!request.headers.authorization) {
    assertPresignedUrlValid(request, url);
    const calls = listAwsCalls("s3", {
      method: request.method ?? "GET",
      path: url.pathname + url.search,
      headers: request.headers,
      body: "",
    });
    assertSignerAllowed(url.searchParams.get("X-Amz-Credential") ?? "", calls, settings);
  }
  const uploadId = url.searchParams.get("uploadId");
  if (request.method !== "DELETE" || uploadId === null) return forwardToEmulator(request, response, settings, url);
  await abortUpload(settings.folder, url, uploadId);
  response.writeHead(204).end();
}

/** Deletes the parts of an upload, for the emulator does not. @throws S3Error */
async function abortUpload(folder: string, { pathname }: URL, uploadId: string): Promise<void> {
  const parts = path.join(folder, path.basename(pathname.split("/")[1] ?? ""), "._S3rver_uploads", uploadId);
  if (!/^[0-9a-f]{32}$/.test(uploadId) || !existsSync(parts)) throw new S3Error(404, "NoSuchUpload");
  await rm(parts, { recursive: true });
}

/** An address allows no more than the role that signed it. @throws S3Error */
function assertSignerAllowed(credential: string, calls: readonly AwsCall[], { isAllowed }: S3Settings): void {
  const [accessKeyId = ""] = credential.split("/");
  if (!calls.every((call) => isAllowed(accessKeyId, call))) throw new S3Error(403, "AccessDenied");
}

async function handleFormUpload(
  request: IncomingMessage,
  response: ServerResponse,
  settings: S3Settings,
  bucket: string,
) {
  const body = await readRequestBody(request, maxBodyBytes);
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const form = await new Response(new Uint8Array(body), { headers }).formData();
  const file = form.get("file");
  if (!(file instanceof Blob)) throw new S3Error(400, "InvalidArgument");
  const fields = new Map<string, string>();
  for (const [name, value] of form) if (typeof value === "string") fields.set(name.toLowerCase(), value);
  assertFormAllowed(fields, file.size, bucket, Date.now());
  const key = fields.get("key") ?? "";
  const calls = listAwsCalls("s3", { method: "PUT", path: `/${bucket}/${key}`, headers: {}, body: "" });
  assertSignerAllowed(fields.get("x-amz-credential") ?? "", calls, settings);
  const content = {
    method: "PUT",
    headers: { "content-type": fields.get("content-type") ?? "binary/octet-stream" },
    body: await file.arrayBuffer(),
  };
  const stored = await runInTurn(`/${bucket}/${key}`, () => fetch(`${settings.emulator}/${bucket}/${key}`, content));
  if (stored.status !== 200) throw new S3Error(503, "ServiceUnavailable");
  settings.onStored({ bucket, key });
  response.writeHead(204, buildCorsHeaders(request, settings)).end();
}

function buildCorsHeaders({ headers: { origin } }: IncomingMessage, { buckets }: S3Settings): Record<string, string> {
  const isAllowed =
    origin !== undefined && buckets.some(({ origins }) => origins.some((each) => each === "*" || each === origin));
  return isAllowed ? { "access-control-allow-origin": origin, vary: "origin" } : {};
}

const isForwardedS3Header = (name: string) =>
  /^(?:cache-control|content-type|range|if-|x-amz-tagging|x-amz-copy)/.test(name);

/** For each object, the end of the last request. */
const lastRequests = new Map<string, Promise<unknown>>();

/** S3 never answers with an object that is half written, and the emulator does: requests for one object are made in turn. */
async function runInTurn<T>(pathname: string, run: () => Promise<T>): Promise<T> {
  const previous = lastRequests.get(pathname) ?? Promise.resolve();
  const result = previous.then(run);
  const end = result.catch(() => undefined);
  lastRequests.set(pathname, end);
  try {
    return await result;
  } finally {
    if (lastRequests.get(pathname) === end) lastRequests.delete(pathname);
  }
}

async function forwardToEmulator(
  request: IncomingMessage,
  response: ServerResponse,
  settings: S3Settings,
  url: URL,
): Promise<void> {
  const body = await readRequestBody(request, maxBodyBytes);
  const forward = () => forwardRequest(request, settings.emulator + stripSignature(url), body, isForwardedS3Header);
  const answer = await runInTurn(url.pathname, forward);
  const headers: Record<string, string> = { ...answer.headers, ...buildCorsHeaders(request, settings) };
  // The emulator overrides response headers for signed requests only, and the signature is not forwarded.
  for (const [name, value] of url.searchParams) {
    if (name.startsWith("response-")) headers[name.slice("response-".length)] = value;
  }
  response.writeHead(answer.status, headers).end(answer.body);
}

function stripSignature({ pathname, searchParams }: URL): string {
  const forwarded = new URLSearchParams([...searchParams].filter(([name]) => !/^(?:x-amz-|response-)/i.test(name)));
  return pathname + (forwarded.size > 0 ? `?${forwarded}` : "");
}
