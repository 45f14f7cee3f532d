import type { Conference } from "#shared/domain/conference.ts";
import type { Registration, VisaLetter } from "#shared/domain/registration.ts";
import { visaLetterStands } from "#shared/domain/visa-letter.ts";
import type { MailFile } from "#shared/mail/render.ts";
import type { Press } from "#shared/papers/press.ts";
import { visaLetterPdf } from "#shared/papers/visa-letter.ts";
import { visaLetterId } from "#shared/store/visa-letters.ts";

/** The letter of this number, as long as it is valid: what was revoked or replaced before its mail went isn't sent. */
export function standingLetter(registration: Registration | undefined, number: number): VisaLetter | undefined {
  const letter = registration?.visaLetter;
  return registration && letter?.number === number && visaLetterStands(registration) ? letter : undefined;
}

/** @throws MissingGlyph for one that can't be written: its mail is given up, and somebody looks */
export function letterFile(
  { fonts, siteUrl }: Pick<Press, "fonts"> & { readonly siteUrl: string },
  conference: Conference,
  registration: Registration,
  letter: VisaLetter,
): MailFile {
  const letterId = visaLetterId(registration.registrationId, letter.number);
  const content = visaLetterPdf({ conference, registration, letter, letterId, siteUrl }, fonts);
  return { filename: "letter-of-invitation.pdf", contentType: "application/pdf", content };
}
