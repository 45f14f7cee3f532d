import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { findFreePort } from "../../local/network.ts";
import { endProcess } from "./table.ts";

const require = createRequire(import.meta.url);
const bucket = "palais-test";

export interface TestBucket {
  readonly endpoint: string;
  /** Where the emulator stores buckets. */
  readonly folder: string;
  /** A checked file, as the scan keeps it. */
  put(documentId: string, bytes: Uint8Array): Promise<void>;
  stop(): Promise<void>;
}

/** The bucket behind an endpoint of the emulator. */
export const openTestDocuments = (
  endpoint: string,
  credentials = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" },
): DocumentsBucket => ({
  bucket,
  client: new S3Client({
    endpoint,
    region: "eu-central-1",
    forcePathStyle: true,
    credentials,
  }),
});

/** S3's emulator with an empty bucket. */
export async function startTestS3(): Promise<TestBucket> {
  const folder = await mkdtemp(join(tmpdir(), "palais-s3-"));
  const port = await findFreePort();
  const program = require.resolve("s3rver/bin/s3rver.js");
  const at = ["--address", "127.0.0.1", "--port", String(port), "--directory", folder];
  const child: ChildProcess = spawn(process.execPath, [program, ...at, "--silent", "--no-vhost-buckets"], {
    stdio: "ignore",
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await waitForBucket(endpoint);
  return {
    endpoint,
    folder,
    put: async (documentId, bytes) => {
      await fetch(`${endpoint}/${bucket}/checked/${documentId}`, { method: "PUT", body: new Uint8Array(bytes) });
    },
    stop: async () => {
      await endProcess(child, "SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function waitForBucket(endpoint: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const made = await fetch(`${endpoint}/${bucket}`, { method: "PUT" }).catch(() => undefined);
    if (made?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("S3's emulator doesn't answer");
}
