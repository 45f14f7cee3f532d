import * as z from "zod/mini";
import { failureReasons, mailTroubles } from "#shared/domain/mail-state.ts";
import { pageQuery } from "./registration.ts";

const trouble = z.enum(mailTroubles);

/** Which mails: those with this trouble, or with any. */
export const mailsQuery = z.extend(pageQuery, { state: z.optional(trouble) });

/** The mails that the secretariat should know of, without what they say and to whom. */
export const mailsAnswer = z.object({
  items: z.array(
    z.object({
      mailId: z.string(),
      kind: z.string(),
      registrationId: z.optional(z.string()),
      delegationId: z.optional(z.string()),
      promisedAt: z.string(),
      states: z.array(trouble),
      /** When it was sent or given up. */
      at: z.string(),
      /** Why it was not sent. */
      reason: z.optional(z.enum(failureReasons)),
    }),
  ),
  next: z.nullable(z.string()),
});
