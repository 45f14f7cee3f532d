import { expect, test } from "vitest";
import { findKnownHolders, listStaffInvitations } from "../../functions/conference/staff.rules.ts";

const organizer = {
  kind: "staff",
  id: "organizer",
  email: "organizer@example.org",
  groups: ["secretariat"],
  invitations: ["invited-before"],
} as const;
const delegate = {
  kind: "delegate",
  conferenceId: "c",
  registrationIds: [],
  addressDigest: "a",
  delegationIds: [],
} as const;
const member = (email: string, holder: string) => ({ email, holder, groups: ["reviewer" as const] });

test("an address belongs to the account that the former list names, in upper or lower case, and the caller's own to the caller", () => {
  expect([...findKnownHolders(delegate, undefined)]).toEqual([]);
  expect([...findKnownHolders(organizer, [member("One@example.org", "one")])]).toEqual([
    ["one@example.org", "one"],
    ["organizer@example.org", "organizer"],
  ]);
  const named = [member("ORGANIZER@example.org", "earlier")];
  expect([...findKnownHolders(organizer, named)]).toEqual([["organizer@example.org", "earlier"]]);
});

test("an invitation goes to each address that a list adds, and not to the caller", () => {
  const before = [member("one@example.org", "one")];
  const after = [...before, member("two@example.org", "two"), member("organizer@example.org", "organizer")];
  expect(listStaffInvitations(before, after, organizer)).toEqual([{ kind: "staff-invited", holder: "two" }]);
  expect(listStaffInvitations(undefined, after, organizer)).toHaveLength(2);
  expect(listStaffInvitations(after, undefined, organizer)).toEqual([]);
  expect(listStaffInvitations(undefined, [member("o@example.org", "invited-before")], organizer)).toEqual([]);
  expect(listStaffInvitations(before, after, delegate)).toHaveLength(2);
});
