import { generateKeyPair, SignJWT } from "jose";
import type { Issuer } from "#shared/http/staff-token.ts";

type Key = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];

/** A user pool, as far as whoever verifies its tokens sees it: an officer's are good for as long as a measurement takes. */
export async function aUserPool() {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const issuer: Issuer = { issuer: "https://pool.example", audience: "palais", keys: async () => publicKey };
  const token = (more: object = {}, sub = "officer", key: Key = privateKey): Promise<string> => {
    const claims = {
      email: "officer@example.org",
      token_use: "id",
      "cognito:groups": ["secretariat"],
      auth_time: Math.floor(Date.now() / 1_000) - 60,
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
