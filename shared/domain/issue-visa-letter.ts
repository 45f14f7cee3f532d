import { changeOf, type Occasion } from "./accreditation.ts";
import type { Change } from "./change.ts";
import type { Language } from "./conference.ts";
import { Refusal } from "./refusal.ts";
import { isConfirmed, type Registration } from "./registration.ts";
import { withNextLetter } from "./visa-letter.ts";

/**
 * A letter for somebody who didn't ask for one in the form, or another in place of the last.
 * @throws Refusal `not-confirmed`: who may not come, or has no place yet, isn't invited
 */
export function issueVisaLetter(before: Registration, language: Language | undefined, occasion: Occasion): Change {
  if (!isConfirmed(before)) throw new Refusal("not-confirmed");
  return changeOf(before, withNextLetter(before, occasion.at, language), "issue-visa-letter", occasion);
}
