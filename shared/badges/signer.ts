import { GetPublicKeyCommand, type KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { type BadgeSigner, computeKeyId, type PublishedKey } from "./token.ts";

/** The bytes before the raw key in an Ed25519 public key of KMS (SPKI, RFC 8410). */
const spkiHeaderBytes = 12;

/** The badge keys of the system: one signs, and all verify (docs/decisions/0080-rotate-badge-keys.md). */
export interface BadgeKeys extends BadgeSigner {
  /** The public keys of all badges that are accepted, the signing key first. */
  listPublishedKeys(): Promise<readonly PublishedKey[]>;
}

/**
 * Signs with KMS, which never returns a private key. Public keys are read once and cached.
 * @param keyArns separated by commas; the first key signs, and all are published
 */
export function createKmsBadgeKeys(client: KMSClient, keyArns: string): BadgeKeys {
  const [signingKey = "", ...others] = keyArns.split(",");
  const loadSigningKey = cachePublishedKey(client, signingKey);
  const loadKeys = [loadSigningKey, ...others.map((each) => cachePublishedKey(client, each))];
  return {
    getPublishedKey: loadSigningKey,
    listPublishedKeys: () => Promise.all(loadKeys.map((load) => load())),
    sign: async (Message) => {
      const input = { KeyId: signingKey, Message, MessageType: "RAW", SigningAlgorithm: "ED25519_SHA_512" } as const;
      const { Signature } = await client.send(new SignCommand(input));
      if (!Signature) throw new Error("KMS returned no signature");
      return Signature;
    },
  };
}

function cachePublishedKey(client: KMSClient, KeyId: string): () => Promise<PublishedKey> {
  let published: Promise<PublishedKey> | undefined;
  return () => {
    published ??= loadPublishedKey(client, KeyId).catch((error: unknown) => {
      published = undefined;
      throw error;
    });
    return published;
  };
}

async function loadPublishedKey(client: KMSClient, KeyId: string): Promise<PublishedKey> {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
  if (!PublicKey) throw new Error("KMS returned no public key");
  const raw = Uint8Array.from(PublicKey).slice(spkiHeaderBytes);
  return { keyId: await computeKeyId(raw), algorithm: "Ed25519", publicKey: Buffer.from(raw).toString("base64url") };
}
