import { beforeEach, expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";

const place = useHandlers();
let registrationId = "";
beforeEach(async () => {
  const conferenceId = `written-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 5, arrivalsPerSecond: 1 });
  const form = buildFormBody({}, { email: `person.${conferenceId}@example.org` });
  registrationId = String((await place.handlers.submit(conferenceId, JSON.stringify(form))).body.registrationId);
  const returned = { decision: "return", reason: "Secret passport", fields: ["country"] };
  expect((await place.handlers.call("decideRegistration", registrationId, returned)).status).toBe(200);
  const body = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader.email], reason: "at risk" };
  expect((await place.handlers.call("protectRegistration", registrationId, body)).status).toBe(200);
});

const countAccesses = async () =>
  (await place.handlers.call("listIdentityAccess", registrationId, "", { caller: reader })).body.items?.length;

test.each(["getRegistration", "getHistory"] as const)(
  "%s shows a reader what officers wrote about a protected person, and records it",
  async (operation) => {
    const read = async (caller: typeof reader | typeof otherSecretariat) =>
      JSON.stringify((await place.handlers.call(operation, registrationId, "", { caller })).body);
    expect(await read(otherSecretariat)).not.toContain("Secret passport");
    expect(await countAccesses()).toBe(0);
    expect(await read(reader)).toContain("Secret passport");
    expect(await countAccesses()).toBe(1);
  },
);

test("what is not recorded does not show it: the queue, and the answer to another change", async () => {
  const { body } = await place.handlers.call("getRegistration", registrationId, "", { caller: otherSecretariat });
  const conferenceId = String((body as { readonly conferenceId?: string }).conferenceId);
  const listed = await place.handlers.call("listRegistrations", conferenceId, "", { caller: reader });
  expect(listed.body.items).toHaveLength(1);
  const changed = await place.handlers.call("protectRegistration", registrationId, {
    alias: { nameOnBadge: "Speaker Eight" },
    readers: [reader.email],
  });
  expect(changed.status).toBe(200);
  expect(JSON.stringify([listed, changed])).not.toContain("Secret passport");
  expect(await countAccesses()).toBe(0);
});

test("the answer to a reader who tags a protected person shows it, and is recorded", async () => {
  const { status, body } = await place.handlers.call("setTags", registrationId, { tags: ["press"] });
  expect([status, JSON.stringify(body).includes("Secret passport")]).toEqual([200, true]);
  expect(await countAccesses()).toBe(1);
});
