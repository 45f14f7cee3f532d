import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { StoredFile } from "../../local/distribution/files.ts";
import { serveFiles } from "../../local/distribution/serve-files.ts";

/** As the distribution compresses: quickly, for each file is compressed when it is first asked for. */
export const compressed = (body: Buffer): number =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;

const root = path.resolve(import.meta.dirname, "../..");

/** The pages as they are deployed, by their address. */
export function builtSite(): ReadonlyMap<string, Buffer> {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-bench-site-"));
  try {
    const built = spawnSync(process.execPath, ["web/build.ts", folder], { cwd: root, encoding: "utf8" });
    if (built.status !== 0) throw new Error(`The pages can't be built: ${built.stderr}`);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(
      files.map(({ parentPath, name }) => {
        const file = path.join(parentPath, name);
        return [path.relative(folder, file).replace(/(?<!^index)\.html$/, ""), readFileSync(file)] as const;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Serves files as the local distribution does. */
export async function serveSite(files: ReadonlyMap<string, Buffer>): Promise<{ server: Server; url: string }> {
  const stored = [...files].map(([key, body]): readonly [string, StoredFile] => [
    key,
    {
      body,
      contentType: types[path.extname(key)] ?? "text/html; charset=utf-8",
      cacheControl: "no-cache",
      eTag: `"${createHash("md5").update(body).digest("hex")}"`,
    },
  ]);
  const settings = { files: new Map(stored), methods: ["GET"], compress: true, root: "index.html", headers: {} };
  const server = createServer(serveFiles(settings));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
