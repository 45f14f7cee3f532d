import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Language } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { addVisaLetter, createChange, isConfirmed } from "#shared/registrations/registration.rules.ts";

/**
 * Whether the last visa letter is valid: its owner is confirmed by the approval under which the letter was issued. A
 * letter ends with that approval, whatever ends it, and a later approval does not make it valid again.
 */
export function isVisaLetterValid(registration: Registration): boolean {
  const { accreditation, visaLetter } = registration;
  return (
    visaLetter !== undefined &&
    accreditation.state === "approved" &&
    isConfirmed(registration) &&
    visaLetter.at >= accreditation.at
  );
}

/**
 * Issues a visa letter to a person who did not ask for one in the form, or a new letter that replaces the last one.
 * @throws DomainError `not-confirmed` for a person who is not approved or holds no seat
 */
export function issueVisaLetter(before: Registration, language: Language | undefined, context: CommandContext): Change {
  if (!isConfirmed(before)) throw new DomainError("not-confirmed");
  return createChange(before, addVisaLetter(before, context.at, language), "issue-visa-letter", context);
}
