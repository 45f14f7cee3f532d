import type { Change } from "#shared/model/change.ts";

/**
 * A nomination of a person who is registered already outside of the delegation. It is a member like any other for the
 * focal point, who learns nothing, and waits for the secretariat. It has the seat that a new person would get, taken
 * from the same pools, so that no later answer differs. Its emails are queued and not sent. A member of staff who may not
 * know of the person makes any registration with the address such a one.
 * @param change of the nomination, or of the registration that gets the address
 * @param holder the registration of the person
 * @param claimant the registration that would be the person's, if they were not registered; the one that is added by default
 */
export function createClash(change: Change, holder: string, claimant = findAdded(change)): Change {
  const registrations = change.registrations.map((each) =>
    each.after.registrationId === claimant
      ? { ...each, after: { ...each.after, clash: { registrationId: holder } } }
      : each,
  );
  return { ...change, registrations };
}

const findAdded = ({ registrations }: Change): string | undefined =>
  registrations.findLast(({ before }) => !before)?.after.registrationId;
