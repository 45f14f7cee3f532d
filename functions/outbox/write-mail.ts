import type { KMSClient } from "@aws-sdk/client-kms";
import { type BadgeSigner, signToken } from "#shared/badge/token.ts";
import type { MailPromise } from "#shared/domain/change.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { renderMail } from "#shared/mail/render.ts";
import { signInToken } from "#shared/mail/sign-in-token.ts";
import { loadConference } from "#shared/store/conferences.ts";
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

/** A promised mail with the person's data as it is now, and the tokens that only the mail carries. */
export const writeMail =
  (desk: Desk): WriteMail =>
  async ({ mailId, promise }) => {
    const registration = await loadRegistration(desk.table, promise.registrationId);
    const conference = await loadConference(desk.table, registration.conferenceId);
    const tokens = { ...(await linkToken(desk, promise)), ...(await badgeToken(desk, promise, registration)) };
    return renderMail({ mailId, promise, registration, conference, siteUrl: desk.siteUrl, from: desk.from, ...tokens });
  };

/** The ten minutes of a sign-in link begin now. */
async function linkToken({ table, kms, linkKey }: Desk, promise: MailPromise) {
  if (promise.kind !== "sign-in") return {};
  await startLink(table, promise.linkId, Date.now());
  return { token: await signInToken(kms, linkKey, promise.linkId) };
}

async function badgeToken({ signer }: Desk, promise: MailPromise, { conferenceId, registrationId }: Registration) {
  if (promise.kind !== "approved") return {};
  return { badgeToken: await signToken(signer, { conferenceId, registrationId, serial: promise.serial }) };
}
