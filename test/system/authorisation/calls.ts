import type { HttpFunction } from "#shared/contract/routes.ts";
import { accreditationCalls } from "./calls/accreditation.ts";
import { badgeCalls } from "./calls/badge.ts";
import { conferenceCalls } from "./calls/conference.ts";
import { documentCalls } from "./calls/document.ts";
import { entryCalls } from "./calls/entry.ts";
import { frontCalls } from "./calls/front.ts";
import { importCalls } from "./calls/import.ts";
import { jobCalls } from "./calls/job.ts";
import { nominationCalls } from "./calls/nomination.ts";
import { participantsCalls } from "./calls/participants.ts";
import { peopleCalls } from "./calls/people.ts";
import { privacyCalls } from "./calls/privacy.ts";
import { registrationCalls } from "./calls/registration.ts";
import { signInCalls } from "./calls/sign-in.ts";
import type { CallsOf } from "./valid-call.ts";

/** A valid call for every operation of the API, a file for each function that answers. */
export const calls: CallsOf<HttpFunction> = {
  ...accreditationCalls,
  ...badgeCalls,
  ...conferenceCalls,
  ...documentCalls,
  ...entryCalls,
  ...frontCalls,
  ...importCalls,
  ...jobCalls,
  ...nominationCalls,
  ...participantsCalls,
  ...peopleCalls,
  ...privacyCalls,
  ...registrationCalls,
  ...signInCalls,
};
