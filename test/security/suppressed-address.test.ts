import { expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import {
  computeAddressDigest,
  suppressAddress,
  unsuppressAddress,
} from "#shared/email/suppressed-addresses.repository.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { otherSecretariat, useHandlers } from "../support/protection.ts";

const place = useHandlers();

test("an address that bounced in another conference is undeliverable, and it is not said since when", async () => {
  const conferenceId = `suppressed-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 5, arrivalsPerSecond: 1 });
  const email = `bounced.${conferenceId}@example.org`;
  const elsewhere = "2026-01-05T08:00:00.000Z";
  await suppressAddress(place.started.table, email, { emailId: "elsewhere", reason: "bounce", at: elsewhere });
  const before = new Date().toISOString();
  const { body } = await place.handlers.submit(
    conferenceId,
    JSON.stringify(buildFormBody({}, { email: `right.${conferenceId}@example.org` })),
  );
  const id = String(body.registrationId);
  const amended = await place.handlers.call("amendRegistration", id, { person: { email } }, { version: "*" });
  expect(amended.status).toBe(200);
  const { undeliverable } = await loadRegistration(place.started.table, id);
  expect(undeliverable).toMatchObject({ reason: "bounce", at: expect.any(String) });
  expect(String(undeliverable?.at) >= before).toBe(true);
});

test("own data tells the person alone when emails bounced, because one address may be of several registrations", async () => {
  const conferenceId = `bounced-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 5, arrivalsPerSecond: 1 });
  const email = `guessed.${conferenceId}@example.org`;
  const form = JSON.stringify(buildFormBody({}, { email }));
  const id = String((await place.handlers.submit(conferenceId, form)).body.registrationId);
  const [at, liftedAt] = ["2026-01-05T08:00:00.000Z", "2026-01-06T08:00:00.000Z"];
  await suppressAddress(place.started.table, email, { emailId: "elsewhere", reason: "bounce", at });
  const read = async (caller: Caller) => {
    const { status, body } = await place.handlers.call("getOwnData", id, "", { caller });
    expect(status).toBe(200);
    return (body as { readonly suppression?: object }).suppression;
  };
  const owner = {
    kind: "delegate",
    conferenceId,
    registrationIds: [id],
    addressDigest: computeAddressDigest(email),
    delegationIds: [],
  } as const;
  expect([await read(owner), await read(otherSecretariat)]).toEqual([{ reason: "bounce", at }, { reason: "bounce" }]);
  await unsuppressAddress(place.started.table, email, "other", liftedAt);
  expect(await read(owner)).toEqual({ reason: "bounce", at, liftedAt });
  expect(await read(otherSecretariat)).toEqual({ reason: "bounce" });
});
