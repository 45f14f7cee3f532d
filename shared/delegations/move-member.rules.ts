import type { RegistrationAmendment } from "#shared/accreditation/amendment.rules.ts";
import { type Conference, representsState } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import type { RenameMembersRequest } from "./member-job.rules.ts";

/**
 * What the former delegation has determined of a member, as the new one determines it: the category, the name of the
 * delegation as the organization, and its country. What the person or an officer entered in its place stays, but for the
 * country of a member of a State's delegation.
 * @param from `undefined` for a person who is a member of none
 */
export function listFollowingFields(
  conference: Conference,
  { organization, country }: Pick<Registration, "organization" | "country">,
  from: Delegation | undefined,
  into: Delegation,
): Pick<RegistrationAmendment, "category" | "organization" | "country"> {
  const { category } = into;
  if (!from) return { category };
  const isCountryGiven = country !== from.country && !representsState(conference, category);
  return {
    category,
    ...(organization === from.name.en && { organization: into.name.en }),
    ...(into.country !== undefined && !isCountryGiven && { country: into.country }),
  };
}

/**
 * Whether the organization of a member is the former name of the delegation. A protected person keeps it: that their
 * registration changes with a delegation would tell who they are.
 */
export const hasFormerName = (
  { delegationId, formerName }: Pick<RenameMembersRequest, "delegationId" | "formerName">,
  registration: Registration,
): boolean =>
  isLive(registration) &&
  !registration.protection &&
  registration.delegationId === delegationId &&
  registration.organization === formerName;
