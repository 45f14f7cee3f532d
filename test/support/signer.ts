import { generateKeyPairSync, sign } from "node:crypto";
import type { BadgeKeys } from "#shared/badges/signer.ts";
import { computeKeyId, type PublishedKey } from "#shared/badges/token.ts";

/** A signer with a key of its own, as KMS would hold one. */
export async function createTestSigner(): Promise<BadgeKeys & { readonly key: PublishedKey }> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const key = {
    keyId: await computeKeyId(Uint8Array.from(raw)),
    algorithm: "Ed25519",
    publicKey: raw.toString("base64url"),
  } as const;
  return {
    key,
    getPublishedKey: async () => key,
    listPublishedKeys: async () => [key],
    sign: async (message) => sign(null, message, privateKey),
  };
}
