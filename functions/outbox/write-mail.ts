import type { KMSClient } from "@aws-sdk/client-kms";
import { type BadgeSigner, signToken } from "#shared/badge/token.ts";
import type { DelegationMail, MailPromise, RegistrationMail } from "#shared/domain/change.ts";
import { displayName, type Registration } from "#shared/domain/registration.ts";
import { inLanguage } from "#shared/mail/content.ts";
import { type Recipient, renderMail } from "#shared/mail/render.ts";
import { signInToken } from "#shared/mail/sign-in-token.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadDelegation } from "#shared/store/delegations.ts";
import { digestOf } from "#shared/store/ids.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import { startLink } from "#shared/store/sign-in.ts";
import type { Table } from "#shared/store/table.ts";
import type { WriteMail } from "./deliver.ts";

interface Desk {
  readonly table: Table;
  readonly kms: KMSClient;
  readonly linkKey: string;
  readonly signer: BadgeSigner;
  readonly siteUrl: string;
  readonly from: string;
}

/** Whom a mail is about, and where it goes now. */
interface Addressed {
  readonly conferenceId: string;
  readonly recipient: Recipient;
  readonly registration?: Registration;
}

/** A promised mail with the person's data as it is now, and the tokens that only the mail carries. */
export const writeMail =
  (desk: Desk): WriteMail =>
  async ({ mailId, promise }) => {
    const found =
      "registrationId" in promise ? await toPerson(desk.table, promise) : await toDelegation(desk.table, promise);
    if (!found) return undefined;
    const conference = await loadConference(desk.table, found.conferenceId);
    const tokens = { ...(await linkToken(desk, promise)), ...(await badgeToken(desk, promise, found.registration)) };
    const { recipient } = found;
    return renderMail({ mailId, promise, recipient, conference, siteUrl: desk.siteUrl, from: desk.from, ...tokens });
  };

/** A member of a delegation without an address gets their mails by its focal point. */
async function toPerson(table: Table, { registrationId }: RegistrationMail): Promise<Addressed | undefined> {
  const registration = await loadRegistration(table, registrationId);
  const { conferenceId, delegationId, person, language } = registration;
  const address = person.email ?? (delegationId && (await loadDelegation(table, delegationId)).focalPoints[0]);
  if (!address) return undefined;
  const recipient = { name: displayName(registration), address, language, thread: registrationId };
  return { conferenceId, registration, recipient };
}

/** None when the focal point who asked for a link acts for it no more. */
async function toDelegation(table: Table, promise: DelegationMail): Promise<Addressed | undefined> {
  const { conferenceId, focalPoints, name, language, delegationId } = await loadDelegation(table, promise.delegationId);
  const asked = (email: string) =>
    promise.kind !== "delegation-sign-in" || digestOf(email.toLowerCase()) === promise.to;
  const address = focalPoints.find(asked);
  if (!address) return undefined;
  return { conferenceId, recipient: { name: inLanguage(name, language), address, language, thread: delegationId } };
}

/** The ten minutes of a sign-in link begin now. */
async function linkToken({ table, kms, linkKey }: Desk, promise: MailPromise) {
  if (promise.kind !== "sign-in" && promise.kind !== "delegation-sign-in") return {};
  await startLink(table, promise.linkId, Date.now());
  return { token: await signInToken(kms, linkKey, promise.linkId) };
}

async function badgeToken({ signer }: Desk, promise: MailPromise, registration: Registration | undefined) {
  if (promise.kind !== "approved" || !registration) return {};
  const { conferenceId, registrationId } = registration;
  return { badgeToken: await signToken(signer, { conferenceId, registrationId, serial: promise.serial }) };
}
