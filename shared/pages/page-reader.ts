import { type Caller, getStaffGroups, isOwnedBy } from "#shared/auth/caller.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { isConfirmed } from "#shared/registrations/registration.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import type { PageReader } from "./page.rules.ts";

/** The caller as a reader of the page: staff, or the owner of registrations, each as it is now. */
export async function loadPageReader(table: Table, conference: Conference, caller: Caller): Promise<PageReader> {
  const isStaff = getStaffGroups(conference, caller).length > 0;
  if (caller.kind !== "delegate" || caller.conferenceId !== conference.conferenceId)
    return { isStaff, confirmedCategories: [] };
  const registrations = [...(await loadRegistrations(table, caller.registrationIds)).values()];
  const own = registrations.filter((each) => each.conferenceId === conference.conferenceId && isOwnedBy(each, caller));
  return { isStaff, confirmedCategories: own.filter(isConfirmed).map(({ category }) => category) };
}
