import { beforeEach, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";

const place = useHandlers();
const focalPoint = "fp@example.org";
const startOfDay = /^\d{4}-\d\d-\d\dT00:00:00\.000Z$/;

let conferenceId = "";
let delegationId = "";
/** Two members who are nominated together, of whom the first is protected. */
let protectedId = "";
let visibleId = "";

const asFocalPoint = (): Caller => ({
  ...{ kind: "delegate", conferenceId, registrationIds: [], delegationIds: [delegationId] },
  addressDigest: computeAddressDigest(focalPoint),
});

async function nominate(...names: readonly string[]): Promise<string[]> {
  const items = names.map((name) => {
    const email = `${name}.${conferenceId}@example.org`;
    return { person: { givenName: "Amina", familyName: name, email, nationality: "SEN" } };
  });
  const { body } = await place.handlers.call("nominateMembers", delegationId, { items }, { caller: asFocalPoint() });
  return (body.items ?? []).map(({ registrationId }) => String(registrationId));
}

async function protect(id: string): Promise<void> {
  const protection = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader.email], reason: "at risk" };
  expect((await place.handlers.call("protectRegistration", id, protection)).status).toBe(200);
}

beforeEach(async () => {
  conferenceId = `protected-times-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [focalPoint], quota: 2, country: "SEN" };
  delegationId = String((await place.handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  [protectedId = "", visibleId = ""] = await nominate("secret", "visible");
  await protect(protectedId);
});

interface Entry {
  readonly at: string;
  readonly action: string;
  readonly by: { readonly kind: string; readonly id?: string };
  readonly version: number;
  readonly mails: readonly { readonly emailId: string; readonly at: string }[];
}

async function readHistory(id: string, caller: Caller, query: Record<string, string> = {}) {
  const { status, body } = await place.handlers.call("getHistory", id, "", { caller, query });
  const { items = [], next } = body as unknown as { readonly items?: readonly Entry[]; readonly next?: string | null };
  return { status, items, next: next ?? null };
}

const asOther = { caller: otherSecretariat };

test("staff who are no readers see the day of a submission, in each view and at its place in the queue", async () => {
  const read = async (id: string) => {
    const { body } = await place.handlers.call("getRegistration", id, "", asOther);
    return (body as { readonly submittedAt?: string }).submittedAt;
  };
  expect(await read(protectedId)).toMatch(startOfDay);
  expect(await read(visibleId)).not.toMatch(startOfDay);
  const list = async (cursor?: string) => {
    const query: Record<string, string> = { order: "oldest", limit: "1", ...(cursor !== undefined && { cursor }) };
    const { body } = await place.handlers.call("listRegistrations", conferenceId, "", { ...asOther, query });
    return body as unknown as { readonly items: readonly { readonly registrationId: string }[]; readonly next: string };
  };
  const later = await submit();
  await protect(later);
  const first = await list();
  const second = await list(first.next);
  // Both protected people are before all others of the day, whenever they were submitted.
  const ids = [first, second].flatMap(({ items }) => items.map(({ registrationId }) => registrationId));
  expect(ids.toSorted()).toEqual([protectedId, later].toSorted());
  expect(Buffer.from(first.next, "base64url").toString()).toContain("T00:00:00.000Z#");
});

/** A person who registers after the members of the delegation. */
async function submit(): Promise<string> {
  const form = buildFormBody({}, { email: `own.${conferenceId}@example.org` });
  const { body } = await place.handlers.submit(conferenceId, JSON.stringify(form));
  return String(body.registrationId);
}

test("a nomination in the history is as a submission, without its time and without the focal point", async () => {
  const ownId = await submit();
  await protect(ownId);
  const last = async (id: string, caller: Caller) => (await readHistory(id, caller)).items.at(-1);
  const [nominated, own] = [await last(protectedId, otherSecretariat), await last(ownId, otherSecretariat)];
  expect(nominated).toMatchObject({ action: "submit", by: { kind: "delegate" } });
  expect(nominated?.by).not.toHaveProperty("id");
  for (const { at, mails } of (await readHistory(protectedId, otherSecretariat)).items)
    for (const time of [at, ...mails.map((mail) => mail.at)]) expect(time).toMatch(startOfDay);
  expect([nominated?.action, nominated?.by, nominated?.at]).toEqual([own?.action, own?.by, own?.at]);
  expect(await last(protectedId, reader)).toMatchObject({ action: "nominate", by: { kind: "focal-point" } });
  expect((await last(protectedId, reader))?.at).not.toMatch(startOfDay);
  expect(await last(visibleId, otherSecretariat)).toMatchObject({ action: "nominate", by: { kind: "focal-point" } });
});

test("a promotion from the reserve is as a seat from the waiting list, and leads to no other person", async () => {
  const [reserveId = ""] = await nominate("reserve");
  await protect(reserveId);
  const owner: Caller = { ...asFocalPoint(), registrationIds: [visibleId] } as Caller;
  expect((await place.handlers.call("withdrawRegistration", visibleId, {}, { caller: owner })).status).toBe(200);
  const shown = await readHistory(reserveId, otherSecretariat);
  expect(shown.items[0]).toMatchObject({ action: "seat-from-waiting-list", by: { kind: "system" } });
  const toChanges = (items: readonly Entry[]) =>
    items.flatMap(({ mails }) => mails.map(({ emailId }) => emailId.split(".")[0]));
  const withdrawal = toChanges((await readHistory(visibleId, otherSecretariat)).items);
  expect(toChanges((await readHistory(reserveId, reader)).items).some((id) => withdrawal.includes(id))).toBe(true);
  expect(toChanges(shown.items).some((id) => withdrawal.includes(id))).toBe(false);
  // Its pages have positions that are in no other history.
  const pages: Entry[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await readHistory(reserveId, otherSecretariat, { limit: "1", ...(cursor && { cursor }) });
    pages.push(...page.items);
    cursor = page.next;
  }
  expect(pages).toEqual(shown.items);
});

test("the waiting list has the day of a protected person, and none of its cursors has the time", async () => {
  const [reserveId = "", nextId = ""] = await nominate("reserve", "next");
  await protect(reserveId);
  const list = async (caller: Caller) => {
    const query = { limit: "1" };
    const { body } = await place.handlers.call("getWaitingList", conferenceId, "", { caller, query });
    return body as unknown as { readonly items: readonly object[]; readonly next: string | null };
  };
  const masked = {
    registrationId: reserveId,
    since: expect.stringMatching(startOfDay),
    order: expect.stringContaining("T00:00:00"),
  };
  const shown = await list(otherSecretariat);
  expect(shown.items).toMatchObject([masked]);
  expect(Buffer.from(String(shown.next).slice(8), "base64url").toString()).toContain("T00:00:00.000Z#");
  // To a reader, the place is that of service, so that no page ends with the person.
  const { items, next } = await list(reader);
  expect(items).toMatchObject([masked, { registrationId: nextId, since: expect.not.stringMatching(startOfDay) }]);
  expect(next).toBeNull();
});

test.each([{ participation: "online" }, { sessions: ["side"] }])(
  "only a reader changes %j of a protected person, which the seats of a delegation would show",
  async (change) => {
    const amend = (id: string, caller: Caller) =>
      place.handlers.call("amendRegistration", id, change, { caller, version: "*" });
    expect((await amend(protectedId, otherSecretariat)).body.code).toBe("name-protected");
    expect((await amend(protectedId, reader)).body.code).not.toBe("name-protected");
    expect((await amend(visibleId, otherSecretariat)).body.code).not.toBe("name-protected");
  },
);
