import * as z from "zod/mini";
import { email, id, page, slug } from "#shared/contracts/fields.ts";

export const signInLinkRequest = z.strictObject({ email, conferenceId: slug });

/** `nextAt` is set if no link is sent, because too many were requested: when the next is possible. */
export const signInLinkResponse = z.object({ nextAt: z.optional(z.string()) });

/** Ends the session of a token: the access token of a delegate, or an id token of staff. */
export const signOutRequest = z.strictObject({
  accessToken: z.string().check(z.minLength(1), z.maxLength(4_096)),
  /** Ends all sign-ins of the member of staff, on every device. */
  everywhere: z.optional(z.boolean()),
});

export const signOutResponse = z.object({});

export const signInRequest = z.strictObject({ token: z.string().check(z.minLength(1), z.maxLength(300)) });

export const signInResponse = z.object({
  conferenceId: z.string(),
  accessToken: z.string(),
  expiresAt: z.string(),
  registrations: z.array(z.string()),
  delegations: z.array(z.string()),
});

/** The open sessions of the caller, the latest first. */
export const sessionsResponse = page(
  z.object({
    sessionId: z.string(),
    begunAt: z.string(),
    /** The last use, to within five minutes. */
    usedAt: z.string(),
    /** Roughly which browser: `Firefox, Windows`. */
    browser: z.optional(z.string()),
    /** Whether this request was sent in the session. */
    isCurrent: z.boolean(),
  }),
);

/** Which session ends; without `sessionId`, all except the one of the request. */
export const sessionEndRequest = z.strictObject({ sessionId: z.optional(id) });

export const registrationSessionsEndResponse = z.object({});
