import * as z from "zod/mini";
import { email, slug } from "./fields.ts";

export const linkRequest = z.strictObject({ email, conferenceId: slug });

export const linkAnswer = z.object({});

/** Whoever has a session's token may end it: a delegate's access token, or an id token of the staff. */
export const signOutRequest = z.strictObject({
  accessToken: z.string().check(z.minLength(1), z.maxLength(4_096)),
  /** Every sign-in of a member of staff until now, wherever they are signed in. */
  everywhere: z.optional(z.boolean()),
});

export const signOutAnswer = z.object({});

export const signInRequest = z.strictObject({ token: z.string().check(z.minLength(1), z.maxLength(300)) });

export const signInAnswer = z.object({
  accessToken: z.string(),
  expiresAt: z.string(),
  registrations: z.array(z.string()),
  delegations: z.array(z.string()),
});
