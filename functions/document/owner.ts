import type { StoredDocument } from "#shared/domain/document.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { type Asking, mustActFor, mustBeStaff, mustMayOpen } from "#shared/http/caller.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadDelegation } from "#shared/store/delegations.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/**
 * Whoever the table of routes lets open what a document belongs to may open the document.
 * @returns the registration that it belongs to, if it does
 * @throws Refusal `not-found`, whether it isn't there or isn't theirs
 */
export async function mustMayOpenDocument(
  table: Table,
  { owner, conferenceId }: StoredDocument,
  asking: Asking,
): Promise<Registration | undefined> {
  const conference = await loadConference(table, conferenceId);
  if (!owner) throw new Refusal("not-found");
  if ("registrationId" in owner) {
    const registration = await loadRegistration(table, owner.registrationId);
    mustMayOpen(conference, registration, asking);
    return registration;
  }
  if ("delegationId" in owner) {
    mustActFor(conference, await loadDelegation(table, owner.delegationId), asking);
  } else mustBeStaff(conference, asking);
  return undefined;
}
