import * as z from "zod/mini";

/** The claims of an id token that Palais reads. */
const staffClaims = z.object({
  sub: z.string(),
  email: z.string(),
  /** Only a verified address is bound to a user. */
  email_verified: z.literal(true),
  token_use: z.literal("id"),
  "cognito:groups": z._default(z.array(z.string()), []),
  auth_time: z.number(),
  jti: z.string().check(z.minLength(1)),
  /** The same for all tokens of a sign-in, also renewed ones. Cognito sets it if token revocation is enabled. */
  origin_jti: z.optional(z.string()),
});

export const parseStaffClaims = (payload: unknown) => z.parse(staffClaims, payload);
