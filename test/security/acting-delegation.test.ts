import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, toActor } from "#shared/auth/caller.ts";
import { routes } from "#shared/http/routes.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { getBadgeCode } from "../../functions/badge/live-badge.ts";
import { type CountedTable, startCountedTable } from "../support/counted-table.ts";
import { createTestSigner } from "../support/signer.ts";

let started: CountedTable;
let handlers: Handlers;
beforeAll(async () => {
  started = await startCountedTable();
  handlers = createHandlers(openTable(started.endpoint, 4));
});
afterAll(() => started.stop());

test("the history names the delegation that the focal point of several acted for, and not one that a stranger added", async () => {
  const conferenceId = "acting";
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 9, arrivalsPerSecond: 1 });
  const create = async (name: string) => {
    const draft = { name: { en: name }, category: "ngo", focalPoints: ["fp@example.org"], quota: 3 };
    return String((await handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  };
  const [first, acting] = [await create("Added by a stranger"), await create("Acting")];
  const caller: Caller = {
    kind: "delegate",
    conferenceId,
    registrationIds: [],
    addressDigest: "none",
    delegationIds: [first, acting],
  };
  const person = { givenName: "Amina", familyName: "Diallo", email: "amina@example.org", nationality: "SEN" };
  const { body } = await handlers.call("nominateMembers", acting, { items: [{ person }] }, { caller });
  const registrationId = String(body.items?.[0]?.registrationId);
  await handlers.call("amendRegistration", registrationId, { functionTitle: "Envoy" }, { caller, version: 1 });
  const history = await handlers.call("getHistory", registrationId, "");
  const by = { kind: "focal-point", id: acting };
  expect(history.body.items).toMatchObject([
    { action: "amend", by },
    { action: "nominate", by },
  ]);
});

test("a focal point who has not confirmed gets no badge, and one who declined only the delegation itself", async () => {
  const conferenceId = "unconfirmed";
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 9, arrivalsPerSecond: 1 });
  const draft = { name: { en: "Asked" }, category: "ngo", focalPoints: ["fp@example.org"], confirmation: "awaited" };
  const delegationId = String((await handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  const person = { givenName: "Amina", familyName: "Diallo", email: "member@example.org", nationality: "SEN" };
  const { body } = await handlers.call("nominateMembers", delegationId, { items: [{ person }] });
  const registrationId = String(body.items?.[0]?.registrationId);
  expect((await handlers.decide(registrationId, "approve")).status).toBe(200);
  const caller = {
    kind: "delegate",
    conferenceId,
    registrationIds: [],
    addressDigest: "none",
    delegationIds: [delegationId],
  } as const;
  const readBadge = async (as: Caller) => {
    const read = getBadgeCode(toCommandStore(started.table), await createTestSigner());
    const request = { params: { registrationId }, caller: as, access: routes.getBadgeCode.access } as object;
    return read({ ...request, now: new Date().toISOString() } as Parameters<typeof read>[0]).then(
      ({ serial }) => serial,
      ({ code }: { readonly code: string }) => code,
    );
  };
  const read = async () => {
    const shown = await handlers.call("getDelegation", delegationId, "", { caller });
    const asked = [
      await handlers.call("getRegistration", registrationId, "", { caller }),
      await handlers.call("getHistory", registrationId, "", { caller }),
    ];
    const members = shown.body.members?.length;
    return { shown: shown.status, members, asked: asked.map(({ status }) => status), badge: await readBadge(caller) };
  };
  const answer = async (confirm: boolean) =>
    (await handlers.call("confirmFocalPoint", delegationId, { confirm }, { caller })).status;
  const refused = "focal-point-unconfirmed";
  expect(await read()).toEqual({ shown: 200, members: 1, asked: [200, 200], badge: refused });
  expect(await answer(false)).toBe(200);
  expect(await read()).toEqual({ shown: 200, members: 0, asked: [409, 409], badge: refused });
  expect(await readBadge({ ...caller, registrationIds: [registrationId] })).toBe(1);
  expect(await answer(true)).toBe(200);
  expect(await read()).toEqual({ shown: 200, members: 1, asked: [200, 200], badge: 1 });
});

test("a person who is both acts as the owner of a registration before they act for its delegation", () => {
  const caller = {
    kind: "delegate",
    conferenceId: "c",
    registrationIds: ["r1", "r2"],
    addressDigest: "none",
    delegationIds: ["d1", "d2"],
  } as const satisfies Caller;
  expect(toActor(caller, { registrationId: "r2", delegationId: "d2" })).toEqual({ kind: "delegate", id: "r2" });
  expect(toActor(caller, { registrationId: "other", delegationId: "d2" })).toEqual({ kind: "focal-point", id: "d2" });
  for (const foreign of [{ registrationId: "other", delegationId: "d3" }, {}])
    expect(toActor(caller, foreign)).toEqual({ kind: "public" });
});
