import { generateKeyPairSync, sign } from "node:crypto";
import { type BadgeSigner, keyIdOf, type PublishedKey } from "#shared/badge/token.ts";

/** A signer with a key of its own, as KMS would hold one. */
export async function aSigner(): Promise<BadgeSigner & { readonly key: PublishedKey }> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const key = {
    keyId: await keyIdOf(Uint8Array.from(raw)),
    algorithm: "Ed25519",
    publicKey: raw.toString("base64url"),
  } as const;
  return { key, publishedKey: async () => key, sign: async (message) => sign(null, message, privateKey) };
}
