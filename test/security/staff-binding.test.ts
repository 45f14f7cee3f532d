import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assertCanCreateConferences, assertRouteAccess, getStaffGroups } from "#shared/auth/caller.ts";
import { openStaffSession, saveStaffEmail } from "#shared/auth/staff.repository.ts";
import { findAddressHolder } from "#shared/auth/staff-invitations.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Conference } from "#shared/model/conference.ts";
import { assertReachableSecretariat, toStaffMembers } from "../../functions/conference/staff.ts";
import { aConference, newAddress } from "../support/builders.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const organizer = { kind: "staff", id: "organizer", email: "organizer@example.org", groups: ["secretariat"] } as const;
const groups = ["secretariat"] as const;

/** A conference after its staff list is saved. */
async function saveStaff(emails: readonly string[], before?: Conference): Promise<Conference> {
  const drafts = emails.map((email) => ({ email, groups }));
  return { ...aConference(), staff: await toStaffMembers(started.table, organizer, before?.staff, drafts) };
}

const now = Math.floor(Date.now() / 1_000);

/** The caller of a call with a verified address. @param issuedAt of the token, in s since 1970 */
async function call(id: string, email: string, issuedAt = now) {
  const session = { id, email, sessionId: `${id}-session`, signedInAt: now, issuedAt, groups };
  const opened = await openStaffSession(started.table, session, { now: Date.now(), isAutomatic: false });
  return { kind: "staff", id, email, groups, ...opened } as const;
}

const isStaff = async (conference: Conference, id: string, email: string, issuedAt = now) =>
  getStaffGroups(conference, await call(id, email, issuedAt)).length > 0;

describe("an address that the user pool gave to another user", () => {
  /** The former user had the address 40 minutes ago, the present one has signed in with it now. */
  async function reassign() {
    const email = newAddress();
    const [former, present] = [`former ${email}`, `present ${email}`];
    const conference = await saveStaff([email]);
    expect(await isStaff(conference, former, email)).toBe(true);
    await call(present, email, now + 2_400);
    const open = async (id: string, issuedAt: number) => "invitations" in (await call(id, email, issuedAt));
    return { email, former, present, conference, open };
  }

  test("opens no session for an older token of its former user, and stays with the present one", async () => {
    const { email, former, present, open } = await reassign();
    expect(await open(former, now + 2_399)).toBe(false);
    expect(await findAddressHolder(started.table, email)).toBe(present);
    expect(await open(present, now + 2_400)).toBe(true);
  });

  test("binds a later invitation to its present user, however often the former one calls before", async () => {
    const { email, former, present } = await reassign();
    const later = await saveStaff([email]);
    for (const issuedAt of [now, now + 2_399, now + 2_400]) await call(former, email, issuedAt);
    expect(getStaffGroups(later, await call(former, email, now))).toEqual([]);
    expect(getStaffGroups(later, await call(present, email, now + 2_400))).toEqual(["secretariat"]);
    expect(getStaffGroups(later, await call(former, "changed@example.org", now + 2_500))).toEqual([]);
  });

  test("comes back to its former user by a later token", async () => {
    const { email, former, present, conference, open } = await reassign();
    expect(await open(former, now + 2_401)).toBe(true);
    expect(await findAddressHolder(started.table, email)).toBe(former);
    expect(await open(present, now + 2_400)).toBe(false);
    expect(getStaffGroups(conference, await call(former, email, now + 2_401))).toEqual(["secretariat"]);
  });
});

describe("the invitation of an address to the staff of a conference", () => {
  test("is bound to the first user who signs in with it, and to no other user with the address", async () => {
    const email = newAddress();
    const conference = await saveStaff([email]);
    expect(await isStaff(conference, `first ${email}`, email.toUpperCase())).toBe(true);
    expect(await isStaff(conference, `second ${email}`, email)).toBe(false);
    expect(await isStaff(conference, `first ${email}`, "changed@example.org")).toBe(true);
  });

  test("is bound to one of many users who sign in with it at the same time", async () => {
    for (let round = 0; round < 5; round += 1) {
      const email = newAddress();
      const conference = await saveStaff([email]);
      const users = Array.from({ length: 8 }, (_, index) => `user ${index} of ${email}`);
      await Promise.all(users.map((id) => call(id, email)));
      const bound = await Promise.all(users.map((id) => isStaff(conference, id, "another@example.org")));
      expect(bound.filter(Boolean)).toHaveLength(1);
    }
  });

  test("serves each of the simultaneous first calls of its user", async () => {
    const email = newAddress();
    const conference = await saveStaff([email]);
    const calls = await Promise.all(Array.from({ length: 8 }, () => isStaff(conference, `one ${email}`, email)));
    expect(calls).toEqual(Array(8).fill(true));
  });

  test("is a new one after the address was removed: it is bound anew, and the former user is not staff", async () => {
    const email = newAddress();
    const first = await saveStaff([email]);
    expect(await isStaff(first, `first ${email}`, email)).toBe(true);
    const removed = await saveStaff([newAddress()], first);
    const again = await saveStaff([email], removed);
    expect(await isStaff(again, `recreated ${email}`, email, now + 1)).toBe(true);
    expect(await isStaff(again, `first ${email}`, email)).toBe(false);
    expect(await isStaff(first, `first ${email}`, "changed@example.org")).toBe(true);
  });

  test("stays bound while the list is saved again with the address", async () => {
    const email = newAddress();
    const first = await saveStaff([email]);
    expect(await isStaff(first, `first ${email}`, email)).toBe(true);
    const saved = await saveStaff([email.toUpperCase(), newAddress()], first);
    expect(await isStaff(saved, `first ${email}`, email)).toBe(true);
    expect(await isStaff(saved, `second ${email}`, email)).toBe(false);
  });

  test("gives a user of the pool who was created again with the address nothing of the former user", async () => {
    const email = newAddress();
    const conference = await saveStaff([email]);
    expect(await isStaff(conference, `former ${email}`, email)).toBe(true);
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await isStaff(conference, `recreated ${email}`, email)).toBe(false);
      expect(await isStaff(conference, `former ${email}`, email)).toBe(true);
    }
  });

  test("is one for all conferences until it is bound, and each later conference gets one of its own", async () => {
    const email = newAddress();
    const [one, two] = [await saveStaff([email]), await saveStaff([email])];
    expect(await isStaff(one, `user ${email}`, email)).toBe(true);
    expect(await isStaff(two, `user ${email}`, email)).toBe(true);
    const three = await saveStaff([email]);
    expect(await isStaff(three, `user ${email}`, email)).toBe(true);
    expect(await isStaff(one, `user ${email}`, email)).toBe(true);
  });

  test("is not needed for the officer who names their verified address", async () => {
    const conference = await saveStaff([organizer.email]);
    expect(getStaffGroups(conference, organizer)).toEqual(["secretariat"]);
    expect(await isStaff(conference, "another user", organizer.email)).toBe(false);
  });

  test.each([
    ["U+212A KELVIN SIGN for k", "kay@example.org", "\u212Aay@example.org"],
    ["U+0130 for i", "iris@example.org", "\u0130ris@example.org"],
    ["U+017F LONG S for s", "sam@example.org", "\u017Fam@example.org"],
    ["full-width letters", "amy@example.org", "\uFF41my@example.org"],
  ])("is not for an address with %s", async (_, invited, other) => {
    const conference = await saveStaff([invited]);
    expect(await isStaff(conference, `other ${invited}`, other)).toBe(false);
    expect(await isStaff(conference, `user ${invited}`, invited.toUpperCase())).toBe(true);
  });
});

test("a list gives groups to an invited account without one, and only narrows those of another account", async () => {
  const email = newAddress();
  const staff = await toStaffMembers(started.table, organizer, undefined, [{ email, groups: ["reviewer"] }]);
  const conference = { ...aConference(), staff };
  const invited = { ...(await call(createId(), email)), groups: [] };
  expect(getStaffGroups(conference, invited)).toEqual(["reviewer"]);
  expect(getStaffGroups(aConference(), invited)).toEqual([]);
  expect(getStaffGroups(conference, { ...invited, groups: ["secretariat", "entry-desk"] })).toEqual([]);
  expect(getStaffGroups(conference, { ...invited, groups: ["secretariat", "reviewer"] })).toEqual(["reviewer"]);
});

test("an account without a group and without an invitation passes no route of staff, and creates no conference", () => {
  const caller = { kind: "staff", id: createId(), email: newAddress(), groups: [] } as const;
  const invited = { ...caller, invitations: [createId()] };
  expect(() => assertRouteAccess({ access: ["secretariat"], caller })).toThrow("not-allowed");
  expect(() => assertRouteAccess({ access: ["secretariat"], caller: invited })).not.toThrow();
  expect(() => assertRouteAccess({ access: ["delegate"], caller: invited })).toThrow("not-allowed");
  const bound = { ...invited, groups: ["reviewer"] } as const;
  expect(() => assertRouteAccess({ access: ["secretariat"], caller: bound })).toThrow("not-allowed");
  expect(() => assertCanCreateConferences(invited)).toThrow("not-allowed");
  expect(() => assertCanCreateConferences(organizer)).not.toThrow();
});

describe("a list of staff without the caller", () => {
  const save = (emails: readonly string[], before?: Conference) =>
    assertReachableSecretariat(
      started.table,
      organizer,
      before?.staff,
      emails.map((email) => ({ email, groups })),
    );
  const refusal = { code: "invalid-request", fieldErrors: [{ path: "staff", rule: "noneSignedIn" }] };

  test("is refused as long as no member of its secretariat has signed in", async () => {
    const [email, other] = [newAddress(), newAddress()];
    const before = await saveStaff([email, organizer.email]);
    await expect(save([other])).rejects.toMatchObject(refusal);
    await expect(save([email, other], before)).rejects.toMatchObject(refusal);
    await call(`user of ${email}`, email);
    await save([email, other], before);
    await expect(save([other], before)).rejects.toMatchObject(refusal);
  });

  test("is accepted with someone who has opened the console, and with one who was invited again after signing in", async () => {
    const [colleague, invited] = [newAddress(), newAddress()];
    await saveStaffEmail(
      started.table,
      { id: `user of ${colleague}`, email: colleague.toUpperCase() },
      new Date().toISOString(),
    );
    await save([colleague]);
    await saveStaff([invited]);
    await call(`user of ${invited}`, invited);
    await save([invited], await saveStaff([invited]));
  });
});
