import { type BadgeSigner, signToken, type TokenClaims } from "#shared/badge/token.ts";

/** The live badge: its serial, what its code says, and where its PDF is. */
export async function liveBadge(signer: BadgeSigner, claims: TokenClaims) {
  const pdf = `/v1/registrations/${claims.registrationId}/badge.pdf`;
  return { serial: claims.serial, token: await signToken(signer, claims), pdf };
}
