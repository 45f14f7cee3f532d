import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Language } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isVisaLetterValid } from "#shared/registrations/issued-documents.rules.ts";
import { addVisaLetter, createChange, isConfirmed } from "#shared/registrations/registration.rules.ts";

/** `ended`: with the approval under which the last letter was issued. */
export type VisaLetterState = "requested" | "valid" | "ended";

/**
 * The state of the last visa letter, or that the person asks for one in the form, which no list tells of a protected
 * person; `undefined` if there is neither.
 */
export function findVisaLetterState(registration: Registration): VisaLetterState | undefined {
  const { visaLetter, needs, protection } = registration;
  if (isVisaLetterValid(registration)) return "valid";
  const isRequested = needs?.visaLetter === true && !protection;
  // A confirmed person whose letter is of an earlier approval asks for another one, where a confirmation issues none.
  if (visaLetter && !(isRequested && isConfirmed(registration))) return "ended";
  return isRequested ? "requested" : undefined;
}

/**
 * Issues a visa letter to a person who did not ask for one in the form, or a new letter that replaces the last one.
 * @throws DomainError `not-confirmed` for a person who is not approved or holds no seat
 */
export function issueVisaLetter(before: Registration, language: Language | undefined, context: CommandContext): Change {
  if (!isConfirmed(before)) throw new DomainError("not-confirmed");
  return createChange(before, addVisaLetter(before, context.at, language), "issue-visa-letter", context);
}
