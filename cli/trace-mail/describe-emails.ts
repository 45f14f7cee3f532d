import { listHistory } from "#shared/commands/journal.ts";
import { resolveEmailAddress } from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadRegistrationEmails, type RegistrationEmailRecord } from "#shared/email/registration-emails.repository.ts";
import { findSuppression } from "#shared/email/suppressed-addresses.repository.ts";
import { type EmailStatus, redrivableFailures } from "#shared/model/email.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";

/** What became of the emails to one registration, without any address. */
export interface EmailTrace {
  readonly lines: readonly string[];
  /** Whether an email did not arrive, or the address receives none. */
  readonly hasProblem: boolean;
}

/** @throws DomainError `not-found` */
export async function traceEmails(table: Table, registrationId: string): Promise<EmailTrace> {
  const registration = await loadRegistration(table, registrationId);
  const { entries } = await listHistory(table, registration, undefined, Number.MAX_SAFE_INTEGER);
  const emails = await loadRegistrationEmails(table, registrationId, entries);
  const recipient = await describeRecipient(table, registration);
  const lines = emails.map(describeEmail);
  return {
    lines: [
      recipient.text,
      ...lines,
      ...(lines.length === 0 ? ["no change queued an email to this registration"] : []),
    ],
    hasProblem: recipient.isBlocked || emails.some(({ email }) => isProblem(email.status)),
  };
}

const isProblem = (status: EmailStatus): boolean =>
  status.state === "failed" || (status.state === "sent" && status.bounceStatus !== undefined);

/** Says to whom emails go, and whether the address receives any; never which address it is. */
async function describeRecipient(table: Table, registration: Registration) {
  if (registration.erasure) return { text: "the person is erased and has no address", isBlocked: false };
  const address = await resolveEmailAddress(table, registration);
  if (address === undefined)
    return { text: "there is no address: neither the person nor a focal point has one", isBlocked: true };
  const whose =
    registration.person.email === undefined ? "the first focal point of the delegation" : "the person's own address";
  const suppression = await findSuppression(table, address);
  return suppression && !suppression.liftedAt
    ? {
        text: `to ${whose}, which is suppressed: earlier emails bounced or were reported. Correct the address, or lift it in the console`,
        isBlocked: true,
      }
    : { text: `to ${whose}`, isBlocked: false };
}

const describeEmail = ({ email: { emailId, intent, status }, queuedAt }: RegistrationEmailRecord): string =>
  `${queuedAt}  ${intent.kind.padEnd(20)} ${emailId}: ${describeStatus(status)}`;

const bounces = {
  bounce: ", and it bounced",
  "transient-bounce": ", and its delivery is delayed",
  complaint: ", and the recipient reported it as unwanted",
} as const;

const failures = {
  "nothing-to-send": "its subject did not exist any more when it was to be sent",
  unconfirmed: "no focal point of the delegation had confirmed; what the member needs is sent once one does",
  suppressed: "the address is suppressed, because emails to it bounced",
  "too-many": "the address had received its limit of this kind within the hour",
  poison: "it could not be rendered",
  refused: "SES refused it",
  "outcome-unknown": "SES did not answer",
} as const;

function describeStatus(status: EmailStatus): string {
  switch (status.state) {
    case "queued":
      return `waits to be sent${status.failures ? `, ${status.failures} tries failed` : ""}`;
    case "claimed":
      return `is being sent until ${status.until}, try ${status.attempts}`;
    case "sent": {
      if (status.isWithheld) return `not sent (withheld ${status.at}): another registration has this address`;
      const twice = status.possiblyTwice ? ", possibly twice" : "";
      const bounce = status.bounceStatus ? bounces[status.bounceStatus] : "";
      return `sent ${status.at}${twice}, SES answered with the message ${status.messageId}${bounce}`;
    }
    case "failed": {
      const answer = status.error ? ` (${status.error})` : "";
      const next = redrivableFailures.has(status.reason) ? "; after its cause is mended: npm run redrive" : "";
      return `not sent, given up ${status.at}: ${failures[status.reason]}${answer}${next}`;
    }
  }
}
