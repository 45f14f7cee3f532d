import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { openKey, startKmsServer } from "../../local/kms/kms.ts";

/** The local KMS with two keys of each kind: `badge`, `other-badge`, `link` and `other-link`. */
export async function startTestKms() {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-keys-"));
  const keys = new Map([
    ...["badge", "other-badge"].map((id) => [id, openKey(folder, id, "ECC_NIST_EDWARDS25519")] as const),
    ...["link", "other-link"].map((id) => [id, openKey(folder, id, "HMAC_256")] as const),
  ]);
  const server = await startKmsServer(0, keys);
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new KMSClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "local",
    credentials,
    maxAttempts: 1,
  });
  const stop = () => {
    client.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  };
  return { client, keys, stop };
}
