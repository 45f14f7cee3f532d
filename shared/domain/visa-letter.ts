import type { Change, CommandContext } from "./change.ts";
import type { Language } from "./conference.ts";
import { addVisaLetter, createChange } from "./create-change.ts";
import { Refusal } from "./refusal.ts";
import { isConfirmed, type Registration } from "./registration.ts";

/**
 * Whether the last visa letter is valid: its owner is confirmed by the approval under which the letter was issued. A
 * letter ends with that approval, whatever ends it, and a later approval does not make it valid again.
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

/**
 * Issues a visa letter to a person who did not ask for one in the form, or a new letter that replaces the last one.
 * @throws Refusal `not-confirmed` for a person who is not approved or holds no seat
 */
export function issueVisaLetter(before: Registration, language: Language | undefined, context: CommandContext): Change {
  if (!isConfirmed(before)) throw new Refusal("not-confirmed");
  return createChange(before, addVisaLetter(before, context.at, language), "issue-visa-letter", context);
}
