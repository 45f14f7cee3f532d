import { expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createId, type Key } from "#shared/dynamodb/keys.ts";
import { addressKey } from "#shared/registrations/uniqueness-constraints.repository.ts";
import { createConference, createHandlers, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { useHandlers } from "../support/protection.ts";

const place = useHandlers();

/** Handlers whose first read of an item is followed by other changes before the handler continues. */
function createInterruptedHandlers(key: Key, meanwhile: () => Promise<void>) {
  const table = openTable(place.started.endpoint, 4);
  let hasRun = false;
  table.client.middlewareStack.add((next) => async (args) => {
    const result = await next(args);
    const input = JSON.stringify(args.input);
    if (hasRun || !input.includes(key.PK) || !input.includes(key.SK)) return result;
    hasRun = true;
    await meanwhile();
    return result;
  });
  return { handlers: createHandlers(table), hasRun: () => hasRun };
}

test("a substitution decides again if the address moves to the departing member after it was read", async () => {
  const { handlers } = place;
  const conferenceId = `moved-${createId()}`;
  const email = `moved.${createId()}@example.org`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 9, arrivalsPerSecond: 1 });
  const draft = { name: { en: "Mission" }, category: "ngo", focalPoints: ["fp@example.org"], quota: 9 };
  const delegationId = String((await handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  const person = { givenName: "Amina", familyName: "Diallo", nationality: "SEN" };
  const member = { items: [{ person: { ...person, email: `member.${email}` } }] };
  const nominated = await handlers.call("nominateMembers", delegationId, member);
  const leaves = String(nominated.body.items?.[0]?.registrationId);
  const form = JSON.stringify(buildFormBody({}, { email }));
  const holder = String((await handlers.submit(conferenceId, form)).body.registrationId);
  const interrupted = createInterruptedHandlers(addressKey(conferenceId, email), async () => {
    const options = { version: "*" } as const;
    expect((await handlers.call("withdrawRegistration", holder, {}, options)).status).toBe(200);
    expect((await handlers.call("amendRegistration", leaves, { person: { email } }, options)).status).toBe(200);
  });
  const caller: Caller = {
    ...{ kind: "delegate", conferenceId, registrationIds: [], addressDigest: "none" },
    delegationIds: [delegationId],
  };
  const body = { leaves, person: { ...person, email } };
  const answer = await interrupted.handlers.call("createSubstitution", delegationId, body, { caller });
  expect(interrupted.hasRun()).toBe(true);
  expect([answer.status, answer.body.code]).toEqual([409, "already-registered"]);
});
