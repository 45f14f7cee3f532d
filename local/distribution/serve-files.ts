import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { StoredFile } from "./files.ts";

export interface Served {
  readonly files: ReadonlyMap<string, StoredFile>;
  readonly methods: readonly string[];
  readonly compress: boolean;
  /** What is at `/`. */
  readonly root: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
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

/** CloudFront compresses types of text and WebAssembly, from 1,000 bytes to 10 MB. */
const compressible = /^(?:text\/|image\/svg|application\/(?:json|manifest\+json|javascript|wasm))/;

/** A bucket behind a distribution: objects with an ETag, compressed; 304 and 404 as S3 gives them. */
export function serveFiles(served: Served): RequestListener {
  const compressed = new WeakMap<StoredFile, Map<string, Buffer>>();
  return (request, response) => {
    request.resume();
    const file = served.files.get(keyOf(request, served.root));
    if (!served.methods.includes(request.method ?? ""))
      return refuse(response, 403, "MethodNotAllowed", served.headers);
    if (!file) return refuse(response, 404, "NoSuchKey", served.headers);
    const encoding = served.compress ? encodingFor(request, file) : undefined;
    const headers = { ...served.headers, ...headersOf(file, encoding) };
    if (isKnown(request, file)) return void response.writeHead(304, headers).end();
    const body = encoding ? encode(file, encoding, compressed) : file.body;
    response.writeHead(200, { ...headers, "content-length": body.length });
    response.end(request.method === "HEAD" ? undefined : body);
  };
}

const headersOf = ({ contentType, cacheControl, eTag }: StoredFile, encoding: Encoding | undefined) => ({
  "content-type": contentType,
  ...(cacheControl !== undefined && { "cache-control": cacheControl }),
  // A compressed body has other bytes, so its name is weak.
  etag: encoding ? `W/${eTag}` : eTag,
  ...(compressible.test(contentType) && { vary: "accept-encoding" }),
  ...(encoding && { "content-encoding": encoding.name }),
});

function keyOf({ url = "/" }: IncomingMessage, root = ""): string {
  const [path = "/"] = url.split("?");
  if (path === "/") return root;
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return "";
  }
}

function encodingFor({ headers }: IncomingMessage, { contentType, body }: StoredFile): Encoding | undefined {
  if (!compressible.test(contentType) || body.length < 1_000 || body.length > 10_000_000) return undefined;
  const accepted = String(headers["accept-encoding"] ?? "").split(/\s*,\s*/);
  return encodings.find(({ name }) => accepted.includes(name));
}

function encode(file: StoredFile, { name, compress }: Encoding, known: WeakMap<StoredFile, Map<string, Buffer>>) {
  const bodies = known.get(file) ?? new Map<string, Buffer>();
  known.set(file, bodies);
  const body = bodies.get(name) ?? compress(file.body);
  bodies.set(name, body);
  return body;
}

const isKnown = ({ headers }: IncomingMessage, { eTag }: StoredFile) =>
  (headers["if-none-match"] ?? "").split(/\s*,\s*/).some((each) => each.replace(/^W\//, "") === eTag);

function refuse(response: ServerResponse, status: number, code: string, headers: Readonly<Record<string, string>>) {
  response.writeHead(status, { ...headers, "content-type": "application/xml" });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
}
