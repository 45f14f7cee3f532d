import type { BadgeSigner } from "#shared/badge/token.ts";
import type { Handler } from "#shared/http/request.ts";

/** The public keys of badges, for anyone who verifies. */
export const listBadgeKeys =
  (signer: BadgeSigner): Handler<"listBadgeKeys"> =>
  async () => ({ items: [await signer.publishedKey()], next: null });
