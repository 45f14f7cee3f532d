import * as z from "zod/mini";
import type { BounceStatus } from "#shared/model/email.ts";
import { foldAddress } from "#shared/text/text-rules.ts";

const email = z.object({
  /** The addresses that SES sent the email to. */
  destination: z.array(z.string()),
  headers: z._default(z.array(z.object({ name: z.string(), value: z.string() })), []),
});
const recipients = z.array(z.object({ emailAddress: z.string() }));

/** The bounces and complaints that SES publishes ("Event data that Amazon SES publishes to SNS", developer guide). */
const notification = z.discriminatedUnion("eventType", [
  z.object({
    eventType: z.literal("Bounce"),
    mail: email,
    bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients, timestamp: z.string() }),
  }),
  z.object({
    eventType: z.literal("Complaint"),
    mail: email,
    complaint: z.object({
      complainedRecipients: recipients,
      complaintFeedbackType: z.optional(z.nullable(z.string())),
      timestamp: z.string(),
    }),
  }),
]);

/** A bounce or complaint about one email. */
export interface EmailFeedback {
  /** `undefined` for an email that the outbox did not send. */
  readonly emailId: string | undefined;
  /** Those that do not accept emails, or whose owner complains. */
  readonly addresses: readonly string[];
  readonly bounceStatus: BounceStatus;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/**
 * Parses a notification of SES. A full mailbox or a silent server is no reason to suppress an address, and a reader who
 * reports that an email is not spam does not complain.
 * @returns `undefined` for a notification that needs no action
 * @throws ZodError for a text of another shape
 */
export function parseNotification(text: string): EmailFeedback | undefined {
  const parsed = z.parse(notification, JSON.parse(text));
  const emailId = parsed.mail.headers.find(({ name }) => name.toLowerCase() === "x-palais-mail")?.value;
  if (parsed.eventType === "Bounce") {
    const { bounceType, bouncedRecipients, timestamp } = parsed.bounce;
    const bounceStatus = bounceType === "Permanent" ? "bounce" : "transient-bounce";
    const addresses = parseAddresses(bouncedRecipients, parsed.mail);
    return { emailId, addresses, bounceStatus, at: toUtcTime(timestamp) };
  }
  const { complainedRecipients, complaintFeedbackType, timestamp } = parsed.complaint;
  if (complaintFeedbackType === "not-spam") return undefined;
  const addresses = parseAddresses(complainedRecipients, parsed.mail);
  return { emailId, addresses, bounceStatus: "complaint", at: toUtcTime(timestamp) };
}

/**
 * The reported addresses to which the email went. The server of a recipient writes the report, and may name any address.
 * Some servers write it as `Name <address>`.
 */
function parseAddresses(all: z.infer<typeof recipients>, { destination }: z.infer<typeof email>): string[] {
  const sent = new Set(destination.map(foldAddress));
  const reported = all.map(({ emailAddress }) => /<([^<>]+)>\s*$/.exec(emailAddress)?.[1] ?? emailAddress.trim());
  return reported.filter((address) => sent.has(foldAddress(address)));
}

const toUtcTime = (timestamp: string) => new Date(timestamp).toISOString();
