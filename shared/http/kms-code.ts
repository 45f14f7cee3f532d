import { GenerateMacCommand, KMSClient } from "@aws-sdk/client-kms";

/** A client that gives up before the request does. */
export const openKms = (): KMSClient =>
  new KMSClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });

export const codeOf =
  (kms: KMSClient, KeyId: string) =>
  async (text: string): Promise<Uint8Array> => {
    const Message = new TextEncoder().encode(text);
    const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, MacAlgorithm: "HMAC_SHA_256", Message }));
    if (!Mac) throw new Error("KMS made no code");
    return Mac;
  };
