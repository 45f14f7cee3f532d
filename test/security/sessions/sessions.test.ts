import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endAllSessions, endSessions, toAddressOwner, toStaffOwner } from "#shared/auth/sessions.repository.ts";
import { openStaffSession } from "#shared/auth/staff.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { writeTransaction } from "#shared/dynamodb/table.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import type { StaffGroup } from "#shared/model/access.ts";
import type { Change } from "#shared/model/change.ts";
import {
  createDelegateSession,
  deriveSessionEnds,
  endDelegateSession,
  findDelegateSession,
} from "#shared/sign-in/sign-in.repository.ts";
import { endOwnSessions, listSessions } from "../../../functions/sign-in/sessions.ts";
import { aConference, buildRegistration, secretariatActor } from "../../support/builders.ts";
import { startTable, type TestTable } from "../../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const noon = Date.parse("2027-03-01T12:00:00.000Z");
const minute = 60_000;
const hour = 60 * minute;
const conferenceId = "idm";

/** A delegate with a session that began at a time. */
async function openDelegate(email = `${createId()}@example.org`, begunAt = noon, browser?: string) {
  const token = createId() + createId();
  const draft = { conferenceId, registrationIds: ["r"], addressDigest: computeAddressDigest(email) };
  await createDelegateSession(started.table, token, draft, begunAt, browser);
  const call = (now: number, isAutomatic = false) => findDelegateSession(started.table, token, { now, isAutomatic });
  return { email, token, call, isOpen: async (now: number) => (await call(now, true)) !== undefined };
}

/** Writes what the change of a registration derives that loses its address, at a time. */
async function loseAddress(email: string, at: number) {
  const registration = buildRegistration(aConference({}, conferenceId));
  const before = { ...registration, person: { ...registration.person, email } };
  const change: Change = {
    conferenceId,
    at: new Date(at).toISOString(),
    actor: secretariatActor,
    action: "amend",
    registrations: [{ before, after: registration }],
    emails: [],
    admission: "public",
  };
  await writeTransaction(
    started.table,
    deriveSessionEnds(started.table, change, aConference({}, conferenceId)),
    Date.now() + 5_000,
  );
}

/** A member of staff with a session that began at noon. */
function openStaff(groups: readonly StaffGroup[], id: string = createId(), begunAt = noon) {
  const token = {
    id,
    email: "a@b.example",
    groups,
    sessionId: createId(),
    signedInAt: begunAt / 1_000,
    issuedAt: begunAt / 1_000,
  };
  const call = (now: number, isAutomatic = false) => openStaffSession(started.table, token, { now, isAutomatic });
  return { id, call, isOpen: async (now: number) => (await call(now, true)) !== undefined };
}

describe("a session that its user does not use", () => {
  test("of a delegate ends after an hour", async () => {
    const { call, isOpen } = await openDelegate();
    await call(noon + 59 * minute);
    expect(await isOpen(noon + 118 * minute)).toBe(true);
    expect(await isOpen(noon + 120 * minute)).toBe(false);
    expect(await call(noon + 120 * minute)).toBeUndefined();
  });

  test.each<[string, readonly StaffGroup[], number]>([
    ["the secretariat", ["secretariat"], 1],
    ["a reviewer who is also in the group of the entry desk", ["reviewer", "entry-desk"], 1],
    ["a user without a group", [], 1],
    ["the entry desk alone", ["entry-desk"], 12],
  ])("of %s (groups: %j) ends after %i hours", async (_, groups, hours) => {
    const used = openStaff(groups);
    await used.call(noon + 50 * minute);
    expect(await used.isOpen(noon + 50 * minute + hours * hour)).toBe(true);
    expect(await used.isOpen(noon + 51 * minute + hours * hour)).toBe(false);
    const unused = openStaff(groups);
    expect(await unused.isOpen(noon + hours * hour)).toBe(true);
    expect(await unused.call(noon + hours * hour + minute)).toBeUndefined();
  });

  test("ends although the page sends requests by itself", async () => {
    const [delegate, staff] = [await openDelegate(), openStaff(["secretariat"])];
    for (let minutes = 5; minutes <= 60; minutes += 5) {
      await delegate.call(noon + minutes * minute, true);
      await staff.call(noon + minutes * minute, true);
    }
    expect([await delegate.isOpen(noon + 61 * minute), await staff.isOpen(noon + 61 * minute)]).toEqual([false, false]);
  });

  test("of a delegate ends after four hours even if it is used", async () => {
    const { call, isOpen } = await openDelegate();
    for (let minutes = 30; minutes < 240; minutes += 30) expect(await call(noon + minutes * minute)).toBeDefined();
    expect(await isOpen(noon + 240 * minute)).toBe(false);
  });
});

describe("ending sessions", () => {
  test("of one address keeps the sessions of other addresses, and later sessions of the same address", async () => {
    const [one, other] = [await openDelegate(), await openDelegate()];
    await endSessions(started.table, toAddressOwner(conferenceId, one.email.toUpperCase()), noon + minute);
    expect([await one.isOpen(noon + minute), await other.isOpen(noon + minute)]).toEqual([false, true]);
    const next = await openDelegate(one.email, noon + 2 * minute);
    expect(await next.isOpen(noon + 2 * minute)).toBe(true);
  });

  test("of all users ends those of staff and delegates, and keeps later ones", async () => {
    const [delegate, staff] = [await openDelegate(), openStaff(["secretariat"])];
    await endAllSessions(started.table, noon + minute);
    expect([await delegate.isOpen(noon + minute), await staff.isOpen(noon + minute)]).toEqual([false, false]);
    const [next, nextStaff] = [
      await openDelegate(delegate.email, noon + 2 * minute),
      openStaff(["secretariat"], staff.id, noon + 2 * minute),
    ];
    expect([await next.isOpen(noon + 2 * minute), await nextStaff.isOpen(noon + 2 * minute)]).toEqual([true, true]);
  });

  test("of all but one does not open that one again if its user has signed out", async () => {
    const start = noon + hour;
    const first = await openDelegate(undefined, start);
    const owner = toAddressOwner(conferenceId, first.email);
    const id = (await first.call(start))?.sessionId ?? "";
    await endDelegateSession(started.table, first.token, start + minute);
    await endSessions(started.table, owner, start + 2 * minute, id);
    expect(await first.isOpen(start + 2 * minute)).toBe(false);
  });

  test("of a user is not undone by a request that was in progress", async () => {
    const { token, call, isOpen } = await openDelegate(undefined, noon + hour);
    await Promise.all([endDelegateSession(started.table, token, noon + 80 * minute), call(noon + 80 * minute)]);
    await call(noon + 81 * minute);
    expect(await isOpen(noon + 81 * minute)).toBe(false);
  });
});

describe("ending the sessions of an address again", () => {
  /** Two sessions of one address, begun after what other tests of this file end for all users. */
  const openTwo = async () => {
    const [start, second] = [noon + 80 * minute, noon + 90 * minute];
    const a = await openDelegate(undefined, start);
    const b = await openDelegate(a.email, second);
    const findId = async ({ call }: typeof a, now: number) => (await call(now))?.sessionId ?? "";
    return {
      owner: toAddressOwner(conferenceId, a.email),
      a,
      b,
      idA: await findId(a, start),
      idB: await findId(b, second),
    };
  };
  const isOpenAt = async (now: number, ...sessions: { isOpen(at: number): Promise<boolean> }[]) =>
    await Promise.all(sessions.map(({ isOpen }) => isOpen(now)));
  const at = noon + 100 * minute;

  test("leaves a session ended that the first call ended with all others, though the second call keeps it", async () => {
    const { owner, a, b, idA } = await openTwo();
    await endSessions(started.table, owner, at);
    await endSessions(started.table, owner, at + minute, idA);
    expect(await isOpenAt(at + minute, a, b)).toEqual([false, false]);
  });

  test("leaves a session ended that the first call did not keep, and ends the one that it kept", async () => {
    const { owner, a, b, idA, idB } = await openTwo();
    await endSessions(started.table, owner, at, idB);
    expect(await isOpenAt(at, a, b)).toEqual([false, true]);
    await endSessions(started.table, owner, at + minute, idA);
    expect(await isOpenAt(at + minute, a, b)).toEqual([false, false]);
  });

  test("keeps no session if two sessions end all others at the same time", async () => {
    const { owner, a, b, idA, idB } = await openTwo();
    await Promise.all([endSessions(started.table, owner, at, idA), endSessions(started.table, owner, at, idB)]);
    expect(await isOpenAt(at, a, b)).toEqual([false, false]);
  });

  test("leaves a session ended that began between the calls, if the call with the earlier time is written last", async () => {
    const { owner, a, b, idA } = await openTwo();
    await endSessions(started.table, owner, noon + 95 * minute);
    await endSessions(started.table, owner, noon + 85 * minute, idA);
    expect(await isOpenAt(at, a, b)).toEqual([false, false]);
  });

  test("leaves a session ended if a correction of the address with an earlier time is written last", async () => {
    const { owner, a, b } = await openTwo();
    await endSessions(started.table, owner, noon + 95 * minute);
    await loseAddress(a.email, noon + 85 * minute);
    expect(await isOpenAt(at, a, b)).toEqual([false, false]);
  });

  test("leaves a session ended that a correction of the address ended, though the second call keeps it", async () => {
    const { owner, a, b, idA } = await openTwo();
    await loseAddress(a.email, at);
    await endSessions(started.table, owner, at + minute, idA);
    expect(await isOpenAt(at + minute, a, b)).toEqual([false, false]);
  });

  test("keeps a session that each call keeps, in either order of their times", async () => {
    const { owner, a, b, idA } = await openTwo();
    for (const time of [at, at + 2 * minute, at + minute]) await endSessions(started.table, owner, time, idA);
    expect(await isOpenAt(at + 2 * minute, a, b)).toEqual([true, false]);
  });

  test("keeps a session that began after the first call", async () => {
    const { owner, a, b, idB } = await openTwo();
    await endSessions(started.table, owner, noon + 85 * minute);
    await endSessions(started.table, owner, at, idB);
    expect(await isOpenAt(at, a, b)).toEqual([false, true]);
  });
});

describe("a person's own sessions", () => {
  const later = noon + 2 * hour;
  const ask = (caller: object, at: number, body: object = {}) =>
    ({ caller, body, now: new Date(at).toISOString() }) as unknown as Parameters<ReturnType<typeof endOwnSessions>>[0];

  test("are listed with their begin and browser, and are ended one by one or all others", async () => {
    const one = await openDelegate(undefined, later, "Firefox, Windows");
    const [two, three] = [
      await openDelegate(one.email, later + minute),
      await openDelegate(one.email, later + 2 * minute),
    ];
    const stranger = await openDelegate(undefined, later);
    const caller = { kind: "delegate", conferenceId, ...(await one.call(later + 2 * minute)) };
    const at = later + 3 * minute;
    const { items } = await listSessions(started.table)(ask(caller, at) as never);
    expect(items.map(({ isCurrent, browser }) => [isCurrent, browser])).toEqual([
      [false, undefined],
      [false, undefined],
      [true, "Firefox, Windows"],
    ]);
    expect(items.at(-1)?.begunAt).toBe(new Date(later).toISOString());
    const left = await endOwnSessions(started.table)(ask(caller, at, { sessionId: items[0]?.sessionId }));
    expect(left.items).toHaveLength(2);
    expect([await one.isOpen(at), await two.isOpen(at), await three.isOpen(at)]).toEqual([true, true, false]);
    expect((await endOwnSessions(started.table)(ask(caller, at))).items.map(({ isCurrent }) => isCurrent)).toEqual([
      true,
    ]);
    expect([await one.isOpen(at), await two.isOpen(at), await stranger.isOpen(at)]).toEqual([true, false, true]);
  });

  test("do not include those of another person, who can't be signed out", async () => {
    const [one, other] = [await openDelegate(undefined, later), await openDelegate(undefined, later)];
    const caller = { kind: "delegate", conferenceId, ...(await one.call(later)) };
    const sessionId = (await other.call(later))?.sessionId;
    await expect(endOwnSessions(started.table)(ask(caller, later, { sessionId }))).rejects.toThrow("not-found");
    expect(await other.isOpen(later)).toBe(true);
  });

  test("are listed and ended for staff in the same way", async () => {
    const one = openStaff(["secretariat"], undefined, later);
    const two = openStaff(["secretariat"], one.id, later);
    const caller = { kind: "staff", id: one.id, groups: ["secretariat"], ...(await one.call(later + minute)) };
    await two.call(later + minute);
    const { items } = await listSessions(started.table)(ask(caller, later + minute) as never);
    expect(items).toHaveLength(2);
    await endOwnSessions(started.table)(ask(caller, later + minute));
    expect([await one.isOpen(later + minute), await two.isOpen(later + minute)]).toEqual([true, false]);
    await endSessions(started.table, toStaffOwner(one.id), later + 2 * minute);
    expect(await one.isOpen(later + 2 * minute)).toBe(false);
  });
});
