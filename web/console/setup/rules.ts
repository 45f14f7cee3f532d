import { conferenceDraft } from "#shared/contract/conference.ts";
import { check } from "#shared/contract/faults.ts";

/** The contract's rules for a conference, in a part of the page that comes when somebody sets one up. */
export const checkConference = (body: unknown) => check(conferenceDraft, body);
