import { GenerateMacCommand, KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import { log } from "./lambda.ts";

/** Computes the MAC of a text with a key. @throws Error if the key service does not answer */
export type ComputeMac = (text: string) => Promise<Uint8Array>;

/** KMS answers so for a token that is not ours. */
const isRefusal = ({ name }: Error) => name === "KMSInvalidMacException";

/**
 * A KMS client whose time-outs are shorter than the deadline of a request. It logs each attempt that fails, also if a
 * later one succeeds: KMS has no metric of errors and throttles, so an alarm counts these lines.
 */
export function createKmsClient(config: KMSClientConfig = {}): KMSClient {
  const requestHandler = { connectionTimeout: 500, requestTimeout: 2_000, throwOnRequestTimeout: true };
  const client = new KMSClient({ requestHandler, ...config });
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        if (error instanceof Error && !isRefusal(error)) log("kms.failed", { error: error.name }, "warn");
        throw error;
      }
    },
    // Inside the SDK's retries, which have a high priority in this step.
    { step: "finalizeRequest", priority: "low", name: "logFailedAttempts" },
  );
  return client;
}

export const createKmsMac =
  (kms: KMSClient, KeyId: string): ComputeMac =>
  async (text) => {
    const Message = new TextEncoder().encode(text);
    const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, MacAlgorithm: "HMAC_SHA_256", Message }));
    if (!Mac) throw new Error("KMS returned no MAC");
    return Mac;
  };
