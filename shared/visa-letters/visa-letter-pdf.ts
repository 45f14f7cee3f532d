import { createBadgeTexts, getBadgeLanguage, getHanStyle } from "#shared/badges/badge-content.ts";
import { getCountryName, getRepresentedName } from "#shared/countries/country-names.ts";
import { documentMessages } from "#shared/i18n/messages.ts";
import { joinPlace } from "#shared/i18n/place.ts";
import type { BrandedConference } from "#shared/model/branding.ts";
import {
  type Conference,
  getTextDirection,
  getTextInLanguage,
  type Language,
  type VisaLetterSettings,
} from "#shared/model/conference.ts";
import type { Registration, VisaLetter } from "#shared/model/registration.ts";
import { type LetterText, type PrintableLetter, printLetter } from "#shared/printing/letter.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { findLatinName, formatFullName, isNonLatin } from "#shared/registrations/names.rules.ts";

export interface VisaLetterContent {
  readonly conference: BrandedConference;
  readonly registration: Registration;
  readonly letter: VisaLetter;
  readonly letterId: string;
  /** As in the machine-readable zone; absent once a letter with it is sent. */
  readonly passportNumber?: string | undefined;
  /** The URL of the site, without a slash at the end. */
  readonly siteUrl: string;
  /** The logo of the organization, a JPEG. */
  readonly logo?: Uint8Array | undefined;
}

/**
 * The letter as a PDF, with the name of the passport. That includes protected people: only they receive the letter.
 */
export const renderVisaLetterPdf = (content: VisaLetterContent, fonts: FontCollection): Uint8Array =>
  printLetter(createVisaLetter(content, getLetterLanguage(content)), fonts);

/** In place of the identifier of a letter: no letter has it, because identifiers are random. */
const previewLetterId = "apreviewisnotavalidletterx";

/** The letter as it would be issued, across which it says that it is not valid. Its code leads to no letter. */
export function renderVisaLetterPreview(
  content: Omit<VisaLetterContent, "letterId">,
  fonts: FontCollection,
): Uint8Array {
  const language = getLetterLanguage(content);
  const letter = createVisaLetter({ ...content, letterId: previewLetterId }, language);
  return printLetter({ ...letter, watermark: documentMessages.translate(language, "visaLetter.preview") }, fonts);
}

const getLetterLanguage = ({ letter, conference }: Pick<VisaLetterContent, "letter" | "conference">): Language =>
  letter.language ?? getBadgeLanguage(conference);

function createVisaLetter(content: VisaLetterContent, language: Language): PrintableLetter {
  const { registration, letterId, siteUrl, logo } = content;
  const url = `${siteUrl}/letter#${letterId}`;
  return {
    title: documentMessages.translate(language, "visaLetter.title"),
    texts: createLetterTexts(content, language),
    codeText: url,
    note: documentMessages.translate(language, "visaLetter.check", { url }),
    direction: getTextDirection(language),
    han: getHanStyle(registration.person.nationality),
    logo,
  };
}

/** Letterhead, addressee, the person, the request and the signature. */
export function createLetterTexts(
  { conference, registration, letter, letterId, passportNumber }: Omit<VisaLetterContent, "siteUrl" | "logo">,
  language: Language,
): LetterText[] {
  const words = createBadgeTexts(language);
  const { title, startsOn, endsOn, venue, contact, branding, visaLetters = {} } = conference;
  const { signatory, text } = visaLetters;
  const organization = branding?.name && getTextInLanguage(branding.name, language);
  const place = joinPlace([venue.name, venue.city, getCountryName(venue.country, language)], language);
  const day = letter.at.slice(0, 10);
  const reference = `${conference.conferenceId.toUpperCase()}-${letterId.slice(0, 8).toUpperCase()}`;
  const plain = (text: string, spaceAbove = 3): LetterText => ({ text, size: 11, spaceAbove });
  return [
    ...(organization === undefined ? [] : [plain(organization, 0)]),
    { text: getTextInLanguage(title, language), size: 15, spaceAbove: 0, weight: "bold" },
    plain(words.formatDays(startsOn, endsOn)),
    { ...plain(place, 0), direction: getTextDirection(language) },
    plain(documentMessages.translate(language, "visaLetter.reference", { reference }), 22),
    plain(documentMessages.translate(language, "visaLetter.date", { date: words.formatDays(day, day) }), 0),
    plain(documentMessages.translate(language, "visaLetter.to"), 16),
    { text: documentMessages.translate(language, "visaLetter.title"), size: 13, spaceAbove: 16, weight: "bold" },
    plain(documentMessages.translate(language, "visaLetter.invites"), 8),
    ...listPersonLines(conference, registration, passportNumber, language).map((line, index) =>
      plain(line, index === 0 ? 10 : 2),
    ),
    plain(documentMessages.translate(language, "visaLetter.asks"), 12),
    ...(text ? getTextInLanguage(text, language).split("\n") : []).flatMap((line) =>
      line.trim() ? [plain(line, 6)] : [],
    ),
    ...listSignatureLines(signatory, language).map(
      (line, index): LetterText =>
        index === 0 ? { ...plain(line, signatory ? 44 : 24), weight: "bold" } : plain(line, 2),
    ),
    ...[organization, contact].flatMap((line) => (line === undefined ? [] : [plain(line, 2)])),
  ];
}

/** Who signs the letter, and for whom. */
function listSignatureLines(signatory: VisaLetterSettings["signatory"], language: Language): string[] {
  const secretariat = documentMessages.translate(language, "visaLetter.signature");
  if (!signatory) return [secretariat];
  const { name, title } = signatory;
  return [name, ...(title ? [getTextInLanguage(title, language)] : []), secretariat];
}

/** The name of the passport in Latin letters, then as the person writes it. */
function formatLetterName(registration: Registration): string {
  const [name, latin] = [formatFullName(registration), findLatinName(registration)];
  const written = latin === undefined || !isNonLatin(name) ? name : `${latin} (${name})`;
  return [registration.person.honorific, written].filter(Boolean).join(" ");
}

function listPersonLines(
  conference: Conference,
  registration: Registration,
  passportNumber: string | undefined,
  language: Language,
): string[] {
  const { person, functionTitle, organization, country } = registration;
  const words = createBadgeTexts(language);
  const { nationality, birthDate } = person;
  const values = {
    name: formatLetterName(registration),
    nationality: getCountryName(nationality, language),
    birthDate: birthDate && words.formatDays(birthDate, birthDate),
    passportNumber,
    functionTitle,
    organization,
    country: country && getRepresentedName(conference, country, language),
  };
  return (Object.keys(values) as (keyof typeof values)[]).flatMap((name) => {
    const value = values[name];
    return value ? [documentMessages.translate(language, `visaLetter.${name}`, { value })] : [];
  });
}
