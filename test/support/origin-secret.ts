import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import type { OriginSecret } from "#shared/auth/contract.ts";
import { LocalSecrets, startSecretsServer } from "../../local/secrets.ts";

export const testSecretArn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:origin";

/** A secret in the format that rotations generate. */
export const toTestSecret = (letter: string): string => letter.repeat(48);

/** The local Secrets Manager with the origin verification secret, which `createHttpHandler` reads from now on. */
export async function startTestSecrets(secret: OriginSecret = { sent: toTestSecret("n") }) {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-secrets-"));
  const secrets = new LocalSecrets(folder);
  secrets.add(testSecretArn, "origin", {
    GenerateSecretString: {
      SecretStringTemplate: "{}",
      GenerateStringKey: "sent",
      PasswordLength: 48,
      ExcludePunctuation: true,
    },
  });
  const generated = secrets.read(testSecretArn);
  secrets.write(testSecretArn, JSON.stringify(secret));
  const server = await startSecretsServer(0, secrets);
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv("ORIGIN_VERIFY_SECRET_ARN", testSecretArn);
  vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", endpoint);
  vi.stubEnv("AWS_REGION", "local");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  const stop = () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  };
  return { secrets, generated, endpoint, server, stop };
}
