import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toVersionMarkers } from "#shared/capacity/capacity-snapshot.ts";
import { type Key, keys } from "#shared/dynamodb/keys.ts";
import { getItem, type Item, putItem, S } from "#shared/dynamodb/table.ts";
import { type OperationId, routes } from "#shared/http/routes.ts";
import { buildFormBody } from "../support/builders.ts";
import { operationIds, sendMatrixCall } from "./authorization/matrix.ts";
import { addMember, buildAddress, type CallSubject } from "./authorization/prepare.ts";
import type { RoleName } from "./authorization/roles.ts";
import { objectScopes } from "./authorization/rules.ts";
import { type ValidCall, validCalls } from "./authorization/valid-calls.ts";
import { type AuthorizationFixture, createAuthorizationFixture } from "./authorization/world.ts";
import { openSharedTable } from "./support/stored-registrations.ts";
import { callSuccessfully, callSystem } from "./support/system.ts";

let world: AuthorizationFixture;
let subject: CallSubject;
let other: string;
let whole: Item;
const table = openSharedTable;
const key = () => keys.registration(subject.registrationId);
const token = () => world.tokens["the secretariat"];

beforeAll(async () => {
  world = await createAuthorizationFixture();
  const [scope] = objectScopes;
  const own = scope && world.subjects.get(scope);
  if (!own) throw new Error("a world without a subject");
  subject = own;
  other = (await addMember(subject)).registrationId;
  whole = (await getItem(table(), key())) ?? {};
  for (const id of operationIds) bodies.set(id, await (validCalls[id] as ValidCall).body?.(subject));
}, 240_000);

type Data = Record<string, unknown> & { readonly person: object };

const alterData =
  (change: (data: Data) => object) =>
  (item: Item): Item => ({ ...item, data: S(JSON.stringify(change(JSON.parse(item["data"]?.S ?? "{}") as Data))) });

const without = (name: string) => (item: Item) => {
  const { [name]: _, ...rest } = item;
  return rest;
};

const damages: readonly (readonly [string, (item: Item) => Item])[] = [
  ["a name that is a number", alterData((data) => ({ ...data, person: { ...data.person, familyName: 5 } }))],
  ["no version", without("version")],
  ["a version of text", (item) => ({ ...item, version: S("first") })],
  ["no consent", alterData(({ consent: _, ...data }) => data)],
  ["an answer that is none", alterData((data) => ({ ...data, answers: { diet: "x" } }))],
  ["the data of another registration", alterData((data) => ({ ...data, registrationId: other }))],
  ["data that is no JSON", (item) => ({ ...item, data: S("{") })],
  ["no data", without("data")],
];

/** The bodies of the calls, some of which name other records: made while these are whole. */
const bodies = new Map<OperationId, unknown>();

/** The call of an operation on the subject. @returns the answer in short */
async function call(operation: OperationId, role: RoleName): Promise<string> {
  const valid: ValidCall = validCalls[operation];
  const isVersioned = valid.version !== undefined;
  const headers = { authorization: `Bearer ${world.tokens[role]}`, ...(isVersioned && { "if-match": "1" }) };
  return sendMatrixCall(operation, subject, headers, bodies.get(operation));
}

/** The calls of the secretariat that name such a record in the address. */
const listCallsOf = (name: string) =>
  operationIds.filter((id) => {
    const { may }: ValidCall = validCalls[id];
    return routes[id].path.includes(`{${name}}`) && (may.includes("secretariat") || may.includes("public"));
  });

const ofRegistration = listCallsOf("registrationId");

async function callAll(operations: readonly OperationId[], role: RoleName): Promise<Map<OperationId, string>> {
  const answers = new Map<OperationId, string>();
  for (const operation of operations) answers.set(operation, await call(operation, role));
  return answers;
}

const listServerErrors = (answers: ReadonlyMap<OperationId, string>) =>
  [...answers].filter(([, answer]) => answer.startsWith("5"));

describe.each(damages)("a registration with %s", (_name, damage) => {
  beforeAll(() => putItem(table(), damage(whole)));

  test("is answered as damaged to every call of staff that names it, and is not written to", async () => {
    const answers = await callAll(ofRegistration, "the secretariat");
    expect(answers.size).toBeGreaterThan(20);
    const others = [...answers].filter(([, answer]) => answer !== "409 damaged-record");
    expect(others).toEqual([]);
    expect(await getItem(table(), key())).toEqual(damage(whole));
  });

  test("is named by the queue and the feed, which have the others", async () => {
    const path = `/v1/conferences/${subject.conferenceId}`;
    const queue = await callSuccessfully(`${path}/registrations?limit=100`, { token: token() });
    expect(queue).toMatchObject({ damaged: [subject.registrationId] });
    expect(queue.items.map(({ registrationId }) => registrationId)).toContain(other);
    const feed = (await callSuccessfully(`${path}/registrations/feed`, { token: token() })) as unknown as {
      readonly damaged: readonly string[];
      readonly rows: readonly (readonly unknown[])[];
    };
    expect(feed.damaged).toEqual([subject.registrationId]);
    expect(feed.rows.map(([id]) => id)).toContain(other);
    expect(feed.rows.map(([id]) => id)).not.toContain(subject.registrationId);
  });
});

describe("beside a damaged registration", () => {
  beforeAll(async () => {
    const [[, damage] = []] = damages;
    await putItem(table(), damage?.(whole) ?? {});
  });

  test.each(["the secretariat", "a reviewer", "the entry desk", "a delegate", "a focal point"] as const)(
    "no call of %s is an internal error",
    async (role) => {
      const operations = operationIds.filter((id) => !endsTheWorld.has(id));
      const answers = await callAll(operations, role);
      expect(listServerErrors(answers)).toEqual([]);
      expect(await getItem(table(), key())).toEqual(damages[0]?.[1](whole));
    },
    120_000,
  );

  test("its delegation shows the other members, and changes no order that would lose its place", async () => {
    const path = `/v1/delegations/${subject.delegationId}`;
    const { members } = await callSuccessfully(path, { token: world.tokens["a focal point"] });
    const ids = members.map(({ registrationId }) => registrationId);
    expect(ids).toContain(other);
    expect(ids).not.toContain(subject.registrationId);
    const ranked = await callSystem(`${path}/ranking`, {
      method: "PUT",
      token: world.tokens["a focal point"],
      body: { registrationIds: ids },
    });
    expect([ranked.status, ranked.body.code]).toEqual([409, "damaged-record"]);
    const stored = JSON.parse((await getItem(table(), keys.delegation(subject.delegationId)))?.["data"]?.S ?? "{}");
    expect((stored as { members: string[] }).members).toContain(subject.registrationId);
  });
});

describe("damaged annotations of a registration", () => {
  test.each<readonly [string, unknown]>([
    ["a count of notes that is no number", "many"],
    ["no count of notes", undefined],
  ])("with %s are answered as damaged, and the queue has the others", async (_name, notes) => {
    await putItem(table(), whole);
    const path = `/v1/registrations/${subject.registrationId}`;
    await callSuccessfully(`${path}/tags`, { method: "PUT", token: token(), body: { tags: ["seen"] } });
    const stored = (await getItem(table(), keys.annotations(subject.registrationId))) ?? {};
    const damaged = alterData((data) => ({ ...data, notes }))(stored);
    await putItem(table(), damaged);
    for (const [address, body] of [
      [path, undefined],
      [`${path}/notes`, { text: "A note" }],
    ] as const) {
      const answer = await callSystem(address, { token: token(), ...(body && { body }) });
      expect([address, answer.status, answer.body.code]).toEqual([address, 409, "damaged-record"]);
    }
    const queue = await callSuccessfully(`/v1/conferences/${subject.conferenceId}/registrations?limit=100`, {
      token: token(),
    });
    expect(queue).toMatchObject({ damaged: [subject.registrationId] });
    expect(queue.items.map(({ registrationId }) => registrationId)).toContain(other);
    expect(await getItem(table(), keys.annotations(subject.registrationId))).toEqual(damaged);
    await putItem(table(), stored);
  });
});

/** A record of the subject, and its item as it was. */
async function keepWhole(key: Key) {
  const item = (await getItem(table(), key)) ?? {};
  return { key, item, bringBack: () => putItem(table(), item) };
}

type Kept = Awaited<ReturnType<typeof keepWhole>>;

/** Writes the item of a conference as a damage that the caches of the functions see: with its version markers. */
async function writeConference(item: Item): Promise<void> {
  await putItem(table(), item);
  for (const marker of toVersionMarkers(subject.conferenceId, { data: S(""), ...item })) await putItem(table(), marker);
}

/** The item of the first shard of the venue, which every seat of this conference changes. */
const readShard = () => getItem(table(), keys.shard(subject.conferenceId, "venue", 0));

describe("a damaged conference", () => {
  let kept: Kept;
  beforeAll(async () => {
    await putItem(table(), whole);
    kept = await keepWhole(keys.conference(subject.conferenceId));
  });
  afterAll(() => writeConference(kept.item));

  const path = () => `/v1/conferences/${subject.conferenceId}`;
  const listDamaged = async () =>
    (await callSuccessfully("/v1/conferences?limit=100", { token: token() })) as unknown as {
      readonly damaged?: readonly string[];
      readonly items: readonly { readonly conferenceId: string }[];
    };

  describe.each<readonly [string, (item: Item) => Item]>([
    ["a title that is a number", alterData((data) => ({ ...data, title: 5 }))],
    ["a first day that is none", alterData((data) => ({ ...data, startsOn: "soon" }))],
    ["an unknown time zone", alterData((data) => ({ ...data, timeZone: "Europe/Nowhere" }))],
    ["no venue", alterData(({ venue: _, ...data }) => data)],
    ["categories that are a text", alterData((data) => ({ ...data, categories: "x" }))],
    ["no version", without("version")],
    ["data that is no JSON", (item) => ({ ...item, data: S("{") })],
    ["no data", without("data")],
  ])("with %s", (name, damage) => {
    beforeAll(() => writeConference(damage(kept.item)));

    test("is answered as damaged to every call that names it, and no seat changes", async () => {
      const before = await readShard();
      const answers = await callAll(listCallsOf("conferenceId"), "the secretariat");
      expect(answers.size).toBeGreaterThan(30);
      const others = [...answers].filter(([id, answer]) => answer !== "409 damaged-record" && !readsNone.has(id));
      expect(others).toEqual([]);
      expect(await readShard()).toEqual(before);
      expect(await getItem(table(), kept.key)).toEqual(damage(kept.item));
    });

    test("is answered as damaged to the public and at the entry desk", async () => {
      const form = { method: "POST", body: buildFormBody({}, { email: buildAddress("public") }) };
      for (const [address, options] of [
        [path(), {}],
        [`${path()}/registrations`, form],
      ] as const) {
        const answer = await callSystem(address, options);
        expect([address, answer.status, answer.body.code]).toEqual([address, 409, "damaged-record"]);
      }
      expect(await call("recordScans", "the entry desk")).toBe("409 damaged-record");
      expect(await call("getRegistration", "a delegate")).toBe("409 damaged-record");
    });

    test("is named to its staff by the list of conferences, as far as it says who they are", async () => {
      const { damaged = [], items } = await listDamaged();
      expect(damaged.includes(subject.conferenceId)).toBe(!name.includes("data"));
      expect(items.map(({ conferenceId }) => conferenceId)).not.toContain(subject.conferenceId);
    });
  });

  test.each(["the secretariat", "a reviewer", "the entry desk", "a delegate", "a focal point"] as const)(
    "makes no call of %s an internal error",
    async (role) => {
      await writeConference(alterData((data) => ({ ...data, categories: "x" }))(kept.item));
      const answers = await callAll(
        operationIds.filter((id) => !endsTheWorld.has(id)),
        role,
      );
      expect(listServerErrors(answers)).toEqual([]);
    },
    120_000,
  );

  test("is not named to staff of another conference, which goes on", async () => {
    await writeConference(alterData((data) => ({ ...data, title: 5 }))(kept.item));
    const stranger = world.tokens["staff of the other conference alone"];
    const list = await callSuccessfully("/v1/conferences?limit=100", { token: stranger });
    expect(list).not.toHaveProperty("damaged");
    const [there] = list.items.map(({ conferenceId }) => conferenceId).filter((id) => id.startsWith("matrix-there"));
    const body = buildFormBody({}, { email: buildAddress("other") });
    const answer = await callSystem(`/v1/conferences/${there}/registrations`, { method: "POST", body });
    expect(answer.status).toBe(201);
  });
});

describe("a damaged delegation", () => {
  let kept: Kept;
  beforeAll(async () => {
    await putItem(table(), whole);
    kept = await keepWhole(keys.delegation(subject.delegationId));
  });
  afterAll(() => kept.bringBack());

  describe.each<readonly [string, (item: Item) => Item]>([
    ["a name that is a number", alterData((data) => ({ ...data, name: 5 }))],
    ["members that are a text", alterData((data) => ({ ...data, members: "x" }))],
    ["no focal points", alterData(({ focalPoints: _, ...data }) => data)],
    ["no version", without("version")],
    ["the data of another delegation", alterData((data) => ({ ...data, delegationId: subject.organizationId }))],
    ["data that is no JSON", (item) => ({ ...item, data: S("{") })],
    ["no data", without("data")],
  ])("with %s", (_name, damage) => {
    beforeAll(() => putItem(table(), damage(kept.item)));

    test("is answered as damaged to every call of staff that names it, and is not written to", async () => {
      const answers = await callAll(listCallsOf("delegationId"), "the secretariat");
      expect(answers.size).toBeGreaterThan(5);
      expect([...answers].filter(([, answer]) => answer !== "409 damaged-record")).toEqual([]);
      expect(await getItem(table(), kept.key)).toEqual(damage(kept.item));
    });

    test("is named by the list of delegations, which has the others", async () => {
      const path = `/v1/conferences/${subject.conferenceId}/delegations?limit=100`;
      const list = await callSuccessfully(path, { token: token() });
      expect(list).toMatchObject({ damaged: [subject.delegationId] });
      const ids = list.items.map(({ delegationId }) => delegationId);
      expect(ids).toContain(subject.organizationId);
      expect(ids).not.toContain(subject.delegationId);
    });
  });

  test.each(["the secretariat", "a reviewer", "the entry desk", "a delegate", "a focal point"] as const)(
    "makes no call of %s an internal error",
    async (role) => {
      const damaged = alterData((data) => ({ ...data, members: "x" }))(kept.item);
      await putItem(table(), damaged);
      const answers = await callAll(
        operationIds.filter((id) => !endsTheWorld.has(id)),
        role,
      );
      expect(listServerErrors(answers)).toEqual([]);
      expect(await getItem(table(), kept.key)).toEqual(damaged);
    },
    120_000,
  );
});

/**
 * What reads no settings: files that a function keeps for a while, and what is found by a record of its own. The limit of
 * requests from one source answers first to a request of a delegation.
 */
const readsNone: ReadonlySet<OperationId> = new Set<OperationId>([
  "requestDelegation",
  "listOrganizations",
  "getProgrammeCalendar",
  "getBranding",
  "getLinkPreview",
  "getLinkPicture",
]);

/** What would end the sessions, or replace the settings, of the world. */
const endsTheWorld: ReadonlySet<OperationId> = new Set<OperationId>(["signOut", "putConference", "updateDelegation"]);
