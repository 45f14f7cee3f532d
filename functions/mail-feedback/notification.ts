import * as z from "zod/mini";
import type { Comeback } from "#shared/domain/mail-state.ts";

const headers = z.array(z.object({ name: z.string(), value: z.string() }));
const mail = z.object({ headers: z._default(headers, []) });
const recipients = z.array(z.object({ emailAddress: z.string() }));

/** What SES publishes of a mail that came back (its developer guide, "Event data that Amazon SES publishes to SNS"). */
const notification = z.discriminatedUnion("eventType", [
  z.object({
    eventType: z.literal("Bounce"),
    mail,
    bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients, timestamp: z.string() }),
  }),
  z.object({
    eventType: z.literal("Complaint"),
    mail,
    complaint: z.object({
      complainedRecipients: recipients,
      complaintFeedbackType: z.optional(z.nullable(z.string())),
      timestamp: z.string(),
    }),
  }),
]);

/** One mail that came back: which, from where, and what for. */
export interface Feedback {
  /** None when the mail isn't one of the outbox's. */
  readonly mailId: string | undefined;
  readonly addresses: readonly string[];
  readonly comeback: Comeback;
  readonly at: string;
}

/**
 * Reads what SES published. A full mailbox or a silent server is no reason to give an address up, and one who tells
 * their provider that a mail is no spam doesn't complain.
 * @returns none for something to which nothing has to be done
 * @throws ZodError for a text of another shape
 */
export function readNotification(text: string): Feedback | undefined {
  const found = z.parse(notification, JSON.parse(text));
  const mailId = found.mail.headers.find(({ name }) => name.toLowerCase() === "x-palais-mail")?.value;
  if (found.eventType === "Bounce") {
    const { bounceType, bouncedRecipients, timestamp } = found.bounce;
    const comeback = bounceType === "Permanent" ? "bounce" : "transient-bounce";
    return { mailId, addresses: addressesOf(bouncedRecipients), comeback, at: timeOf(timestamp) };
  }
  const { complainedRecipients, complaintFeedbackType, timestamp } = found.complaint;
  if (complaintFeedbackType === "not-spam") return undefined;
  return { mailId, addresses: addressesOf(complainedRecipients), comeback: "complaint", at: timeOf(timestamp) };
}

/** Some servers answer as `Name <address>`. */
const addressesOf = (all: readonly { readonly emailAddress: string }[]) =>
  all.map(({ emailAddress }) => /<([^<>]+)>\s*$/.exec(emailAddress)?.[1] ?? emailAddress.trim());

const timeOf = (timestamp: string) => new Date(timestamp).toISOString();
