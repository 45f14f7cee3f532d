import * as z from "zod/mini";
import { page } from "#shared/contracts/fields.ts";
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
