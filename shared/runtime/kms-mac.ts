import { GenerateMacCommand, KMSClient } from "@aws-sdk/client-kms";

/** A KMS client whose time-outs are shorter than the deadline of a request. */
export const createKmsClient = (): KMSClient =>
  new KMSClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });

export const createKmsMac =
  (kms: KMSClient, KeyId: string) =>
  async (text: string): Promise<Uint8Array> => {
    const Message = new TextEncoder().encode(text);
    const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, MacAlgorithm: "HMAC_SHA_256", Message }));
    if (!Mac) throw new Error("KMS returned no MAC");
    return Mac;
  };
