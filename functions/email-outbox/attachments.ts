import { setImmediate as letOthersRun } from "node:timers/promises";
import { type BadgeDataSources, createBadgePrintOptions, loadBadge } from "#shared/badges/badge-data-loader.ts";
import { printBadgesPdf } from "#shared/badges/print-badges.ts";
import { renderCertificatePdf } from "#shared/certificates/certificate-pdf.ts";
import { provideCertificate } from "#shared/certificates/certificates.repository.ts";
import { type DocumentsBucket, findCheckedFile } from "#shared/documents/bucket.ts";
import { emailFiles } from "#shared/email-content/email-files.ts";
import type { BrandedConference } from "#shared/model/branding.ts";
import type { EmailIntent } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration, VisaLetter } from "#shared/model/registration.ts";
import { isVisaLetterValid } from "#shared/registrations/issued-documents.rules.ts";
import { findLiveSerial } from "#shared/registrations/registration.rules.ts";
import type { ComputeMac } from "#shared/runtime/kms-mac.ts";
import { log, toErrorFields } from "#shared/runtime/lambda.ts";
import { findPassportNumber } from "#shared/visa-letters/passport-numbers.repository.ts";
import { renderVisaLetterPdf } from "#shared/visa-letters/visa-letter-pdf.ts";
import type { EmailAttempt } from "./email-sender.ts";
import type { EmailAttachment } from "./render/render-email.ts";

/**
 * The badge that the email announces, while it is the live one. If it cannot be made, or ended earlier attempts, the
 * email goes without it and a warning is logged: the email itself shows the code, and the entry desk can print the
 * badge.
 *
 * The function makes one badge at a time. Before each, the emails beside it go on, so that their calls do not time out.
 * @throws DomainError `too-busy` if the database is, or if no time is left to make the badge
 */
export async function createBadgeFile(
  sources: BadgeDataSources,
  intent: EmailIntent,
  conference: Conference,
  registration: Registration,
  { until, omitsBadge }: EmailAttempt,
): Promise<EmailAttachment | undefined> {
  if (!("serial" in intent) || findLiveSerial(registration) !== intent.serial) return undefined;
  const { registrationId } = registration;
  if (omitsBadge) {
    log("email.badge-omitted", { registrationId, error: "unfinished" }, "warn");
    return undefined;
  }
  try {
    const badge = await loadBadge(sources, conference, registration);
    if (!badge) return undefined;
    await letOthersRun();
    if (Date.now() > until) throw new DomainError("too-busy");
    const pdf = await printBadgesPdf([badge], createBadgePrintOptions(conference, sources.fonts));
    return { filename: emailFiles.badge, contentType: "application/pdf", content: pdf };
  } catch (error) {
    if (error instanceof DomainError && error.code === "too-busy") throw error;
    log("email.badge-omitted", { registrationId, ...toErrorFields(error) }, "warn");
    return undefined;
  }
}

/** The letter of this number, while it is valid. A letter that was revoked or replaced is not sent. */
export function findValidLetter(registration: Registration | undefined, number: number): VisaLetter | undefined {
  const letter = registration?.visaLetter;
  return registration && letter?.number === number && isVisaLetterValid(registration) ? letter : undefined;
}

/** What a visa letter is made with. */
export interface VisaLetterSources extends Pick<BadgeDataSources, "table" | "fonts"> {
  readonly siteUrl: string;
  /** With the key of passport numbers. */
  readonly computePassportMac: ComputeMac;
}

/** The letter of invitation as an attachment, with the passport number while it is kept. */
export async function createVisaLetterFile(
  { table, fonts, siteUrl, computePassportMac }: VisaLetterSources,
  conference: BrandedConference,
  registration: Registration,
  letter: VisaLetter,
  logo: Uint8Array | undefined,
): Promise<EmailAttachment | undefined> {
  const letterId = registration.visaLetterIds?.at(-1);
  if (letterId === undefined) return undefined;
  const passportNumber = await findPassportNumber(table, computePassportMac, registration);
  const content = { conference, registration, letter, letterId, siteUrl, logo, passportNumber };
  return {
    filename: emailFiles.visaLetter,
    contentType: "application/pdf",
    content: renderVisaLetterPdf(content, fonts),
  };
}

/** The certificate of attendance as an attachment; `undefined` for a person who has none, or none any more. */
export async function createCertificateFile(
  { table, fonts, siteUrl }: Pick<BadgeDataSources, "table" | "fonts"> & { readonly siteUrl: string },
  conference: BrandedConference,
  registration: Registration,
  deadline: number,
): Promise<EmailAttachment | undefined> {
  const issue = { now: new Date().toISOString(), deadline };
  const certificate = await provideCertificate(table, conference, registration, issue);
  if (!certificate) return undefined;
  const { language } = registration;
  const content = renderCertificatePdf({ ...certificate, siteUrl, language }, fonts);
  return { filename: emailFiles.certificate, contentType: "application/pdf", content };
}

/** The largest logo that an email carries, in bytes; an email without it is still complete. */
const maxLogoBytes = 150_000;

/** How many logos are kept in memory. */
const maxKeptLogos = 20;

/** Finds the logo of a conference's organization, a JPEG, for emails. */
export type LogoFinder = (conference: BrandedConference) => Promise<Uint8Array | undefined>;

/**
 * Reads each logo once, because the file of an identifier never changes. A logo that can't be read, or is too large, is
 * left out.
 */
export function createLogoFinder(documents: DocumentsBucket): LogoFinder {
  const kept = new Map<string, Promise<Uint8Array | undefined>>();
  const read = async (logo: string) => {
    try {
      const bytes = await findCheckedFile(documents, logo);
      return bytes && bytes.length <= maxLogoBytes ? bytes : undefined;
    } catch (error) {
      kept.delete(logo);
      log("email.logo-omitted", { documentId: logo, ...toErrorFields(error) }, "warn");
      return undefined;
    }
  };
  return async ({ branding }) => {
    const logo = branding?.logo;
    if (logo === undefined) return undefined;
    if (kept.size >= maxKeptLogos) kept.clear();
    const reading = kept.get(logo) ?? read(logo);
    kept.set(logo, reading);
    return reading;
  };
}
