import { generateKeyPair, SignJWT } from "jose";
import type { TokenIssuer } from "#shared/auth/staff-token.ts";

type SigningKey = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];

/** A user pool, as a verifier of its tokens sees it. An officer's token is valid for the duration of a measurement. */
export async function createTestUserPool() {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const issuer: TokenIssuer = { issuer: "https://pool.example", audience: "palais", keys: async () => publicKey };
  const token = (more: object = {}, sub = "officer", key: SigningKey = privateKey): Promise<string> => {
    const claims = {
      email: "officer@example.org",
      email_verified: true,
      token_use: "id",
      "cognito:groups": ["secretariat"],
      auth_time: Math.floor(Date.now() / 1_000) - 60,
      iat: Math.floor(Date.now() / 1_000),
      jti: "a-token",
      origin_jti: "a-sign-in",
      ...more,
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256" })
      .setSubject(sub)
      .setIssuer(issuer.issuer)
      .setAudience(issuer.audience)
      .setExpirationTime("1d")
      .sign(key);
  };
  return { issuer, token };
}
