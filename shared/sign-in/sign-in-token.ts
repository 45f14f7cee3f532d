import { type KMSClient, VerifyMacCommand } from "@aws-sdk/client-kms";
import { createKmsMac } from "#shared/runtime/kms-mac.ts";

const macBytes = 32;
const toSignedText = (linkId: string) => `palais-link-v1:${linkId}`;

/** The token of a sign-in e-mail: the identifier of the link and its HMAC, with a key that never leaves KMS. */
export async function createSignInToken(kms: KMSClient, keyId: string, linkId: string): Promise<string> {
  const mac = await createKmsMac(kms, keyId)(toSignedText(linkId));
  return `${linkId}.${Buffer.from(mac).toString("base64url")}`;
}

/** The link of a token; `undefined` for an invalid token. KMS is called only for a token in the right format. */
export async function verifySignInToken(kms: KMSClient, KeyId: string, token: string): Promise<string | undefined> {
  const [, linkId = "", mac = ""] = /^([a-z2-7]{26})\.([\w-]{43})$/.exec(token) ?? [];
  const Mac = Buffer.from(mac, "base64url");
  if (linkId === "" || Mac.length !== macBytes || Mac.toString("base64url") !== mac) return undefined;
  const Message = new TextEncoder().encode(toSignedText(linkId));
  try {
    const { MacValid } = await kms.send(new VerifyMacCommand({ KeyId, MacAlgorithm: "HMAC_SHA_256", Message, Mac }));
    return MacValid ? linkId : undefined;
  } catch (error) {
    if (error instanceof Error && error.name === "KMSInvalidMacException") return undefined;
    throw error;
  }
}
