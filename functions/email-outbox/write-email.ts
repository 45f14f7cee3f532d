import type { KMSClient } from "@aws-sdk/client-kms";
import { hasRenewedPassword, recordPasswordRenewal } from "#shared/auth/staff-invitations.repository.ts";
import type { BadgeDataSources } from "#shared/badges/badge-data-loader.ts";
import { signToken } from "#shared/badges/token.ts";
import { loadBrandedConference } from "#shared/branding/branding.repository.ts";
import { createCalendar, getCalendarMethod } from "#shared/calendar/calendar.ts";
import type { PositionRange } from "#shared/capacity/position-range.rules.ts";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { loadDelegation, resolveEmailAddress } from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import {
  computeAddressDigest,
  countEmail,
  isAddressSuppressed,
} from "#shared/email/suppressed-addresses.repository.ts";
import type { StaffGroup } from "#shared/model/access.ts";
import type { BrandedConference } from "#shared/model/branding.ts";
import type { DelegationEmail, EmailIntent, RegistrationEmail, StaffEmail } from "#shared/model/change.ts";
import { type Conference, getTextInLanguage } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { hourlyEmailLimits } from "#shared/model/email.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadOwnPanels } from "#shared/programme/programme.repository.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";
import { listDueKeys } from "#shared/registrations/due-answers.rules.ts";
import { findReplacedAddress } from "#shared/registrations/field-changes.repository.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { owesKnownAnswers } from "#shared/registrations/owed-answers.rules.ts";
import { hasHiddenRequest, isConfirmed } from "#shared/registrations/registration.rules.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { activateSignInLink } from "#shared/sign-in/sign-in.repository.ts";
import { createSignInToken } from "#shared/sign-in/sign-in-token.ts";
import { removePassportNumbers } from "#shared/visa-letters/passport-numbers.repository.ts";
import {
  createBadgeFile,
  createCertificateFile,
  createLogoFinder,
  createVisaLetterFile,
  findValidLetter,
  type VisaLetterSources,
} from "./attachments.ts";
import type { EmailAttempt, EmailSender, WrittenEmail } from "./email-sender.ts";
import { type EmailRecipient, type EmailRequest, renderEmail } from "./render/render-email.ts";

interface EmailWriterContext extends BadgeDataSources, VisaLetterSources {
  readonly kms: KMSClient;
  readonly signInKeyId: string;
  readonly from: string;
  /** How many people are before the person on the waiting list now. */
  readonly findWaitingListPosition: (
    conference: Conference,
    registrationId: string,
  ) => Promise<PositionRange | undefined>;
  /** Creates the account of an address in the user pool, if it has none; `isAgain` renews a temporary password. */
  readonly ensureStaffAccount: (email: string, isAgain: boolean) => Promise<void>;
}

interface BrandedWriterContext extends EmailWriterContext {
  /** The logo of the conference's organization, a JPEG. */
  readonly logo: Uint8Array | undefined;
}

/** The subject and the current address of an email. */
interface AddressedEmail {
  readonly conferenceId: string;
  readonly recipient: EmailRecipient;
  readonly registration?: Registration;
  /** Of an invited member of staff. */
  readonly groups?: readonly StaffGroup[];
  /** The delegation of a member without an address, or the one that the email is for. */
  readonly delegation?: Delegation;
}

/**
 * Whether an email waits for a focal point to confirm that they act for the delegation. One who has not answered learns
 * of the members, and gets no badge and no letter; one who declined gets nothing about them. The confirmation queues
 * what is of use then.
 */
function awaitsConfirmation({ delegation }: AddressedEmail, intent: EmailIntent): boolean {
  if (!delegation?.confirmation) return false;
  if (delegation.confirmation === "declined") return "registrationId" in intent || kindsAboutMembers.has(intent.kind);
  return "serial" in intent || intent.kind === "visa-letter" || intent.kind === "visa-letter-revoked";
}

/** The emails to a delegation that tell of people. */
const kindsAboutMembers: ReadonlySet<EmailIntent["kind"]> = new Set([
  "membership-requested",
  "membership-decided",
] as const);

/** What the email is about has ended, or waits. */
function findReasonOfContent(
  addressed: AddressedEmail,
  intent: EmailIntent,
): Extract<WrittenEmail, { unsent: string }> | undefined {
  if (awaitsConfirmation(addressed, intent)) return { unsent: "unconfirmed" };
  const hasEnded = intent.kind === "visa-letter" && !findValidLetter(addressed.registration, intent.number);
  return hasEnded ? { unsent: "nothing-to-send" } : undefined;
}

/**
 * Whether the address is of a person who learns nothing of the registration before staff who may know of both have
 * accepted it. The address that a correction replaced is of the registration as it was before.
 */
const isWithheld = (intent: EmailIntent, registration: Registration | undefined): boolean =>
  intent.kind === "address-changed" ? intent.ofClash === true : registration?.clash !== undefined;

/** Renders a queued email with the person's current data and the tokens that exist only in the email. */
export function createEmailWriter(context: EmailWriterContext): EmailSender["write"] {
  const findLogo = createLogoFinder(context.documents);
  return async (email, attempt) => {
    const { emailId, intent } = email;
    const { table, siteUrl, from } = context;
    const addressed = await findAddressee(table, email);
    if (!addressed) return { unsent: "nothing-to-send" };
    const { recipient, registration, groups } = addressed;
    const unsent = findReasonOfContent(addressed, intent) ?? (await findReasonNotToSend(table, email, recipient));
    if (unsent) return unsent;
    if (isWithheld(intent, registration)) return { isWithheld: true };
    const conference = await loadBrandedConference(table, addressed.conferenceId);
    if (intent.kind === "answers-due" && !(await hasDueAnswers(table, conference, addressed)))
      return { unsent: "nothing-to-send" };
    await ensureAccount(context, email, recipient);
    const logo = await findLogo(conference);
    const parts = await buildOptionalParts({ ...context, logo }, intent, conference, addressed, attempt);
    // The person is not confirmed any more.
    if (intent.kind === "certificate" && !parts.attachments) return { unsent: "nothing-to-send" };
    const rendered = await renderEmail({
      emailId,
      intent,
      recipient,
      conference,
      siteUrl,
      from,
      logo,
      groups,
      ...parts,
    });
    return { ...rendered, ...listFollowUp(table, intent, registration) };
  };
}

/**
 * Creates the account of an invited address before the invitation is sent. Another invitation renews the temporary
 * password once, however many attempts it needs: each renewal ends the password before.
 */
async function ensureAccount(
  { table, ensureStaffAccount }: EmailWriterContext,
  { emailId, intent }: QueuedEmail,
  { address }: EmailRecipient,
): Promise<void> {
  if (intent.kind !== "staff-invited") return;
  const renews = intent.isAgain === true && !(await hasRenewedPassword(table, emailId));
  await ensureStaffAccount(address, renews);
  if (renews) await recordPasswordRenewal(table, emailId, Date.now());
}

/** @returns `undefined` if no one is to have the email any more */
function findAddressee(table: Table, email: QueuedEmail): Promise<AddressedEmail | undefined> {
  const { intent } = email;
  if (intent.kind === "staff-invited") return addressStaff(table, email, intent);
  return "registrationId" in intent ? addressPerson(table, email, intent) : addressDelegation(table, intent);
}

/** @returns `undefined` if the address has left the list of staff */
async function addressStaff(
  table: Table,
  { conferenceId }: QueuedEmail,
  intent: StaffEmail,
): Promise<AddressedEmail | undefined> {
  const { staff, languages } = await loadConference(table, conferenceId);
  const member = staff?.find(({ holder }) => holder === intent.holder);
  if (!member) return undefined;
  const [language = "en"] = languages;
  const recipient = { address: member.email, language, thread: intent.holder };
  return { conferenceId, recipient, groups: member.groups };
}

/**
 * Whether the person still has questions to answer. A focal point who reads the email in place of the person learns of
 * none that follows from a sensitive answer.
 */
async function hasDueAnswers(
  table: Table,
  conference: Conference,
  { registration, recipient }: AddressedEmail,
): Promise<boolean> {
  if (!registration) return false;
  const questions = await loadQuestions(table, conference);
  const now = new Date().toISOString();
  return recipient.member === undefined
    ? listDueKeys(questions.items, registration, now).length > 0
    : owesKnownAnswers(questions, registration, now);
}

/** The address is suppressed; or it has had too many emails of a kind that another person can cause. */
async function findReasonNotToSend(
  table: Table,
  { emailId, intent: { kind }, conferenceId }: QueuedEmail,
  { address, member }: EmailRecipient,
): Promise<Extract<WrittenEmail, { unsent: string }> | undefined> {
  if (await isAddressSuppressed(table, address)) return { unsent: "suppressed" };
  // A focal point receives the emails of all members without an address.
  const limit = member === undefined ? hourlyEmailLimits[kind] : undefined;
  if (limit === undefined) return undefined;
  const at = new Date().toISOString();
  const isWithinLimit = await countEmail(table, { kind, conferenceId, address, emailId }, at, limit);
  return isWithinLimit ? undefined : { unsent: "too-many" };
}

/** The parts that only some kinds have: link, badge code, position on the waiting list, calendar entry, attachment. */
async function buildOptionalParts(
  context: BrandedWriterContext,
  intent: EmailIntent,
  conference: BrandedConference,
  { registration, delegation }: AddressedEmail,
  attempt: EmailAttempt,
): Promise<Partial<EmailRequest>> {
  const { kind } = intent;
  const attachment = registration && (await createAttachment(context, intent, conference, registration, attempt));
  const isWaiting = registration && (kind === "waiting" || kind === "approved-waiting");
  return {
    ...(await createLinkToken(context, intent)),
    ...(await createBadgeToken(context, intent, registration)),
    ...(isWaiting && { position: await context.findWaitingListPosition(conference, registration.registrationId) }),
    ...(kind === "received" && { hasHiddenRequest: registration && hasHiddenRequest(registration) }),
    ...(registration &&
      !delegation?.confirmation &&
      (await buildCalendarPart(context, intent, conference, registration))),
    ...(attachment && { attachments: [attachment] }),
  };
}

/** Once the letter is sent, the passport number on it is kept no longer. */
const listFollowUp = (
  table: Table,
  { kind }: EmailIntent,
  registration: Registration | undefined,
): Pick<Extract<WrittenEmail, { raw: Uint8Array }>, "afterSent"> =>
  kind === "visa-letter" && registration
    ? { afterSent: () => removePassportNumbers(table, registration.registrationId) }
    : {};

/** The badge, the visa letter or the certificate of attendance. */
async function createAttachment(
  context: BrandedWriterContext,
  intent: EmailIntent,
  conference: BrandedConference,
  registration: Registration,
  attempt: EmailAttempt,
) {
  if (intent.kind === "certificate") return createCertificateFile(context, conference, registration, attempt.until);
  if (intent.kind !== "visa-letter") return createBadgeFile(context, intent, conference, registration, attempt);
  const letter = findValidLetter(registration, intent.number);
  return letter && createVisaLetterFile(context, conference, registration, letter, context.logo);
}

/** The kinds that add a confirmed person's conference to the calendar, and the kinds that cancel the entry. */
const kindsWithCalendar: ReadonlySet<EmailIntent["kind"]> = new Set([
  "approved",
  "badge-reissued",
  "reminder",
  "conference-changed",
] as const);
const kindsCancellingCalendar: ReadonlySet<EmailIntent["kind"]> = new Set([
  "revoked",
  "withdrawn",
  "substituted",
] as const);

/** The entry of the conference, and those of the person's sessions and panels. */
async function buildCalendarPart(
  { table, siteUrl }: EmailWriterContext,
  { kind }: EmailIntent,
  conference: BrandedConference,
  registration: Registration,
): Promise<Pick<EmailRequest, "calendar">> {
  const hasCalendar = isConfirmed(registration)
    ? kindsWithCalendar.has(kind)
    : kindsCancellingCalendar.has(kind) && registration.badgeSerial > 0;
  if (!hasCalendar) return {};
  const { language } = registration;
  const own = await loadOwnPanels(table, conference, registration);
  const text = createCalendar({ conference, registration, language, siteUrl, now: new Date().toISOString(), ...own });
  return { calendar: { method: getCalendarMethod(registration), text } };
}

/**
 * A member of a delegation without an address gets the emails through the focal point, in the delegation's language.
 */
async function addressPerson(
  table: Table,
  { changeId }: QueuedEmail,
  { registrationId, kind }: RegistrationEmail,
): Promise<AddressedEmail | undefined> {
  const registration = await loadRegistration(table, registrationId);
  const { conferenceId, language } = registration;
  const address =
    kind === "address-changed"
      ? await findReplacedAddress(table, registrationId, changeId)
      : await resolveEmailAddress(table, registration);
  if (!address) return undefined;
  const { person, delegationId, addressConfirmed, accreditation } = registration;
  const name = getDisplayName(registration);
  if (kind !== "address-changed" && person.email === undefined && delegationId !== undefined) {
    const delegation = await loadDelegation(table, delegationId);
    const recipient = { ...toDelegationRecipient(delegation, address), member: name, thread: registrationId };
    return { conferenceId, registration, recipient, delegation };
  }
  // Until the owner of the address has opened a link, or an officer has approved the person, the name is what any
  // visitor typed into the form. The former address may be that of a stranger.
  const isVouchedFor = kind !== "address-changed" && (addressConfirmed || accreditation.state === "approved");
  const recipient = { ...(isVouchedFor && { name }), address, language, thread: registrationId };
  return { conferenceId, registration, recipient };
}

/** An organization that is not accredited may have any name, so the email does not repeat it. */
const toDelegationRecipient = ({ delegationId, status, name, language }: Delegation, address: string) => ({
  ...(status === "accredited" && { name: getTextInLanguage(name, language) }),
  address,
  language,
  thread: delegationId,
});

/** @returns `undefined` if the focal point whom the email is for no longer acts for the delegation */
async function addressDelegation(table: Table, intent: DelegationEmail): Promise<AddressedEmail | undefined> {
  const delegation = await loadDelegation(table, intent.delegationId);
  const isAddressee = (address: string, position: number) => {
    if (intent.kind === "focal-point-confirmation") return position === intent.position;
    return intent.kind !== "delegation-sign-in" || computeAddressDigest(address) === intent.to;
  };
  const address = delegation.focalPoints.find(isAddressee);
  if (!address) return undefined;
  return { conferenceId: delegation.conferenceId, recipient: toDelegationRecipient(delegation, address), delegation };
}

/** The ten minutes of a sign-in link begin now. */
async function createLinkToken({ table, kms, signInKeyId }: EmailWriterContext, intent: EmailIntent) {
  if (intent.kind !== "sign-in" && intent.kind !== "delegation-sign-in") return {};
  await activateSignInLink(table, intent.linkId, Date.now());
  return { token: await createSignInToken(kms, signInKeyId, intent.linkId) };
}

async function createBadgeToken(
  { signer }: EmailWriterContext,
  intent: EmailIntent,
  registration: Registration | undefined,
) {
  if (!("serial" in intent) || !registration) return {};
  const { conferenceId, registrationId } = registration;
  return { badgeToken: await signToken(signer, { conferenceId, registrationId, serial: intent.serial }) };
}
