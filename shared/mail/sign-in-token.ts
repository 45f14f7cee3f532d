import { GenerateMacCommand, type KMSClient, VerifyMacCommand } from "@aws-sdk/client-kms";

const MacAlgorithm = "HMAC_SHA_256";
const macLength = 32;
const messageOf = (linkId: string) => new TextEncoder().encode(`palais-link-v1:${linkId}`);

/** The token of a sign-in mail: the link's identifier and its HMAC, by a key that never leaves KMS. */
export async function signInToken(kms: KMSClient, KeyId: string, linkId: string): Promise<string> {
  const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, MacAlgorithm, Message: messageOf(linkId) }));
  if (!Mac) throw new Error("KMS made no code");
  return `${linkId}.${Buffer.from(Mac).toString("base64url")}`;
}

/** The link that a token was made for; none for a token that isn't ours. What can't be one isn't shown to KMS. */
export async function readSignInToken(kms: KMSClient, KeyId: string, token: string): Promise<string | undefined> {
  const [, linkId = "", mac = ""] = /^([a-z2-7]{24})\.([\w-]{43})$/.exec(token) ?? [];
  const Mac = Buffer.from(mac, "base64url");
  if (linkId === "" || Mac.length !== macLength || Mac.toString("base64url") !== mac) return undefined;
  try {
    const { MacValid } = await kms.send(new VerifyMacCommand({ KeyId, MacAlgorithm, Message: messageOf(linkId), Mac }));
    return MacValid ? linkId : undefined;
  } catch (error) {
    if (error instanceof Error && error.name === "KMSInvalidMacException") return undefined;
    throw error;
  }
}
