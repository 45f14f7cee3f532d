import { beforeAll, describe, expect, test } from "vitest";
import { keys } from "#shared/dynamodb/keys.ts";
import { getItem, type Item, putItem, S } from "#shared/dynamodb/table.ts";
import { type OperationId, routes } from "#shared/http/routes.ts";
import { operationIds, sendMatrixCall } from "./authorization/matrix.ts";
import { addMember, type CallSubject } from "./authorization/prepare.ts";
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

/** The call of an operation on the subject. @returns the answer in short */
async function call(operation: OperationId, role: RoleName): Promise<string> {
  const valid: ValidCall = validCalls[operation];
  const isVersioned = valid.version !== undefined;
  const headers = { authorization: `Bearer ${world.tokens[role]}`, ...(isVersioned && { "if-match": "1" }) };
  return sendMatrixCall(operation, subject, headers, await valid.body?.(subject));
}

/** The calls of the secretariat that name a registration in the address. */
const ofRegistration = operationIds.filter((id) => {
  const { may }: ValidCall = validCalls[id];
  return routes[id].path.includes("{registrationId}") && may.includes("secretariat");
});

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

/** What would end the sessions, or replace the settings, of the world. */
const endsTheWorld: ReadonlySet<OperationId> = new Set<OperationId>(["signOut", "putConference", "updateDelegation"]);
