import { conferenceDraft } from "#shared/conferences/contract.ts";
import { findWaitingListErrors } from "#shared/conferences/settings.rules.ts";
import { validate } from "#shared/contracts/validate.ts";
import type { SetupDraft } from "./setup-draft.ts";

/** The contract's rules for a conference, and those between parts of a whole draft, loaded on demand. */
export const validateConference = (draft: SetupDraft) => {
  const checked = validate(conferenceDraft, draft);
  const fieldErrors = [...("fieldErrors" in checked ? checked.fieldErrors : []), ...findWaitingListErrors(draft)];
  return fieldErrors.length > 0 ? { fieldErrors } : checked;
};
