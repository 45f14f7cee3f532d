import { beforeEach, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { confirmAddress } from "#shared/capacity/seats.rules.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { getFormPrefill, listEarlierRegistrations } from "../../functions/privacy/earlier-registrations.ts";
import { buildFormBody } from "../support/builders.ts";
import { useHandlers } from "../support/protection.ts";

const place = useHandlers();
let earlier = "";
let next = "";
let email = "";
beforeEach(async () => {
  [earlier, next] = [`earlier-${createId()}`, `next-${createId()}`];
  email = `owner.${createId()}@example.org`;
  for (const id of [earlier, next])
    await createConference(openTable(place.started.endpoint, 4), id, { capacity: 9, arrivalsPerSecond: 1 });
});

type Session = Pick<Extract<Caller, { kind: "delegate" }>, "conferenceId" | "registrationIds" | "addressDigest">;

/** What the form of the next conference offers to the owner of the address, by default signed in there. */
async function readOffers(registrationId: string, session: Partial<Session> = {}) {
  const caller: Caller = {
    ...{ kind: "delegate", conferenceId: next, registrationIds: [], delegationIds: [] },
    addressDigest: computeAddressDigest(email),
    ...session,
  };
  const { table } = place.started;
  const request = { params: { registrationId }, query: { conferenceId: next }, caller } as never;
  const readCode = ({ code }: { readonly code: string }) => code;
  const { items } = await listEarlierRegistrations(table)(request);
  const filled = await getFormPrefill(table)(request).then(({ fields }) => fields["person.familyName"], readCode);
  return [items.map((each) => each.registrationId), filled];
}

/** A visitor registers the address at the earlier conference. */
async function submit(): Promise<string> {
  const form = buildFormBody({}, { email, familyName: "Typed by a stranger" });
  return String((await place.handlers.submit(earlier, JSON.stringify(form))).body.registrationId);
}

test("the form offers a registration once the owner of its address has opened a link to it", async () => {
  const registrationId = await submit();
  expect(await readOffers(registrationId)).toEqual([[], "not-found"]);
  const { table } = place.started;
  await executeIfNeeded(table, earlier, Date.now() + 60_000, async () =>
    confirmAddress(await loadRegistration(table, registrationId), {
      actor: { kind: "delegate", id: registrationId },
      at: new Date().toISOString(),
    }),
  );
  expect(await readOffers(registrationId)).toEqual([[registrationId], "Typed by a stranger"]);
});

test("the form offers the registration that the link of the session opened, to its present address alone", async () => {
  const registrationId = await submit();
  const session = { conferenceId: earlier, registrationIds: [registrationId] };
  expect(await readOffers(registrationId, session)).toEqual([[registrationId], "Typed by a stranger"]);
  const formerAddress = { ...session, addressDigest: computeAddressDigest("former@example.org") };
  expect(await readOffers(registrationId, formerAddress)).toEqual([[], "not-found"]);
});

test("the form offers what a focal point has entered for the owner of the address", async () => {
  const draft = { name: { en: "Mission" }, category: "ngo", focalPoints: ["fp@example.org"], quota: 9 };
  const delegationId = String((await place.handlers.call("createDelegation", earlier, draft)).body.delegationId);
  const person = { givenName: "Amina", familyName: "Diallo", email, nationality: "SEN" };
  const { body } = await place.handlers.call("nominateMembers", delegationId, { items: [{ person }] });
  const registrationId = String(body.items?.[0]?.registrationId);
  expect(await readOffers(registrationId)).toEqual([[registrationId], "Diallo"]);
});
