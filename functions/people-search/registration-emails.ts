import { asStaff } from "#shared/auth/caller.ts";
import { listHistory } from "#shared/commands/journal.ts";
import { loadDelegation } from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadRegistrationEmails, type RegistrationEmailRecord } from "#shared/email/registration-emails.repository.ts";
import { createEmailContent, type RecipientContext } from "#shared/email-content/content.ts";
import { toEmailParagraphs } from "#shared/email-content/plain-paragraphs.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { canSeeClash } from "#shared/http/views.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { recordAccess } from "#shared/privacy/access-log.repository.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { findLiveSerial, hasHiddenRequest } from "#shared/registrations/registration.rules.ts";
import { loadCounterparts } from "#shared/registrations/registrations.repository.ts";
import { toEmailStatusView } from "./email-views.ts";

/** The reason in the access log for reading the emails to a protected person. */
const emailsReason = "emails";

/**
 * Lists the emails to a registration, the latest first, with the text that each would have now: Palais keeps what an email
 * is about, and not its text. The texts have no link and no code of the person. Those to a protected person are for the
 * readers, name no one, and each reading is recorded first.
 */
export const listRegistrationEmails =
  (table: Table): ApiHandler<"listRegistrationEmails"> =>
  async (request) => {
    const { registration, conference } = await loadAccessibleRegistration(table, request);
    const staff = asStaff(request.caller);
    if (!canReadName(registration, staff)) throw new DomainError("name-protected");
    const { registrationId } = registration;
    const { entries } = await listHistory(table, registration, undefined, Number.POSITIVE_INFINITY);
    const records = await loadRegistrationEmails(table, registrationId, entries);
    const counterparts = await loadCounterparts(table, [registration]);
    const seesClash = canSeeClash(registration, { conference, caller: request.caller, counterparts });
    const seen = records.filter(
      ({ email: { status } }) => !(seesClash && status.state === "sent" && status.isWithheld),
    );
    if (registration.protection && seen.length > 0)
      await recordAccess(table, { registrationId }, { at: request.now, by: staff.id, reason: emailsReason });
    const reader = await loadEmailReader(table, registration, conference);
    const items = seen.map((record) => toEmailView(record, reader, registration)).toReversed();
    return { items, next: null };
  };

/** The recipient of the emails to a person, as they are written now. */
async function loadEmailReader(
  table: Table,
  registration: Registration,
  conference: Conference,
): Promise<RecipientContext> {
  const { person, delegationId, language, protection } = registration;
  if (person.email !== undefined || delegationId === undefined) return { conference, language };
  const delegation = await loadDelegation(table, delegationId);
  // The name of a protected member would be the real one.
  return { conference, language: delegation.language, ...(!protection && { member: getDisplayName(registration) }) };
}

function toEmailView(
  { email: { emailId, intent, status }, queuedAt }: RegistrationEmailRecord,
  reader: RecipientContext,
  registration: Registration,
) {
  const { kind } = intent;
  const { member: _, ...former } = reader;
  // The address that a correction replaced is that of a person, and never of the focal point.
  const recipient = kind === "address-changed" ? { ...former, language: registration.language } : reader;
  const content = createEmailContent(
    intent,
    {
      ...recipient,
      ...("serial" in intent && { hasBadge: findLiveSerial(registration) === intent.serial }),
      ...(kind === "received" && { hasHiddenRequest: hasHiddenRequest(registration) }),
    },
    // The address of the button is not shown: that of a sign-in link opens a session.
    { siteUrl: "", token: "" },
  );
  return {
    ...{ emailId, kind, ...toEmailStatusView(status, queuedAt) },
    text: { language: recipient.language, subject: content.subject, paragraphs: toEmailParagraphs(content) },
  };
}
