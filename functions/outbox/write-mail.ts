import type { KMSClient } from "@aws-sdk/client-kms";
import { signToken } from "#shared/badge/token.ts";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import type { DelegationEmail, EmailIntent, RegistrationEmail } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { perHour } from "#shared/domain/mail-state.ts";
import { displayName, isConfirmed, type Registration } from "#shared/domain/registration.ts";
import { calendarOf, methodOf } from "#shared/mail/calendar/calendar.ts";
import { inLanguage } from "#shared/mail/in-language.ts";
import { type MailRequest, type Recipient, renderMail } from "#shared/mail/render.ts";
import { signInToken } from "#shared/mail/sign-in-token.ts";
import type { Press } from "#shared/papers/press.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadDelegation, mailAddress } from "#shared/store/delegations.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import { startLink } from "#shared/store/sign-in.ts";
import { addressDigest, countMail, isSuppressed } from "#shared/store/suppression.ts";
import type { Table } from "#shared/store/table.ts";
import { badgeFile } from "./badge-file.ts";
import { letterFile, standingLetter } from "./letter-file.ts";
import type { Post, WrittenMail } from "./post.ts";

interface Desk extends Press {
  readonly kms: KMSClient;
  readonly linkKey: string;
  readonly siteUrl: string;
  readonly from: string;
  /** The place in a conference's line that is a registration's now. */
  readonly position: (conference: Conference, registrationId: string) => Promise<number | undefined>;
}

/** Whom a mail is about, and where it goes now. */
interface Addressed {
  readonly conferenceId: string;
  readonly recipient: Recipient;
  readonly registration?: Registration;
}

/** A promised mail with the person's data as it is now, and the tokens that only the mail carries; or why there is none. */
export const writeMail =
  (desk: Desk): Post["write"] =>
  async (mail) => {
    const { mailId, intent } = mail;
    const { table, siteUrl, from } = desk;
    const found = "registrationId" in intent ? await toPerson(table, intent) : await toDelegation(table, intent);
    if (!found) return { unsent: "nothing-to-send" };
    if (intent.kind === "visa-letter" && !standingLetter(found.registration, intent.number))
      return { unsent: "nothing-to-send" };
    const unsent = await reasonNotTo(table, mail, found);
    if (unsent) return unsent;
    const conference = await loadConference(table, found.conferenceId);
    const parts = await partsOf(desk, intent, conference, found.registration);
    return renderMail({ mailId, promise: intent, recipient: found.recipient, conference, siteUrl, from, ...parts });
  };

/** The address sent mails back; or it gets too many of a kind that somebody else may cause. */
async function reasonNotTo(
  table: Table,
  { mailId, intent: { kind }, conferenceId }: QueuedEmail,
  { recipient: { address } }: Addressed,
): Promise<Extract<WrittenMail, { unsent: string }> | undefined> {
  if (await isSuppressed(table, address)) return { unsent: "suppressed" };
  const limit = perHour[kind];
  if (limit === undefined) return undefined;
  const at = new Date().toISOString();
  const isWithin = await countMail(table, { kind, conferenceId, address, mailId }, at, limit);
  return isWithin ? undefined : { unsent: "too-many" };
}

/** What only some mails have: a link, a badge, a place in line, an entry for the calendar, a file. */
async function partsOf(
  desk: Desk,
  promise: EmailIntent,
  conference: Conference,
  registration: Registration | undefined,
): Promise<Partial<MailRequest>> {
  const { kind } = promise;
  const file = registration && (await fileFor(desk, promise, conference, registration));
  const waits = registration && (kind === "waiting" || kind === "approved-waiting");
  return {
    ...(await linkToken(desk, promise)),
    ...(await badgeToken(desk, promise, registration)),
    ...(waits && { position: await desk.position(conference, registration.registrationId) }),
    ...(registration && calendarFor(desk, promise, conference, registration)),
    ...(file && { files: [file] }),
  };
}

/** The badge to print, or the letter that a mail brings. */
async function fileFor(desk: Desk, promise: EmailIntent, conference: Conference, registration: Registration) {
  if (promise.kind !== "visa-letter") return badgeFile(desk, promise, conference, registration);
  const letter = standingLetter(registration, promise.number);
  return letter && letterFile(desk, conference, registration, letter);
}

/** The mails that tell who is expected when; and those that tell who was, and isn't any more. */
const withCalendar: ReadonlySet<EmailIntent["kind"]> = new Set(["approved", "reminder", "conference-changed"] as const);
const endsCalendar: ReadonlySet<EmailIntent["kind"]> = new Set(["revoked", "withdrawn", "substituted"] as const);

function calendarFor(
  { siteUrl }: Desk,
  { kind }: EmailIntent,
  conference: Conference,
  registration: Registration,
): Pick<MailRequest, "calendar"> {
  const wanted = isConfirmed(registration)
    ? withCalendar.has(kind)
    : endsCalendar.has(kind) && registration.badgeSerial > 0;
  if (!wanted) return {};
  const { language } = registration;
  const text = calendarOf({ conference, registration, language, siteUrl, now: new Date().toISOString() });
  return { calendar: { method: methodOf(registration), text } };
}

/** A member of a delegation without an address gets their mails by its focal point. */
async function toPerson(table: Table, { registrationId }: RegistrationEmail): Promise<Addressed | undefined> {
  const registration = await loadRegistration(table, registrationId);
  const { conferenceId, language } = registration;
  const address = await mailAddress(table, registration);
  if (!address) return undefined;
  const recipient = { name: displayName(registration), address, language, thread: registrationId };
  return { conferenceId, registration, recipient };
}

/** None when the focal point who asked for a link acts for it no more. */
async function toDelegation(table: Table, promise: DelegationEmail): Promise<Addressed | undefined> {
  const { conferenceId, focalPoints, name, language, delegationId } = await loadDelegation(table, promise.delegationId);
  const asked = (email: string) => promise.kind !== "delegation-sign-in" || addressDigest(email) === promise.to;
  const address = focalPoints.find(asked);
  if (!address) return undefined;
  return { conferenceId, recipient: { name: inLanguage(name, language), address, language, thread: delegationId } };
}

/** The ten minutes of a sign-in link begin now. */
async function linkToken({ table, kms, linkKey }: Desk, promise: EmailIntent) {
  if (promise.kind !== "sign-in" && promise.kind !== "delegation-sign-in") return {};
  await startLink(table, promise.linkId, Date.now());
  return { token: await signInToken(kms, linkKey, promise.linkId) };
}

async function badgeToken({ signer }: Desk, promise: EmailIntent, registration: Registration | undefined) {
  if (promise.kind !== "approved" || !registration) return {};
  const { conferenceId, registrationId } = registration;
  return { badgeToken: await signToken(signer, { conferenceId, registrationId, serial: promise.serial }) };
}
