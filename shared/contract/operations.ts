import { accreditationOperations } from "./operations/accreditation.ts";
import { badgeOperations } from "./operations/badge.ts";
import { conferenceOperations } from "./operations/conference.ts";
import { documentOperations } from "./operations/document.ts";
import { entryOperations } from "./operations/entry.ts";
import { frontOperations } from "./operations/front.ts";
import { importOperations } from "./operations/import.ts";
import { jobOperations } from "./operations/job.ts";
import { nominationOperations } from "./operations/nomination.ts";
import type { OperationsOf } from "./operations/operation.ts";
import { participantsOperations } from "./operations/participants.ts";
import { peopleOperations } from "./operations/people.ts";
import { privacyOperations } from "./operations/privacy.ts";
import { registrationOperations } from "./operations/registration.ts";
import { signInOperations } from "./operations/sign-in.ts";
import type { HttpFunction } from "./routes.ts";

/** Every operation of the API, a file for each function that answers. */
export const operations = {
  ...accreditationOperations,
  ...badgeOperations,
  ...conferenceOperations,
  ...documentOperations,
  ...entryOperations,
  ...frontOperations,
  ...importOperations,
  ...jobOperations,
  ...nominationOperations,
  ...peopleOperations,
  ...participantsOperations,
  ...privacyOperations,
  ...registrationOperations,
  ...signInOperations,
} as const satisfies OperationsOf<HttpFunction>;

export type Operations = typeof operations;
