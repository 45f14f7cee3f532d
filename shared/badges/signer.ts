import { GetPublicKeyCommand, type KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { log } from "#shared/runtime/lambda.ts";
import { type BadgeSigner, computeKeyId, type PublishedKey } from "./token.ts";

/** The bytes before the raw key in an Ed25519 public key of KMS (SPKI, RFC 8410). */
const spkiHeaderBytes = 12;

/**
 * A key of `BadgeKeyArns` that KMS refuses to use, because it is disabled or deleted. As long as it is listed, no badge is
 * verified: without its public key, its badges would be refused as forged ones.
 */
class BadgeKeyError extends Error {
  override readonly name = "BadgeKeyError";
}

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
      const { Signature } = await useKey(signingKey, () => client.send(new SignCommand(input)));
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

/** What KMS answers for a key that it does not use until an operator changes something. */
const keyFaults = new Set(["DisabledException", "KMSInvalidStateException", "NotFoundException"]);

/** @throws BadgeKeyError, with a line in the log that names the key, if KMS refuses to use it */
async function useKey<T>(KeyId: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof Error && keyFaults.has(error.name))) throw error;
    log("badge.key-unusable", { key: KeyId, error: error.name }, "error");
    throw new BadgeKeyError(`KMS does not use the badge key ${KeyId} (${error.name}).`, { cause: error });
  }
}

async function loadPublishedKey(client: KMSClient, KeyId: string): Promise<PublishedKey> {
  const { PublicKey } = await useKey(KeyId, () => client.send(new GetPublicKeyCommand({ KeyId })));
  if (!PublicKey) throw new Error("KMS returned no public key");
  const raw = Uint8Array.from(PublicKey).slice(spkiHeaderBytes);
  return { keyId: await computeKeyId(raw), algorithm: "Ed25519", publicKey: Buffer.from(raw).toString("base64url") };
}
