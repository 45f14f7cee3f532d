import { beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { signToken } from "#shared/badges/token.ts";
import { confirmAddress } from "#shared/capacity/seats.rules.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { loadDelegation } from "#shared/delegations/delegations.repository.ts";
import { addCredentialLetter } from "#shared/documents/documents.rules.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { type Change, createConferenceChange } from "#shared/model/change.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { createConference, createGates, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { saveConference } from "../../functions/conference/save-conference.ts";
import { buildFormBody } from "../support/builders.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";
import { createTestSigner } from "../support/signer.ts";

const place = useHandlers();
const reviewer = { kind: "staff", id: "reviewer", email: "reviewer@example.org", groups: ["reviewer"] } as const;

let conferenceId = "";
/** The delegation of the protected person, and another one. */
let delegationId = "";
let otherDelegationId = "";
/** The protected person, and members of each delegation whom all staff see. */
let protectedId = "";
let visibleId = "";
let otherVisibleId = "";

const alias = { nameOnBadge: "Speaker Seven" };
const protect = (id: string, more: { readonly focalPoints?: readonly string[] } = {}) =>
  place.handlers.call("protectRegistration", id, { alias, readers: [reader.email], reason: "at risk", ...more });
const nominee = (name: string) => ({
  person: { givenName: "Amina", familyName: name, email: `${name}.${conferenceId}@example.org`, nationality: "SEN" },
});

const focalPoint = "fp@example.org";

async function createDelegation(name: string): Promise<string> {
  const focalPoints = [focalPoint];
  const draft = { name: { en: name }, category: "ngo", focalPoints, quota: 9, country: "SEN" };
  return String((await place.handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
}

const asFocalPoint = (id: string): { readonly caller: Caller } => ({
  caller: {
    kind: "delegate",
    conferenceId,
    registrationIds: [],
    addressDigest: computeAddressDigest(focalPoint),
    delegationIds: [id],
  },
});

async function nominate(id: string, name: string): Promise<string> {
  const { body } = await place.handlers.call("nominateMembers", id, { items: [nominee(name)] }, asFocalPoint(id));
  return String(body.items?.[0]?.registrationId);
}

beforeEach(async () => {
  conferenceId = `protected-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  delegationId = await createDelegation("union");
  otherDelegationId = await createDelegation("mission");
  protectedId = await nominate(delegationId, "secret");
  visibleId = await nominate(delegationId, "visible");
  otherVisibleId = await nominate(otherDelegationId, "elsewhere");
  expect((await protect(protectedId, { focalPoints: [focalPoint] })).status).toBe(200);
});

/** The response for the delegation of the protected person, and for the other one, with each visible member by one name. */
async function askBoth(ask: (id: string, visible: string) => ReturnType<Handlers["call"]>) {
  const [own, other] = [await ask(delegationId, visibleId), await ask(otherDelegationId, otherVisibleId)];
  const toComparable = ({ status, body }: typeof own) => ({
    status,
    errors: "errors" in body ? body.errors : undefined,
    code: body.code,
    items: body.items?.map(({ problem }) => problem?.code),
  });
  return { own: toComparable(own), other: toComparable(other) };
}

async function addLetter(id: string): Promise<void> {
  await executeCommand(place.started.table, {
    conferenceId,
    deadline: Date.now() + 60_000,
    decide: async () =>
      addCredentialLetter(await loadDelegation(place.started.table, id), createId(), {
        actor: { kind: "system", id: "document-scan" },
        at: new Date().toISOString(),
      }) as Change,
    answer: () => undefined,
  });
}

describe("staff who are no readers learn of no delegation that a protected person belongs to it", () => {
  const asOther = { caller: otherSecretariat };

  test.each([true, false])("by a confirmation (confirm: %s), which treats them as no member", async (confirm) => {
    const { own, other } = await askBoth((id) =>
      place.handlers.call("confirmMembers", id, { items: [{ registrationId: protectedId, confirm }] }, asOther),
    );
    expect(own.items).toEqual(["not-a-member"]);
    expect(own).toEqual(other);
  });

  test("by a confirmation of a person who waits for the delegation", async () => {
    const form = buildFormBody({ delegation: delegationId }, { email: `waiting.${conferenceId}@example.org` });
    const { body } = await place.handlers.submit(conferenceId, JSON.stringify(form));
    const waitingId = String(body.registrationId);
    await protect(waitingId);
    const items = [{ registrationId: waitingId, confirm: true }];
    const { own, other } = await askBoth((id) => place.handlers.call("confirmMembers", id, { items }, asOther));
    expect(own.items).toEqual(["not-a-member"]);
    expect(own).toEqual(other);
    const confirmed = await place.handlers.call("confirmMembers", delegationId, { items }, { caller: reader });
    expect(confirmed.body.items?.[0]?.problem).toBeUndefined();
  });

  test("by an order of the members, which keeps them at their place", async () => {
    for (const wrong of [[], [protectedId], [protectedId, protectedId]]) {
      const { own, other } = await askBoth((id, visible) =>
        place.handlers.call(
          "rankMembers",
          id,
          { registrationIds: [...wrong, ...(wrong.length > 0 ? [visible] : [])] },
          asOther,
        ),
      );
      expect(own).toMatchObject({ status: 422, errors: expect.anything() });
      expect(own).toEqual(other);
    }
    const registrationIds = [visibleId];
    expect((await place.handlers.call("rankMembers", delegationId, { registrationIds }, asOther)).status).toBe(200);
    const { members } = await loadDelegation(place.started.table, delegationId);
    expect(members).toEqual([protectedId, visibleId]);
    const order = { registrationIds: [visibleId, protectedId] };
    expect((await place.handlers.call("rankMembers", delegationId, order, { caller: reader })).status).toBe(200);
    expect((await loadDelegation(place.started.table, delegationId)).members).toEqual([visibleId, protectedId]);
  });

  test("by a credential review", async () => {
    for (const id of [delegationId, otherDelegationId]) await addLetter(id);
    const review = { version: 1, registrationIds: [protectedId, "a".repeat(26)] };
    const { own, other } = await askBoth((id) => place.handlers.call("recordCredentialReview", id, review, asOther));
    expect(own).toMatchObject({ status: 422, errors: [{}, {}] });
    expect(own).toEqual(other);
    const named = { version: 1, registrationIds: [protectedId, visibleId] };
    expect((await place.handlers.call("recordCredentialReview", delegationId, named, { caller: reader })).status).toBe(
      200,
    );
  });

  test.each(["delegate", "no-such-role"])("by a substitution (role %s), which replaces no one", async (role) => {
    const body = { leaves: protectedId, ...nominee("substitute"), role };
    const { own, other } = await askBoth((id) => place.handlers.call("createSubstitution", id, body, asOther));
    expect(own).toMatchObject({ status: 409, code: "not-a-member" });
    expect(own).toEqual(other);
  });

  test("by the name of a head of delegation, of whom one is protected", async () => {
    const makeHead = (id: string, caller: Caller = reader, more = {}) =>
      place.handlers.call("amendRegistration", id, { role: "head-of-delegation", ...more }, { version: "*", caller });
    expect((await makeHead(protectedId)).status).toBe(200);
    const refused = await makeHead(visibleId, otherSecretariat);
    expect([refused.status, refused.body.code, JSON.stringify(refused.body)]).toEqual([
      409,
      "second-head",
      expect.not.stringContaining(alias.nameOnBadge),
    ]);
    expect((await makeHead(visibleId, otherSecretariat, { replaceHead: true })).body.code).toBe("second-head");
    expect(JSON.stringify((await makeHead(visibleId)).body)).toContain(alias.nameOnBadge);
    const formerId = await nominate(otherDelegationId, "former");
    await makeHead(formerId);
    await place.handlers.decide(formerId, "reject");
    await protect(formerId);
    await makeHead(otherVisibleId);
    const reopen = { decision: "reopen" };
    const answer = await place.handlers.call("decideRegistration", formerId, reopen, { caller: otherSecretariat });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([403, expect.not.stringContaining("elsewhere")]);
  });

  test("by a refusal to reopen a member of a full delegation, which anyone who is protected gets", async () => {
    await place.handlers.decide(protectedId, "reject");
    await place.handlers.call("updateDelegation", delegationId, { quota: 1, reserve: 0 }, { version: "*" });
    const form = buildFormBody({}, { email: `alone.${conferenceId}@example.org` });
    const aloneId = String((await place.handlers.submit(conferenceId, JSON.stringify(form))).body.registrationId);
    await place.handlers.decide(aloneId, "reject");
    await protect(aloneId);
    const reopen = { decision: "reopen" };
    const decide = async (id: string, caller: Caller) =>
      (await place.handlers.call("decideRegistration", id, reopen, { caller })).body.code;
    const decideAll = async (caller: Caller) => {
      const body = { ...reopen, registrationIds: [protectedId, aloneId] };
      const answer = await place.handlers.call("decideRegistrations", conferenceId, body, { caller });
      return answer.body.items?.map(({ problem }) => problem?.code);
    };
    const all = [protectedId, aloneId];
    expect([await decide(protectedId, otherSecretariat), await decide(aloneId, otherSecretariat)]).toEqual([
      "name-protected",
      "name-protected",
    ]);
    expect(await decideAll(otherSecretariat)).toEqual(all.map(() => "name-protected"));
    expect(await decideAll(reader)).toEqual(["reserve-full", undefined]);
  });

  test.each([{ role: "speaker" }, { category: "ngo" }])("by a change of %o", async (change) => {
    const answer = await place.handlers.call("amendRegistration", protectedId, change, { version: "*", ...asOther });
    expect([answer.status, answer.body.code]).toEqual([403, "name-protected"]);
  });

  test("by the history, which names no delegation of a focal point", async () => {
    const readActors = async (id: string, caller: Caller) => {
      const { body } = await place.handlers.call("getHistory", id, "", { caller });
      return body.items?.map((item) => (item as unknown as { readonly by: object }).by);
    };
    expect(await readActors(protectedId, reviewer)).toEqual([{ kind: "staff", id: reader.id }, { kind: "delegate" }]);
    expect(await readActors(protectedId, reader)).toContainEqual({ kind: "focal-point", id: delegationId });
    expect(await readActors(visibleId, reviewer)).toEqual([{ kind: "focal-point", id: delegationId }]);
  });

  test("by a page of the queue, which is cut after the person is left out", async () => {
    const list = async (query: Record<string, string>) => {
      const { body } = await place.handlers.call("listRegistrations", conferenceId, "", { caller: reviewer, query });
      const { items, next } = body as typeof body & { readonly next: string | null };
      return { ids: items?.map(({ registrationId }) => registrationId), next };
    };
    expect(await list({ delegation: delegationId, limit: "1" })).toEqual({ ids: [visibleId], next: null });
    const laterId = await nominate(delegationId, "later");
    const lastId = await nominate(delegationId, "last");
    await protect(lastId);
    for (const order of [{}, { order: "oldest" }]) {
      const first = await list({ ...order, delegation: delegationId, limit: "1" });
      expect(first).toEqual({ ids: [visibleId], next: expect.any(String) });
      const second = await list({ ...order, delegation: delegationId, limit: "1", cursor: String(first.next) });
      expect(second).toEqual({ ids: [laterId], next: null });
    }
    const newest = await list({ order: "newest", delegation: delegationId, limit: "1" });
    expect(newest.ids).toEqual([laterId]);
    // Those of a day are in no order that tells when each was nominated.
    expect([[protectedId], [lastId]]).toContainEqual((await list({ limit: "1" })).ids);
  });

  test("by the person who substitutes them", async () => {
    const substitute = async (leaves: string, name: string) => {
      const body = { leaves, ...nominee(name) };
      const answer = await place.handlers.call("createSubstitution", delegationId, body, asFocalPoint(delegationId));
      return String(answer.body.registrationId);
    };
    const [hidden, open] = [await substitute(protectedId, "one"), await substitute(visibleId, "two")];
    const read = async (id: string, caller: Caller) =>
      (await place.handlers.call("getRegistration", id, "", { caller })).body;
    expect(await read(hidden, reviewer)).not.toHaveProperty("substitutes");
    expect(await read(hidden, reader)).toMatchObject({ substitutes: protectedId });
    expect(await read(open, reviewer)).toMatchObject({ substitutes: visibleId });
    // A focal point may not know of the person, and so gets no identifier of anyone who left.
    const { caller } = asFocalPoint(delegationId);
    for (const id of [hidden, open]) expect(await read(id, caller)).not.toHaveProperty("substitutes");
  });

  test("by a reserve that the person's seat promotes", async () => {
    const change = { quota: 2 };
    expect((await place.handlers.call("updateDelegation", delegationId, change, { version: "*" })).status).toBe(200);
    const reserveId = await nominate(delegationId, "reserve");
    const owner: Caller = { ...asFocalPoint(delegationId).caller, registrationIds: [protectedId] } as Caller;
    expect((await place.handlers.call("withdrawRegistration", protectedId, {}, { caller: owner })).status).toBe(200);
    const { body } = await place.handlers.call("getHistory", reserveId, "", { caller: reviewer });
    expect(body.items?.[0]).toMatchObject({ action: "promote-from-reserve", by: { kind: "delegate" } });
    expect(JSON.stringify(body)).not.toContain(protectedId);
  });
});

describe("a focal point whom a protected person asked to join", () => {
  let askedId = "";
  beforeEach(async () => {
    const email = `asking.${conferenceId}@example.org`;
    const form = buildFormBody({ delegation: delegationId }, { familyName: "Asking", email });
    askedId = String((await place.handlers.submit(conferenceId, JSON.stringify(form))).body.registrationId);
    await executeCommand(place.started.table, {
      conferenceId,
      deadline: Date.now() + 60_000,
      decide: async () => {
        const context = { actor: { kind: "delegate", id: askedId }, at: new Date().toISOString() } as const;
        return confirmAddress(await loadRegistration(place.started.table, askedId), context) as Change;
      },
      answer: () => undefined,
    });
  });

  const list = async () =>
    JSON.stringify(await place.handlers.call("getDelegation", delegationId, "", asFocalPoint(delegationId)));
  const decide = async (registrationId: string, confirm: boolean, caller = asFocalPoint(delegationId).caller) => {
    const items = [{ registrationId, confirm }];
    const { body } = await place.handlers.call("confirmMembers", delegationId, { items }, { caller });
    return body.items?.map(({ problem }) => problem?.code);
  };

  test("reads no name, and decides on no one, once the person is protected", async () => {
    expect(await list()).toContain("Asking");
    await protect(askedId);
    expect(await list()).not.toMatch(/Asking|asking|Speaker/);
    expect((await place.handlers.call("getRegistration", askedId, "", asFocalPoint(delegationId))).status).toBe(404);
    for (const confirm of [true, false]) {
      expect(await decide(askedId, confirm)).toEqual(["not-a-member"]);
      expect(await decide("a".repeat(26), confirm)).toEqual(["not-a-member"]);
    }
    expect(await decide(askedId, true, reader)).toEqual([undefined]);
    // A member is one, also under an alias, once a reader has named the focal point.
    expect(await list()).not.toContain(askedId);
    expect(await decide(askedId, true)).toEqual(["not-a-member"]);
    expect((await protect(askedId, { focalPoints: [focalPoint] })).status).toBe(200);
    expect(await list()).toContain(askedId);
    expect(await decide(askedId, true)).toEqual(["wrong-state"]);
  });
});

describe("a gate that refuses a member because the delegation is full inside", () => {
  test("names no one if the person, or one of those inside, is protected", async () => {
    const signer = await createTestSigner();
    const gates = createGates(openTable(place.started.endpoint, 4), signer);
    const otherId = await nominate(delegationId, "third");
    const limit = { insideAtOnce: 1 };
    expect((await place.handlers.call("updateDelegation", delegationId, limit, { version: "*" })).status).toBe(200);
    for (const id of [protectedId, visibleId, otherId])
      expect((await place.handlers.decide(id, "approve")).status).toBe(200);
    const scan = async (registrationId: string, direction: string, more: object = {}) => {
      const token = await signToken(signer, { conferenceId, registrationId, serial: 1 });
      const scans = [{ scanId: createId(), token, at: new Date().toISOString(), ...more }];
      const [item] = await gates.scan(conferenceId, { gate: "Main", direction, scans });
      return item as { readonly verdict: string; readonly reason?: string; readonly message?: string };
    };
    expect(await scan(protectedId, "in")).toMatchObject({ verdict: "admit" });
    const refused = await scan(visibleId, "in");
    expect(refused).toMatchObject({ verdict: "refuse", reason: "delegation-inside-full" });
    expect(JSON.stringify(refused)).not.toContain(alias.nameOnBadge);
    expect(refused).not.toHaveProperty("details");
    await scan(protectedId, "out");
    expect(await scan(visibleId, "in")).toMatchObject({ verdict: "admit" });
    expect(await scan(otherId, "in")).toMatchObject({ details: { inside: ["Amina visible"] } });
    const own = await scan(protectedId, "in");
    const message = "This person cannot be admitted now. Please ask the secretariat.";
    expect(own).toMatchObject({ verdict: "refuse", reason: "ask-secretariat", message });
    expect(JSON.stringify(own)).not.toMatch(/visible|delegation/i);
    const late = await scan(protectedId, "in", { offline: true, admitted: true });
    expect(late).toMatchObject({ verdict: "admit", conflict: "ask-secretariat" });
    expect(await gates.listIncidents(conferenceId)).toMatchObject([
      { registrationId: protectedId, reason: "ask-secretariat" },
    ]);
  });
});

describe("a repeated request", () => {
  const approve = (caller: Caller) =>
    place.handlers.call(
      "decideRegistration",
      visibleId,
      { decision: "approve" },
      { caller, idempotencyKey: conferenceId },
    );

  test("receives the response that the caller may read now", async () => {
    const first = await approve(otherSecretariat);
    expect(first).toMatchObject({ status: 200, body: { person: { familyName: "visible" } } });
    expect(await approve(otherSecretariat)).toEqual(first);
    await protect(visibleId);
    const repeated = await approve(otherSecretariat);
    expect(repeated).toMatchObject({ status: 200, body: { person: { nameOnBadge: alias.nameOnBadge } } });
    expect(JSON.stringify(repeated)).not.toMatch(/visible|Amina/);
  });

  test("of a substitution gives a focal point nothing of a person who is hidden from them since", async () => {
    const body = { leaves: visibleId, ...nominee("substitute") };
    const substitute = () => {
      const options = { ...asFocalPoint(delegationId), idempotencyKey: conferenceId };
      return place.handlers.call("createSubstitution", delegationId, body, options);
    };
    const first = await substitute();
    expect(first.status).toBe(201);
    const id = String(first.body.registrationId);
    await protect(id, { focalPoints: [focalPoint] });
    expect(await substitute()).toMatchObject({ status: 201, body: { person: { familyName: "substitute" } } });
    await protect(id, { focalPoints: [] });
    expect((await place.handlers.call("getRegistration", id, "", asFocalPoint(delegationId))).status).toBe(404);
    const repeated = await substitute();
    expect([repeated.status, repeated.body.code]).toEqual([404, "not-found"]);
    expect(JSON.stringify(repeated.body)).not.toContain(alias.nameOnBadge);
  });

  test("receives nothing once the caller has no access to the conference", async () => {
    expect((await approve(otherSecretariat)).status).toBe(200);
    const conference = await loadConference(place.started.table, conferenceId);
    const staff = [{ email: reader.email, holder: reader.id, groups: ["secretariat" as const] }];
    const context = { at: new Date().toISOString(), actor: { kind: "staff" as const, id: reader.id } };
    const change = createConferenceChange(conferenceId, "update-conference", context);
    const after = { ...conference, staff, version: conference.version + 1 };
    await saveConference(place.started.table, conference, after, change, Date.now() + 60_000);
    const repeated = await approve(otherSecretariat);
    expect([repeated.status, JSON.stringify(repeated.body)]).toEqual([404, expect.not.stringContaining("visible")]);
  });
});

describe("a nomination of the address of a protected person", () => {
  /** A nomination of the protected person, or of another registered person, by the other delegation. */
  const nominateKnown = (name: string) => nominate(otherDelegationId, name);
  const read = async (id: string, caller: Caller) =>
    (await place.handlers.call("getRegistration", id, "", { caller })).body;

  test("is as any nomination for staff who are no readers", async () => {
    const [clashId, ordinaryId] = [await nominateKnown("secret"), await nominateKnown("new")];
    for (const caller of [reviewer, otherSecretariat]) {
      const toComparable = (body: object, id: string) =>
        JSON.stringify(body)
          .replaceAll(id, "id")
          .replaceAll(/secret|"new|new\./g, "name")
          .replaceAll(/"20\d\d-[^"]*Z"/g, '"time"')
          .replaceAll('""', '"');
      const [clash, ordinary] = [await read(clashId, caller), await read(ordinaryId, caller)];
      expect(clash).not.toHaveProperty("clash");
      expect(Object.keys(clash)).toEqual(Object.keys(ordinary));
      expect(clash.seat).toBe(ordinary.seat);
      const delegation = await place.handlers.call("getDelegation", otherDelegationId, "", {
        caller: otherSecretariat,
      });
      expect(delegation.body.members?.map(({ seat }) => seat)).toEqual(["held", "held", "held"]);
      expect(JSON.stringify(delegation.body)).not.toContain("clash");
      const histories = [clashId, ordinaryId].map(async (id) => {
        const { body } = await place.handlers.call("getHistory", id, "", { caller });
        return toComparable(body.items?.map((item) => ({ ...item, mails: [] })) ?? [], id);
      });
      const [first, second] = await Promise.all(histories);
      expect(first).toBe(second);
    }
    const accepted = await place.handlers.call("acceptNomination", clashId, {}, { caller: otherSecretariat });
    const ordinary = await place.handlers.call("acceptNomination", ordinaryId, {}, { caller: otherSecretariat });
    expect([accepted.status, accepted.body.code]).toEqual([ordinary.status, ordinary.body.code]);
  });

  test("shows the clash to a reader, who accepts it; and of other people to all staff", async () => {
    const [clashId, openId] = [await nominateKnown("secret"), await nominateKnown("visible")];
    expect(await read(clashId, reader)).toMatchObject({ seat: "held", clash: { registrationId: protectedId } });
    expect(await read(openId, reviewer)).toMatchObject({ seat: "held", clash: { registrationId: visibleId } });
    expect((await place.handlers.call("acceptNomination", clashId, {}, { caller: reader })).status).toBe(200);
  });
});
