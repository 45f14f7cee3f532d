import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Context } from "../context.ts";
import { StartError } from "../start-error.ts";
import { type Properties, resourcesOf } from "../template/resources.ts";

/** An object of a bucket, as S3 keeps it. */
export interface StoredFile {
  readonly body: Buffer;
  readonly contentType: string;
  readonly cacheControl: string | undefined;
  readonly eTag: string;
}

/** Of what the site is made of; a file of any other kind must say what it is. */
const types: Readonly<Record<string, string>> = {
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

/** What the deployments of the template put into a bucket, by key; the last one to bring a key wins. */
export function deployedFiles({ stack, scope }: Context, bucket: string): ReadonlyMap<string, StoredFile> {
  const files = new Map<string, StoredFile>();
  for (const { properties } of resourcesOf("Custom::CDKBucketDeployment", stack.template, scope)) {
    if (properties.DestinationBucketName !== bucket) continue;
    for (const [index, key] of properties.SourceObjectKeys.entries()) {
      const folder = stack.assets.get(key);
      if (folder === undefined) throw new StartError(`The site's files under ${key} are no asset of the template.`);
      deploy(folder, properties.SourceMarkers?.[index] ?? {}, properties, files);
    }
  }
  return files;
}

function deploy(
  folder: string,
  markers: Readonly<Record<string, string>>,
  { SystemMetadata }: Properties<"Custom::CDKBucketDeployment">,
  files: Map<string, StoredFile>,
): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const body = filled(readFileSync(file), markers);
    const contentType = SystemMetadata["content-type"] ?? types[path.extname(file)];
    if (contentType === undefined) throw new StartError(`Nothing says of what type ${entry.name} of the site is.`);
    files.set(path.relative(folder, file).split(path.sep).join("/"), {
      body,
      contentType,
      cacheControl: SystemMetadata["cache-control"],
      eTag: `"${createHash("md5").update(body).digest("hex")}"`,
    });
  }
}

function filled(body: Buffer, markers: Readonly<Record<string, string>>): Buffer {
  const all = Object.entries(markers);
  if (all.length === 0) return body;
  return Buffer.from(all.reduce((text, [marker, value]) => text.replaceAll(marker, value), body.toString("utf8")));
}
