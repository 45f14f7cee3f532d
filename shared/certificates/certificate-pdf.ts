import { createBadgeTexts, getHanStyle } from "#shared/badges/badge-content.ts";
import { getCountryName } from "#shared/countries/country-names.ts";
import { certificateMessages } from "#shared/i18n/messages.ts";
import { joinPlace } from "#shared/i18n/place.ts";
import type { BrandedConference } from "#shared/model/branding.ts";
import { getTextDirection, getTextInLanguage, type Language, localeTags } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { type LetterText, type PrintableLetter, printLetter } from "#shared/printing/letter.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { findLatinLine, getDisplayName } from "#shared/registrations/names.rules.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { certificateCodePrefix, joinDays } from "./certificates.rules.ts";

export interface CertificateContent {
  readonly conference: BrandedConference;
  readonly registration: Registration;
  /** The days that the person attended, `YYYY-MM-DD`, in their order. */
  readonly days: readonly string[];
  readonly certificateId: string;
  readonly language: Language;
  /** The day of issue, `YYYY-MM-DD`. */
  readonly issuedOn: string;
  /** The URL of the site, without a slash at the end. */
  readonly siteUrl: string;
}

/** The certificate as a PDF, with the name on the badge: of a protected person, the alias. */
export const renderCertificatePdf = (content: CertificateContent, fonts: FontCollection): Uint8Array =>
  printLetter(createCertificate(content), fonts);

/** The page of a certificate. */
export function createCertificate(content: CertificateContent): PrintableLetter {
  const { registration, certificateId, language, siteUrl } = content;
  const url = `${siteUrl}/letter#${certificateCodePrefix}${certificateId}`;
  return {
    title: certificateMessages.translate(language, "certificate.title"),
    texts: createCertificateTexts(content),
    codeText: url,
    note: certificateMessages.translate(language, "certificate.check", { url }),
    direction: getTextDirection(language),
    han: getHanStyle(maskProtectedIdentity(registration).person.nationality),
  };
}

/** Letterhead, the person, the days and the signature. */
function createCertificateTexts({
  conference,
  registration,
  days,
  certificateId,
  language,
  issuedOn,
}: CertificateContent): LetterText[] {
  const t = (key: Parameters<typeof certificateMessages.translate>[1], values?: Readonly<Record<string, string>>) =>
    certificateMessages.translate(language, key, values);
  const { formatDays } = createBadgeTexts(language);
  const { conferenceId, title, startsOn, endsOn, venue, contact, branding } = conference;
  const host = branding?.name && getTextInLanguage(branding.name, language);
  const direction = getTextDirection(language);
  const line = (text: string | undefined, spaceAbove: number, more: Partial<LetterText> = {}): LetterText[] =>
    text ? [{ text, size: 11, spaceAbove, ...more }] : [];
  const { organization, person } = maskProtectedIdentity(registration);
  const name = [person.honorific, getDisplayName(registration)].filter(Boolean).join(" ");
  const place = joinPlace([venue.name, venue.city, getCountryName(venue.country, language)], language);
  const dates = joinDays(days).map((range) => formatDays(range.startsOn, range.endsOn));
  const reference = `${conferenceId.toUpperCase()}-${certificateId.slice(0, 8).toUpperCase()}`;
  return [
    ...line(host, 0),
    ...line(t("certificate.title"), 48, { size: 22, weight: "bold" }),
    ...line(t("certificate.certifies"), 28, { direction }),
    ...line(name, 10, { size: 18, weight: "bold" }),
    ...line(findLatinLine(registration), 2),
    ...line(organization, 2),
    ...line(t("certificate.attended"), 16, { direction }),
    ...line(getTextInLanguage(title, language), 8, { size: 15, weight: "bold" }),
    ...line(formatDays(startsOn, endsOn), 3),
    ...line(place, 0, { direction }),
    ...line(t("certificate.days", { days: new Intl.ListFormat(localeTags[language]).format(dates) }), 16, {
      direction,
    }),
    ...line(t("certificate.signature"), 40, { weight: "bold" }),
    ...line(host, 2),
    ...line(contact, 2),
    ...line(t("certificate.date", { date: formatDays(issuedOn, issuedOn) }), 16, { direction }),
    ...line(t("certificate.reference", { reference }), 0, { direction }),
  ];
}
