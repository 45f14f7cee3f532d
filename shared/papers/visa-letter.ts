import { badgeLanguage, hanStyleOf } from "#shared/badge/facts.ts";
import { type LetterText, printLetter } from "#shared/badge/print/letter.ts";
import type { Fonts } from "#shared/badge/text/fonts.ts";
import type { Conference, Language } from "#shared/domain/conference.ts";
import type { Registration, VisaLetter } from "#shared/domain/registration.ts";
import { paperMessages } from "#shared/i18n/messages.ts";
import { inLanguage } from "#shared/mail/in-language.ts";
import { badgeWords } from "./badge-words.ts";

/** Whom a letter invites to what, and where its code leads. */
export interface Invitation {
  readonly conference: Conference;
  readonly registration: Registration;
  readonly letter: VisaLetter;
  readonly letterId: string;
  /** Where the pages are, without a slash at the end. */
  readonly siteUrl: string;
}

/**
 * The letter as a PDF: with the name of the passport, also of somebody who is protected, for it is mailed to them alone.
 * @throws MissingGlyph where it can't be written
 */
export function visaLetterPdf(invitation: Invitation, fonts: Fonts): Uint8Array {
  const { conference, registration, letter, letterId, siteUrl } = invitation;
  const language = letter.language ?? badgeLanguage(conference);
  const url = `${siteUrl}/letter#${letterId}`;
  return printLetter(
    {
      title: paperMessages.translate(language, "visaLetter.title"),
      texts: textsOf(invitation, language),
      code: url,
      note: paperMessages.translate(language, "visaLetter.check", { url }),
      direction: language === "ar" ? "rtl" : "ltr",
      han: hanStyleOf(registration.person.nationality),
    },
    fonts,
  );
}

/** Letterhead, addressee, what is said of the person, what is asked, and who says it. */
function textsOf({ conference, registration, letter, letterId }: Invitation, language: Language): LetterText[] {
  const words = badgeWords(language);
  const { title, startsOn, endsOn, venue } = conference;
  const place = [venue.name, venue.city, words.country(venue.country)].filter(Boolean).join(", ");
  const day = letter.at.slice(0, 10);
  const reference = `${conference.conferenceId.toUpperCase()}-${letterId.slice(0, 8).toUpperCase()}`;
  const plain = (text: string, above = 3): LetterText => ({ text, size: 11, above });
  return [
    { text: inLanguage(title, language), size: 15, above: 0, weight: "bold" },
    plain(words.days(startsOn, endsOn)),
    plain(place, 0),
    plain(paperMessages.translate(language, "visaLetter.reference", { reference }), 22),
    plain(paperMessages.translate(language, "visaLetter.date", { date: words.days(day, day) }), 0),
    plain(paperMessages.translate(language, "visaLetter.to"), 16),
    { text: paperMessages.translate(language, "visaLetter.title"), size: 13, above: 16, weight: "bold" },
    plain(paperMessages.translate(language, "visaLetter.invites"), 8),
    ...personLines(registration, language).map((line, index) => plain(line, index === 0 ? 10 : 2)),
    plain(paperMessages.translate(language, "visaLetter.asks"), 12),
    { text: paperMessages.translate(language, "visaLetter.signature"), size: 11, above: 24, weight: "bold" },
  ];
}

/** What the letter says of the person, a line each. */
function personLines({ person, functionTitle, organization, country }: Registration, language: Language): string[] {
  const words = badgeWords(language);
  const { honorific, givenName, familyName, nationality, birthDate } = person;
  const facts = {
    name: [honorific, givenName, familyName].filter(Boolean).join(" "),
    nationality: words.country(nationality),
    birthDate: birthDate && words.days(birthDate, birthDate),
    functionTitle,
    organization,
    country: country && words.country(country),
  };
  return (Object.keys(facts) as (keyof typeof facts)[]).flatMap((name) => {
    const value = facts[name];
    return value ? [paperMessages.translate(language, `visaLetter.${name}`, { value })] : [];
  });
}
