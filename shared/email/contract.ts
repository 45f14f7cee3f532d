import * as z from "zod/mini";
import { language, page, singlePage } from "#shared/contracts/fields.ts";
import { emailFailureReasons, emailIssues } from "#shared/model/email.ts";
import { pageQuery } from "#shared/registrations/contract.ts";

const emailIssue = z.enum(emailIssues);

/** The emails with this issue, or with any. */
export const emailsQuery = z.extend(pageQuery, { state: z.optional(emailIssue) });

/** The emails with an issue, without their content and recipient. */
export const emailsResponse = page(
  z.object({
    emailId: z.string(),
    kind: z.string(),
    registrationId: z.optional(z.string()),
    delegationId: z.optional(z.string()),
    queuedAt: z.string(),
    states: z.array(emailIssue),
    /** When it was sent or failed. */
    at: z.string(),
    /** Why it was not sent. */
    reason: z.optional(z.enum(emailFailureReasons)),
  }),
);

/** An e-mail about a registration: its delivery state, since when, its issues, its tries and the error of SES. */
export const deliveredEmail = z.object({
  emailId: z.string(),
  kind: z.string(),
  state: z.enum(["queued", "sent", "failed"]),
  at: z.string(),
  issues: z.array(emailIssue),
  /** Tries that certainly sent nothing. */
  failures: z.optional(z.int()),
  /** Why it was not sent. */
  reason: z.optional(z.enum(emailFailureReasons)),
  /** The name of the error of SES. */
  answer: z.optional(z.string()),
});

/** The emails to a registration. `text` is what the email would say now, without its greeting, links and codes. */
export const registrationEmailsResponse = singlePage(
  z.extend(deliveredEmail, {
    text: z.object({ language, subject: z.string(), paragraphs: z.array(z.string()) }),
  }),
);
