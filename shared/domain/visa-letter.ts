import type { MailPromise } from "./change.ts";
import type { Language } from "./conference.ts";
import { isConfirmed, type Registration } from "./registration.ts";

/**
 * Whether the last letter is valid: its owner is confirmed, by the approval under which it was issued. So a letter ends
 * with the approval, by whatever path that ends, and a later approval never brings it back.
 */
export function visaLetterStands(registration: Registration): boolean {
  const { accreditation, visaLetter } = registration;
  return (
    visaLetter !== undefined &&
    accreditation.state === "approved" &&
    isConfirmed(registration) &&
    visaLetter.at >= accreditation.at
  );
}

/** The registration with its next letter. */
export function withNextLetter(registration: Registration, at: string, language?: Language): Registration {
  const number = (registration.visaLetter?.number ?? 0) + 1;
  return { ...registration, visaLetter: { number, at, ...(language && { language }) } };
}

/** A letter comes with the confirmation of whoever asked for one. What it says stays so: an approved form isn't amended. */
export function withVisaLetter(before: Registration | undefined, after: Registration, at: string): Registration {
  const confirmedNow = isConfirmed(after) && !(before && isConfirmed(before));
  return confirmedNow && after.needs?.visaLetter ? withNextLetter(after, at) : after;
}

/** The mail that brings a letter which this step issues. */
export function visaLetterMails(before: Registration | undefined, after: Registration): MailPromise[] {
  const number = after.visaLetter?.number;
  if (number === undefined || number === before?.visaLetter?.number) return [];
  return [{ kind: "visa-letter", registrationId: after.registrationId, number }];
}
