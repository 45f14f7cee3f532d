import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, toActor } from "#shared/auth/caller.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { type CountedTable, startCountedTable } from "../support/counted-table.ts";

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
