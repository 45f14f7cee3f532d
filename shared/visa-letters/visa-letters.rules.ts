import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Language } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration, VisaLetterAction, VisaLetterState } from "#shared/model/registration.ts";
import { isVisaLetterValid } from "#shared/registrations/issued-documents.rules.ts";
import { addVisaLetter, createChange, isConfirmed } from "#shared/registrations/registration.rules.ts";

/**
 * The state of the last visa letter, or that the person asks for one in the form, which no list tells of a protected
 * person; `undefined` if there is neither.
 */
export function findVisaLetterState(registration: Registration): VisaLetterState | undefined {
  const { visaLetter, needs, protection } = registration;
  if (isVisaLetterValid(registration)) return "valid";
  const isRequested = needs?.visaLetter === true && !protection;
  // A confirmed person whose letter is of an earlier approval asks for another one, where a confirmation issues none.
  const asksAgain = isRequested && isConfirmed(registration) && visaLetter?.revokedAt === undefined;
  if (visaLetter && !asksAgain) return "ended";
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

/** What the secretariat does with the visa letter of a person. */
interface VisaLetterOrder {
  readonly action: VisaLetterAction;
  /** Of a letter that is issued. */
  readonly language?: Language | undefined;
  /** Why it is revoked. */
  readonly reason?: string | undefined;
}

/**
 * Issues, sends again or revokes the visa letter of one of many people. A valid letter is not replaced.
 * @throws DomainError `not-confirmed` or `visa-letter-valid` for a letter that is issued, `no-visa-letter` for any other
 */
export function changeVisaLetter(
  before: Registration,
  { action, language, reason = "" }: VisaLetterOrder,
  context: CommandContext,
): Change {
  const { registrationId, visaLetter } = before;
  const letter = isVisaLetterValid(before) ? visaLetter : undefined;
  if (action === "issue") {
    if (letter) throw new DomainError("visa-letter-valid");
    return issueVisaLetter(before, language, context);
  }
  if (!letter) throw new DomainError("no-visa-letter");
  if (action === "resend") {
    const change = createChange(before, before, "resend-visa-letter", context);
    return { ...change, emails: [...change.emails, { kind: "visa-letter", registrationId, number: letter.number }] };
  }
  const after = { ...before, visaLetter: { ...letter, revokedAt: context.at } };
  const change = createChange(before, after, "revoke-visa-letter", context, reason === "" ? undefined : reason);
  return { ...change, emails: [...change.emails, { kind: "visa-letter-revoked", registrationId, reason }] };
}
