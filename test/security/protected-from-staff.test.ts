import { beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { resolveEmailAddress } from "#shared/delegations/delegations.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { recordAccess } from "#shared/privacy/access-log.repository.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";

const place = useHandlers();

let conferenceId = "";
let delegationId = "";

const protect = (id: string, more: { readonly focalPoints?: readonly string[] } = {}) =>
  place.handlers.call("protectRegistration", id, {
    alias: { nameOnBadge: "Speaker Seven" },
    readers: [reader.email],
    reason: "at risk",
    ...more,
  });

async function createDelegation(name: string): Promise<string> {
  const draft = { name: { en: name }, category: "ngo", focalPoints: [`fp.${name}@example.org`], quota: 9 };
  return String((await place.handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
}

const submit = async (name: string, more: Record<string, unknown> = {}) => {
  const form = buildFormBody(more, { email: `${name}.${conferenceId}@example.org` });
  return String((await place.handlers.submit(conferenceId, JSON.stringify(form))).body.registrationId);
};

beforeEach(async () => {
  conferenceId = `from-staff-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  delegationId = await createDelegation("union");
});

test("only a reader moves the membership request of a protected person to another delegation", async () => {
  const [asked, alone] = [await submit("asked", { delegation: delegationId }), await submit("alone")];
  for (const id of [asked, alone]) expect((await protect(id)).status).toBe(200);
  const trap = { delegation: await createDelegation("trap") };
  const move = async (id: string, body: object, caller: typeof reader | typeof otherSecretariat) => {
    const { status, body: answer } = await place.handlers.call("requestMembership", id, body, { caller });
    return answer.code ?? status;
  };
  const unknown = { delegation: createId() };
  for (const body of [trap, unknown, { delegation: null }])
    for (const id of [asked, alone]) expect(await move(id, body, otherSecretariat)).toBe("name-protected");
  expect(await move(alone, trap, reader)).toBe("wrong-state");
  expect(await move(asked, trap, reader)).toBe(200);
});

describe("a focal point whom an officer who is no reader adds", () => {
  const known = "fp.union@example.org";
  const trap = "trap@example.org";
  const asFocalPoint = (email: string): { readonly caller: Caller } => ({
    caller: {
      kind: "delegate",
      conferenceId,
      registrationIds: [],
      addressDigest: computeAddressDigest(email),
      delegationIds: [delegationId],
    },
  });
  const nominate = async (person: object) => {
    const items = [{ person: { nationality: "SEN", ...person } }];
    const { body } = await place.handlers.call("nominateMembers", delegationId, { items }, asFocalPoint(known));
    return String(body.items?.[0]?.registrationId);
  };
  const listMembers = async (email: string) => {
    const { body } = await place.handlers.call("getDelegation", delegationId, "", asFocalPoint(email));
    return body.members?.map(({ registrationId }) => registrationId);
  };
  const changeFocalPoints = async (...focalPoints: readonly string[]) => {
    const options = { version: "*", caller: otherSecretariat } as const;
    expect((await place.handlers.call("updateDelegation", delegationId, { focalPoints }, options)).status).toBe(200);
  };
  let secretId = "";
  let openId = "";
  beforeEach(async () => {
    secretId = await nominate({ givenName: "Xenia", familyName: "Secret" });
    openId = await nominate({ givenName: "Amina", familyName: "Visible" });
    expect((await protect(secretId, { focalPoints: [known] })).status).toBe(200);
  });

  test("does not see a protected member, until a reader names the address", async () => {
    await changeFocalPoints(known, trap);
    expect(await listMembers(known)).toEqual([secretId, openId]);
    expect(await listMembers(trap)).toEqual([openId]);
    expect((await protect(secretId)).status).toBe(200);
    expect(await listMembers(known)).toEqual([secretId, openId]);
    expect(await listMembers(trap)).toEqual([openId]);
    expect((await protect(secretId, { focalPoints: [trap] })).status).toBe(200);
    expect(await listMembers(known)).toEqual([openId]);
    expect(await listMembers(trap)).toEqual([secretId, openId]);
    expect((await protect(secretId, { focalPoints: [] })).status).toBe(200);
    expect(await listMembers(trap)).toEqual([openId]);
  });

  test("does not see a member whom a reader protects later, or protects again", async () => {
    await changeFocalPoints(known, trap);
    expect((await protect(openId)).status).toBe(200);
    expect([await listMembers(known), await listMembers(trap)]).toEqual([[secretId], []]);
    expect((await place.handlers.call("unprotectRegistration", secretId, "")).status).toBe(200);
    expect((await protect(secretId)).status).toBe(200);
    expect([await listMembers(known), await listMembers(trap)]).toEqual([[], []]);
  });

  test("is shown by address to the readers of the identity alone, who name focal points of the delegation", async () => {
    await changeFocalPoints(known, trap);
    const reveal = async (caller: Caller) => {
      const { body } = await place.handlers.call("revealIdentity", secretId, { reason: "a correction" }, { caller });
      return (body as { readonly protection?: object }).protection;
    };
    expect(await reveal(otherSecretariat)).toBeUndefined();
    expect(await reveal(reader)).toMatchObject({
      readers: [reader.email],
      focalPoints: [
        { email: known, canSee: true },
        { email: trap, canSee: false },
      ],
    });
    for (const shown of [await protect(secretId), await place.handlers.call("getRegistration", secretId, "")])
      expect(JSON.stringify(shown.body)).not.toContain(known);
    const stranger = "stranger@example.org";
    const refused = await protect(secretId, { focalPoints: [known, stranger] });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: "focalPoints.1" }] } });
    const alone = await protect(await submit("alone"), { focalPoints: [known] });
    expect(alone.body).toMatchObject({ errors: [{ path: "focalPoints.0" }] });
  });

  test("is named in the history to the readers of the identity alone, once one lets them see the person", async () => {
    await changeFocalPoints(known, trap);
    expect((await protect(secretId, { focalPoints: [known, trap] })).status).toBe(200);
    expect((await protect(secretId, { focalPoints: [known] })).status).toBe(200);
    const readHistory = async (caller: Caller) => {
      const { body } = await place.handlers.call("getHistory", secretId, "", { caller });
      return body.items as readonly { readonly fields: readonly string[]; readonly changes?: readonly object[] }[];
    };
    const both = `${known}, ${trap}`;
    expect((await readHistory(reader)).map(({ changes = [] }) => changes).slice(0, 3)).toMatchObject([
      [{ path: "focalPoints", before: both, after: known }],
      [{ path: "focalPoints", before: known, after: both }],
      [{ path: "readers" }, { path: "focalPoints", after: known }],
    ]);
    for (const caller of [otherSecretariat, { ...otherSecretariat, groups: ["reviewer"] }, asFocalPoint(known).caller])
      expect(JSON.stringify(await readHistory(caller as Caller))).not.toMatch(/focalPoints|fp\.union|trap/);
  });

  test("can do nothing with a protected member", async () => {
    await changeFocalPoints(known, trap);
    const photo = { kind: "photo", contentType: "image/jpeg", size: 1_000 };
    const ask = async (id: string, email: string) => {
      const asked = [
        await place.handlers.call("getRegistration", id, "", asFocalPoint(email)),
        await place.handlers.call("getHistory", id, "", asFocalPoint(email)),
        await place.handlers.call("requestDocumentUpload", id, photo, asFocalPoint(email)),
        await place.handlers.call(
          "amendRegistration",
          id,
          { functionTitle: "Envoy" },
          { ...asFocalPoint(email), version: "*" },
        ),
        await place.handlers.call("withdrawRegistration", id, {}, asFocalPoint(email)),
      ];
      return asked.map(({ status }) => status);
    };
    expect(await ask(secretId, trap)).toEqual([404, 404, 404, 404, 404]);
    const ranking = (ids: readonly string[]) =>
      place.handlers.call("rankMembers", delegationId, { registrationIds: ids }, asFocalPoint(trap));
    expect((await ranking([openId, secretId])).status).toBe(422);
    expect((await ranking([openId])).status).toBe(200);
    const substitute = { person: { givenName: "New", familyName: "Person", nationality: "SEN" } };
    const leave = (leaves: string) =>
      place.handlers.call("createSubstitution", delegationId, { leaves, ...substitute }, asFocalPoint(trap));
    expect((await leave(secretId)).body.code).toBe((await leave(createId())).body.code);
    expect(await ask(secretId, known)).toEqual([200, 200, 201, 200, 200]);
    expect(await ask(openId, trap)).toEqual([200, 200, 201, 200, 200]);
  });

  test("gets no email about a protected member without an address", async () => {
    const resolve = async (id: string) =>
      resolveEmailAddress(place.started.table, await loadRegistration(place.started.table, id));
    await changeFocalPoints(trap, known);
    expect([await resolve(secretId), await resolve(openId)]).toEqual([known, trap]);
    await changeFocalPoints(trap);
    expect([await resolve(secretId), await resolve(openId)]).toEqual([undefined, trap]);
  });

  test("does not see a person whom a reader makes a member or moves here, until the reader names them", async () => {
    await changeFocalPoints(known, trap);
    const [joiningId, askingId] = [await submit("joining"), await submit("asking", { delegation: delegationId })];
    for (const id of [joiningId, askingId]) expect((await protect(id)).status).toBe(200);
    const move = async (id: string, delegation: string | null) => {
      const { status } = await place.handlers.call("amendRegistration", id, { delegation }, { version: "*" });
      expect(status).toBe(200);
    };
    await move(joiningId, delegationId);
    const items = [{ registrationId: askingId, confirm: true }];
    const confirmed = await place.handlers.call("confirmMembers", delegationId, { items });
    expect(confirmed.body.items?.[0]?.problem).toBeUndefined();
    expect([await listMembers(known), await listMembers(trap)]).toEqual([[secretId, openId], [openId]]);
    expect((await protect(joiningId, { focalPoints: [known] })).status).toBe(200);
    expect(await listMembers(known)).toEqual([secretId, openId, joiningId]);
    // Whom a reader has let see a member of this delegation may be a focal point of the next one.
    await move(secretId, delegationId);
    expect(await listMembers(known)).toEqual([secretId, openId, joiningId]);
    for (const to of [null, delegationId]) await move(joiningId, to);
    expect(await listMembers(known)).toEqual([secretId, openId]);
  });
});

test("only the secretariat sees how many seats of each delegation are taken", async () => {
  const readPools = async (group: "secretariat" | "reviewer" | "entry-desk") => {
    const caller = { ...otherSecretariat, groups: [group] };
    const { status, body } = await place.handlers.call("getCapacity", conferenceId, "", { caller });
    expect(status).toBe(200);
    return body.items?.map(({ pool }) => pool?.split(":")[0]).toSorted();
  };
  expect(await readPools("secretariat")).toEqual(["category", "delegation", "venue"]);
  for (const group of ["reviewer", "entry-desk"] as const)
    expect(await readPools(group)).toEqual(["category", "venue"]);
});

test("only a reader replaces the photo or the passport of a protected person", async () => {
  const [hidden, open] = [await submit("hidden"), await submit("open")];
  expect((await protect(hidden)).status).toBe(200);
  const ask = async (id: string, kind: string, caller: Caller) => {
    const file = { kind, contentType: "image/jpeg", size: 1_000 };
    const { status, body } = await place.handlers.call("requestDocumentUpload", id, file, { caller });
    return body.code ?? status;
  };
  for (const kind of ["photo", "passport"]) {
    expect(await ask(hidden, kind, otherSecretariat)).toBe("name-protected");
    expect([await ask(hidden, kind, reader), await ask(open, kind, otherSecretariat)]).toEqual([201, 201]);
  }
});

test("only readers see why others opened the name or a document of a protected person", async () => {
  const id = await submit("opened");
  expect((await protect(id)).status).toBe(200);
  const file = { kind: "passport", contentType: "image/jpeg", size: 1_000 };
  const { body } = await place.handlers.call("requestDocumentUpload", id, file);
  const { documentId } = body as { readonly documentId?: string };
  const entry = { at: new Date().toISOString(), by: "bench", reason: "phone call to Zvera Zed" };
  for (const resource of [{ registrationId: id }, { documentId: String(documentId) }])
    await recordAccess(place.started.table, resource, entry);
  const read = async (caller: Caller) => {
    const logs = [
      await place.handlers.call("listIdentityAccess", id, "", { caller }),
      await place.handlers.call("listDocumentAccess", String(documentId), "", { caller }),
    ];
    return logs.map((log) => log.body.items);
  };
  const { reason: _, ...hidden } = entry;
  expect(await read(reader)).toEqual([[entry], [entry]]);
  expect(await read(otherSecretariat)).toEqual([[hidden], [hidden]]);
});

test("only a reader lifts the suppression of the address of a protected person", async () => {
  const id = await submit("bounced");
  expect((await protect(id)).status).toBe(200);
  const lift = async (caller: Caller) => {
    const { status, body } = await place.handlers.call("liftSuppression", id, "", { caller });
    return body.code ?? status;
  };
  expect([await lift(otherSecretariat), await lift(reader)]).toEqual(["name-protected", 200]);
});

test("the history tells staff, and no one else, who was a reader and is none any more", async () => {
  const id = await submit("read");
  const name = async (...readers: readonly string[]) => {
    const body = { alias: { nameOnBadge: "Speaker Seven" }, readers, reason: "at risk" };
    expect((await place.handlers.call("protectRegistration", id, body)).status).toBe(200);
  };
  await name(reader.email);
  await name("added@example.org", reader.email);
  await name(reader.email);
  const readChanges = async (caller: Caller) => {
    const { body } = await place.handlers.call("getHistory", id, "", { caller });
    return body.items?.flatMap((item) => (item as { readonly changes?: readonly object[] }).changes ?? []);
  };
  const both = `added@example.org, ${reader.email}`;
  expect(await readChanges(otherSecretariat)).toEqual([
    { path: "readers", before: both, after: reader.email },
    { path: "readers", before: reader.email, after: both },
    { path: "readers", after: reader.email },
  ]);
  const owner = {
    kind: "delegate",
    conferenceId,
    registrationIds: [id],
    addressDigest: "a",
    delegationIds: [],
  } as const;
  const { body } = await place.handlers.call("getHistory", id, "", { caller: owner });
  expect(JSON.stringify(body)).not.toContain("readers");
  expect(JSON.stringify(body)).not.toContain(reader.email);
});
