import { GetPublicKeyCommand, type KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { type BadgeSigner, keyIdOf, type PublishedKey } from "./token.ts";

/** An Ed25519 public key as KMS gives it (SPKI, RFC 8410): these bytes, then the raw key. */
const spkiHeader = 12;

/** Signs through KMS, which never lets the private key out. The public key is read once and kept. */
export function kmsBadgeSigner(client: KMSClient, KeyId: string): BadgeSigner {
  let published: Promise<PublishedKey> | undefined;
  return {
    publishedKey: () => {
      published ??= readKey(client, KeyId).catch((error: unknown) => {
        published = undefined;
        throw error;
      });
      return published;
    },
    sign: async (Message) => {
      const input = { KeyId, Message, MessageType: "RAW", SigningAlgorithm: "ED25519_SHA_512" } as const;
      const { Signature } = await client.send(new SignCommand(input));
      if (!Signature) throw new Error("KMS signed nothing");
      return Signature;
    },
  };
}

async function readKey(client: KMSClient, KeyId: string): Promise<PublishedKey> {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
  if (!PublicKey) throw new Error("KMS has no such key");
  const raw = Uint8Array.from(PublicKey).slice(spkiHeader);
  return { keyId: await keyIdOf(raw), algorithm: "Ed25519", publicKey: Buffer.from(raw).toString("base64url") };
}
