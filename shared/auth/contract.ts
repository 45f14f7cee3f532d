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
  iat: z.number(),
  jti: z.string().check(z.minLength(1)),
  /** The same for all tokens of a sign-in, also renewed ones. Cognito sets it if token revocation is enabled. */
  origin_jti: z.optional(z.string()),
});

const secretText = z.string().check(z.regex(/^[A-Za-z0-9]{32,128}$/));

/**
 * The origin verification secret. Functions accept all of its values. A rotation adds the next one, makes it the sent one,
 * and removes the previous one.
 */
const originSecret = z.strictObject({
  /** What the distribution sends, or is about to send if there is a previous one. */
  sent: secretText,
  next: z.optional(secretText),
  previous: z.optional(secretText),
});
export type OriginSecret = z.infer<typeof originSecret>;

export const parseOriginSecret = (payload: unknown): OriginSecret => z.parse(originSecret, payload);

export const parseStaffClaims = (payload: unknown) => z.parse(staffClaims, payload);
