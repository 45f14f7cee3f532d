import { conferenceDraft } from "#shared/conferences/contract.ts";
import { validate } from "#shared/contracts/validate.ts";

/** The contract's rules for a conference, loaded on demand. */
export const validateConference = (body: unknown) => validate(conferenceDraft, body);
