import { deriveId } from "#shared/dynamodb/keys.ts";
import type { Registration } from "#shared/model/registration.ts";
import { normalizeForIdentity } from "#shared/text/compare-text.ts";

/**
 * The organization of a person: the delegation or, without one, the exact text in the form, in any case and with any
 * blanks (docs/decisions/0052-compare-names-in-three-ways.md). Texts that differ in anything else are different
 * organizations, until the secretariat merges them.
 * @returns an identifier that does not reveal the text; `undefined` for a person without an organization
 */
export function findOrganizationId({
  conferenceId,
  delegationId,
  organization,
}: Pick<Registration, "conferenceId" | "delegationId" | "organization">): string | undefined {
  if (delegationId !== undefined) return delegationId;
  return organization === undefined ? undefined : deriveOrganizationId(conferenceId, organization);
}

/** The identifier of the organization that a form names. */
export const deriveOrganizationId = (conferenceId: string, name: string): string =>
  deriveId("organization", conferenceId, normalizeForIdentity(name));
