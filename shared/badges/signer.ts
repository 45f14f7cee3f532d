import { GetPublicKeyCommand, type KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { type BadgeSigner, computeKeyId, type PublishedKey } from "./token.ts";

/** The bytes before the raw key in an Ed25519 public key of KMS (SPKI, RFC 8410). */
const spkiHeaderBytes = 12;

/** Signs with KMS, which never returns the private key. The public key is read once and cached. */
export function createKmsBadgeSigner(client: KMSClient, KeyId: string): BadgeSigner {
  let published: Promise<PublishedKey> | undefined;
  return {
    getPublishedKey: () => {
      published ??= loadPublishedKey(client, KeyId).catch((error: unknown) => {
        published = undefined;
        throw error;
      });
      return published;
    },
    sign: async (Message) => {
      const input = { KeyId, Message, MessageType: "RAW", SigningAlgorithm: "ED25519_SHA_512" } as const;
      const { Signature } = await client.send(new SignCommand(input));
      if (!Signature) throw new Error("KMS returned no signature");
      return Signature;
    },
  };
}

async function loadPublishedKey(client: KMSClient, KeyId: string): Promise<PublishedKey> {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
  if (!PublicKey) throw new Error("KMS returned no public key");
  const raw = Uint8Array.from(PublicKey).slice(spkiHeaderBytes);
  return { keyId: await computeKeyId(raw), algorithm: "Ed25519", publicKey: Buffer.from(raw).toString("base64url") };
}
