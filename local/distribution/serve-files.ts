import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { LocalContext } from "../context.ts";
import { StartError } from "../errors.ts";
import { listResources, type ResourceProperties } from "../template/resources.ts";

/** An object of the site's bucket. */
export interface SiteFile {
  readonly body: Buffer;
  readonly contentType: string;
  readonly cacheControl: string | undefined;
  readonly eTag: string;
}

/** The content types by file extension, for deployments without a content type. */
const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** The files that the deployments of the template copy into a bucket, by key. The last deployment of a key wins. */
export function loadSiteFiles({ stack, scope }: LocalContext, bucket: string): ReadonlyMap<string, SiteFile> {
  const files = new Map<string, SiteFile>();
  for (const { properties } of listResources("Custom::CDKBucketDeployment", stack.template, scope)) {
    if (properties.DestinationBucketName !== bucket) continue;
    for (const [index, key] of properties.SourceObjectKeys.entries()) {
      const folder = stack.assets.get(key);
      if (folder === undefined) throw new StartError(`The deployment source ${key} is no asset of the template.`);
      addDeployedFiles(folder, properties.SourceMarkers?.[index] ?? {}, properties, files);
    }
  }
  return files;
}

function addDeployedFiles(
  folder: string,
  markers: Readonly<Record<string, string>>,
  { SystemMetadata }: ResourceProperties<"Custom::CDKBucketDeployment">,
  files: Map<string, SiteFile>,
): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const body = replaceMarkers(readFileSync(file), markers);
    const contentType = SystemMetadata["content-type"] ?? contentTypes[path.extname(file)];
    if (contentType === undefined) throw new StartError(`The content type of ${entry.name} is unknown.`);
    files.set(path.relative(folder, file).split(path.sep).join("/"), {
      body,
      contentType,
      cacheControl: SystemMetadata["cache-control"],
      eTag: `"${createHash("md5").update(body).digest("hex")}"`,
    });
  }
}

function replaceMarkers(body: Buffer, markers: Readonly<Record<string, string>>): Buffer {
  const all = Object.entries(markers);
  if (all.length === 0) return body;
  return Buffer.from(all.reduce((text, [marker, value]) => text.replaceAll(marker, value), body.toString("utf8")));
}

export interface ServeFilesOptions {
  readonly files: ReadonlyMap<string, SiteFile>;
  /** Finds a file that a function stored in the bucket. */
  readonly findStored?: (key: string) => Promise<SiteFile | undefined>;
  readonly methods: readonly string[];
  readonly compress: boolean;
  /** The key of the file at `/`. */
  readonly root: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Answers for a missing file, in place of S3. */
  readonly whenMissing?: RequestListener;
}

interface Encoding {
  readonly name: string;
  readonly compress: (body: Buffer) => Buffer;
}

const encodings: readonly Encoding[] = [
  {
    name: "br",
    compress: (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  },
  { name: "gzip", compress: (body) => gzipSync(body) },
];

/** CloudFront compresses text types and WebAssembly, from 1,000 bytes to 10 MB. */
const compressibleTypes = /^(?:text\/|image\/svg|application\/(?:json|manifest\+json|javascript|wasm))/;

/** Serves files as CloudFront with a bucket does: with an ETag, compressed, and with the 304 and 404 answers of S3. */
export function serveFiles(options: ServeFilesOptions): RequestListener {
  const compressed = new WeakMap<SiteFile, Map<string, Buffer>>();
  const sendError =
    (status: number, code: string): RequestListener =>
    (request, response) => {
      request.resume();
      sendS3Error(response, status, code, options.headers);
    };
  const refuse = sendError(403, "MethodNotAllowed");
  const answerMissing = options.whenMissing ?? sendError(404, "NoSuchKey");
  return async (request, response) => {
    const key = parseObjectKey(request, options.root);
    const file = options.files.get(key) ?? (await options.findStored?.(key));
    if (!options.methods.includes(request.method ?? "")) return refuse(request, response);
    if (!file) return answerMissing(request, response);
    request.resume();
    const encoding = options.compress ? selectEncoding(request, file) : undefined;
    const headers = { ...options.headers, ...buildFileHeaders(file, encoding) };
    if (isNotModified(request, file)) return void response.writeHead(304, headers).end();
    const body = encoding ? encode(file, encoding, compressed) : file.body;
    response.writeHead(200, { ...headers, "content-length": body.length });
    response.end(request.method === "HEAD" ? undefined : body);
  };
}

/**
 * Reads files that functions stored in a bucket.
 * @param s3 the endpoint, which takes a request with an authorization for one of AWS
 */
export const createStoredFileFinder =
  (s3: string, bucket: string): NonNullable<ServeFilesOptions["findStored"]> =>
  async (key) => {
    if (!/^[\w-]+\/[\w.-]+$/.test(key)) return undefined;
    const answer = await fetch(`${s3}/${bucket}/${key}`, { headers: { authorization: "distribution" } });
    if (answer.status !== 200) return undefined;
    return {
      body: Buffer.from(await answer.arrayBuffer()),
      contentType: answer.headers.get("content-type") ?? "binary/octet-stream",
      cacheControl: answer.headers.get("cache-control") ?? undefined,
      eTag: answer.headers.get("etag") ?? "",
    };
  };

const buildFileHeaders = ({ contentType, cacheControl, eTag }: SiteFile, encoding: Encoding | undefined) => ({
  "content-type": contentType,
  ...(cacheControl !== undefined && { "cache-control": cacheControl }),
  // A compressed body has other bytes, so its ETag is weak.
  etag: encoding ? `W/${eTag}` : eTag,
  ...(compressibleTypes.test(contentType) && { vary: "accept-encoding" }),
  ...(encoding && { "content-encoding": encoding.name }),
});

function parseObjectKey({ url = "/" }: IncomingMessage, root = ""): string {
  const [path = "/"] = url.split("?");
  if (path === "/") return root;
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return "";
  }
}

function selectEncoding({ headers }: IncomingMessage, { contentType, body }: SiteFile): Encoding | undefined {
  if (!compressibleTypes.test(contentType) || body.length < 1_000 || body.length > 10_000_000) return undefined;
  const accepted = String(headers["accept-encoding"] ?? "").split(/\s*,\s*/);
  return encodings.find(({ name }) => accepted.includes(name));
}

function encode(file: SiteFile, { name, compress }: Encoding, cache: WeakMap<SiteFile, Map<string, Buffer>>) {
  const bodies = cache.get(file) ?? new Map<string, Buffer>();
  cache.set(file, bodies);
  const body = bodies.get(name) ?? compress(file.body);
  bodies.set(name, body);
  return body;
}

const isNotModified = ({ headers }: IncomingMessage, { eTag }: SiteFile) =>
  (headers["if-none-match"] ?? "").split(/\s*,\s*/).some((each) => each.replace(/^W\//, "") === eTag);

function sendS3Error(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Readonly<Record<string, string>>,
) {
  response.writeHead(status, { ...headers, "content-type": "application/xml" });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
}
