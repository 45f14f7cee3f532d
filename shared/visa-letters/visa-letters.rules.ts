import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Language } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { addVisaLetter, createChange, isConfirmed } from "#shared/registrations/registration.rules.ts";

/**
 * Issues a visa letter to a person who did not ask for one in the form, or a new letter that replaces the last one.
 * @throws DomainError `not-confirmed` for a person who is not approved or holds no seat
 */
export function issueVisaLetter(before: Registration, language: Language | undefined, context: CommandContext): Change {
  if (!isConfirmed(before)) throw new DomainError("not-confirmed");
  return createChange(before, addVisaLetter(before, context.at, language), "issue-visa-letter", context);
}
