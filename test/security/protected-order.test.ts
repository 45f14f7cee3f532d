import { expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { encodeCursor } from "#shared/http/request.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { buildForm, createConference, createHandlers, openTable } from "../../bench/support/handlers.ts";
import { captureStream } from "../feed/captured-stream.ts";
import { asFocalPoint, createFeedCall, createMission, FeedClient } from "../feed/feed-client.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";
import { openHall } from "../support/test-commands.ts";

const place = useHandlers();
const open = () => openTable(place.started.endpoint, 4);

const submit = async (conferenceId: string, category = "ngo") =>
  String((await place.handlers.submit(conferenceId, buildForm(createId(), { category }))).body.registrationId);

/** Nominates people together. @returns their registrations, in the order of the nomination */
async function nominate(conferenceId: string, count: number, delegation?: string): Promise<string[]> {
  const delegationId = delegation ?? (await createMission(place.handlers, conferenceId));
  const items = Array.from({ length: count }, () => {
    const email = `${createId()}@example.org`;
    return { person: { givenName: "Amina", familyName: "Diallo", email, nationality: "SEN" } };
  });
  const caller = asFocalPoint(conferenceId, delegationId);
  const { body } = await place.handlers.call("nominateMembers", delegationId, { items }, { caller });
  return (body.items ?? []).map(({ registrationId }) => String(registrationId));
}

async function protect(id: string): Promise<void> {
  const protection = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader.email], reason: "at risk" };
  expect((await place.handlers.call("protectRegistration", id, protection)).status).toBe(200);
}

/** A full conference. Between two others who wait, three members of a delegation do, of whom the second is protected. */
async function openWaitingList(body: Record<string, unknown>) {
  const conferenceId = await openHall(open(), 1, body);
  await submit(conferenceId, "member-state");
  const first = await submit(conferenceId);
  const [one = "", hidden = "", three = ""] = await nominate(conferenceId, 3);
  const last = await submit(conferenceId);
  await protect(hidden);
  return { conferenceId, first, one, hidden, three, last };
}

interface WaitingRow {
  readonly registrationId: string;
  readonly position?: number;
  readonly order: string;
}

async function listWaiting(conferenceId: string, caller: Caller, query: Record<string, string> = {}) {
  const { status, body } = await place.handlers.call("getWaitingList", conferenceId, "", { caller, query });
  expect(status).toBe(200);
  return body as unknown as { readonly items: readonly WaitingRow[]; readonly next: string | null };
}

/** All pages, each as short as it can be. */
async function listWaitingByPages(conferenceId: string, caller: Caller) {
  const [rows, cursors]: [WaitingRow[], string[]] = [[], []];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listWaiting(conferenceId, caller, { limit: "1", ...(cursor && { cursor }) });
    rows.push(...page.items);
    if (page.next !== null) cursors.push(Buffer.from(page.next.slice(8), "base64url").toString());
    cursor = page.next;
  }
  return { rows, cursors };
}

test.each([{ waitingListOrder: "arrival" }, { waitingListOrder: "targets", targets: { gender: { female: 0.5 } } }])(
  "a protected person is not between those who were nominated with them on a waiting list with %j",
  async (settings) => {
    const { conferenceId, first, one, hidden, three, last } = await openWaitingList(settings);
    const toIds = (rows: readonly WaitingRow[]) => rows.map(({ registrationId }) => registrationId);
    const { items: served } = await listWaiting(conferenceId, reader);
    expect(toIds(served)).toEqual([first, one, hidden, three, last]);
    expect(served.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
    const { items: shown } = await listWaiting(conferenceId, otherSecretariat);
    expect(toIds(shown)).toEqual([hidden, first, one, three, last]);
    expect(shown.map(({ position }) => position)).toEqual([undefined, 2, 3, 4, 5]);
    expect(shown.map(({ order }) => order)).toEqual(shown.map(({ order }) => order).toSorted());
    const { seat } = await loadRegistration(place.started.table, hidden);
    for (const [caller, rows] of [
      [reader, served],
      [otherSecretariat, shown],
    ] as const) {
      const pages = await listWaitingByPages(conferenceId, caller);
      expect(pages.rows).toEqual(rows);
      expect(pages.cursors.join()).not.toContain("since" in seat ? seat.since : "no time");
    }
  },
);

test("whose seat is advised among equals does not depend on when a protected person joined", async () => {
  const { conferenceId, first, hidden } = await openWaitingList({ targets: { category: { ngo: 1 } } });
  const advise = async (caller: Caller) => {
    const { body } = await place.handlers.call("getCompositionAdvice", conferenceId, "", { caller });
    return body.items?.map(({ registrationId }) => registrationId);
  };
  expect([await advise(reader), await advise(otherSecretariat)]).toEqual([[first], [hidden]]);
});

/** The different distances between times that rise, in ms. */
function listDistances(times: readonly string[]): ReadonlySet<number> {
  const distances = times.slice(1).map((time, index) => Date.parse(time) - Date.parse(times[index] ?? ""));
  expect(distances.every((distance) => distance > 0)).toBe(true);
  return new Set(distances);
}

test("a missing time between two people who were nominated together tells nothing, because the distances differ", async () => {
  const conferenceId = `protected-order-${createId()}`;
  await createConference(open(), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  const ids = await nominate(conferenceId, 16);
  const people = await loadRegistrations(place.started.table, ids);
  expect(listDistances(ids.map((id) => people.get(id)?.submittedAt ?? "")).size).toBeGreaterThan(1);
});

test("the times at which people join the waiting list by decisions of one request have different distances", async () => {
  const conferenceId = await openHall(open(), 1, { seatTakenAt: "approval" });
  const ids: string[] = [];
  for (let person = 0; person < 16; person += 1) ids.push(await submit(conferenceId));
  const body = { decision: "approve", registrationIds: ids };
  expect((await place.handlers.call("decideRegistrations", conferenceId, body)).status).toBe(200);
  const { items } = await listWaiting(conferenceId, reader);
  expect(items.map(({ registrationId }) => registrationId)).toEqual(ids.slice(1));
  const people = await loadRegistrations(place.started.table, ids);
  const seats = ids.slice(1).flatMap((id) => people.get(id)?.seat ?? []);
  expect(listDistances(seats.map((seat) => ("since" in seat ? seat.since : ""))).size).toBeGreaterThan(1);
});

/** A member of staff who has the rows of six people, of whom each changes then, in the order of their identifiers reversed. */
async function changeInReverse(limits?: Parameters<typeof createFeedCall>[1]["limits"]) {
  const table = open();
  const [conferenceId, stream] = [`protected-order-${createId().slice(0, 8)}`, captureStream(table)];
  await createConference(table, conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  const ids: string[] = [];
  for (let person = 0; person < 6; person += 1) ids.push(await submit(conferenceId));
  const ask = createFeedCall(table, { conferenceId, caller: otherSecretariat, ...(limits && { limits }) });
  const client = new FeedClient(ask);
  await client.readAll();
  for (const id of ids.toSorted().toReversed()) {
    await createHandlers(table).decide(id, "approve");
    await stream.deliver((pending) => pending);
  }
  return { ids: ids.toSorted(), client, ask };
}

const toIds = (answer: { readonly rows: readonly (readonly unknown[])[] }) => answer.rows.map(([id]) => id);

test("the rows of the feed do not have the order in which people changed", async () => {
  const { ids, client } = await changeInReverse();
  expect(toIds(await client.read())).toEqual(ids);
});

test("no position in the feed divides what changed between two answers by its order", async () => {
  const limits = { firstRows: 500, rows: 100, bytes: 1, read: 500 };
  const { ids, client, ask } = await changeInReverse(limits);
  const pages = await client.readAll();
  expect(pages.length).toBeGreaterThan(2);
  expect(pages.flatMap(toIds)).toEqual(ids);
  const [shape, from, part = "", next] = Buffer.from(String(pages[0]?.since), "base64url").toString().split(" ");
  const askAt = async (...rest: readonly string[]) =>
    ask({ since: encodeCursor([shape, from, ...rest].join(" ")) ?? "" }) as Promise<{
      readonly rows: readonly (readonly unknown[])[];
      readonly reload?: true;
    }>;
  expect(ids).toContain(next);
  // The same people behind an identifier, whenever they changed.
  expect(toIds(await askAt(part, String(ids.at(-1))))).toEqual(ids.slice(-1));
  await expect(askAt("e1")).rejects.toMatchObject({ code: "bad-cursor" });
  expect(await askAt(`e${createId()}`, String(next))).toMatchObject({ reload: true });
});

test.each([
  ["an officer", () => otherSecretariat],
  ["a focal point", asFocalPoint],
])("an order by %s neither changes nor gives to others the time of a hidden member who waits", async (_, toCaller) => {
  const conferenceId = await openHall(open(), 1, {});
  const delegationId = await createMission(place.handlers, conferenceId);
  const [seated = "", hidden = "", waiting = ""] = await nominate(conferenceId, 3, delegationId);
  await protect(hidden);
  const load = async () => {
    const people = await loadRegistrations(place.started.table, [hidden, waiting]);
    return [hidden, waiting].map((id) => {
      const { seat, version } = people.get(id) ?? {};
      return { version, seat };
    });
  };
  const before = await load();
  expect(before).toMatchObject([{ seat: { state: "waiting" } }, { seat: { state: "waiting" } }]);
  const order = { registrationIds: [waiting, seated] };
  const caller = toCaller(conferenceId, delegationId);
  expect((await place.handlers.call("rankMembers", delegationId, order, { caller })).status).toBe(200);
  expect(await load()).toEqual(before);
});
