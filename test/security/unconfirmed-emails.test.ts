import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { listFocalPointDelegations } from "#shared/delegations/delegations.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { listUnsettledChanges } from "#shared/email/outbox.repository.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { createDeliverer } from "../../functions/email-outbox/email-delivery.ts";
import { buildFormBody } from "../support/builders.ts";
import { startEmailWriter, type TestEmailWriter } from "../support/email-writer.ts";
import { useHandlers } from "../support/protection.ts";

const place = useHandlers();
let emails: TestEmailWriter;
beforeAll(async () => {
  emails = await startEmailWriter(place.started.table);
});
afterAll(() => emails.stop());

const focalPoint = "fp@example.org";

/** Runs the outbox. @returns kind and raw text of each email that was sent */
async function sendEmails() {
  const sent: { readonly kind: string; readonly to: string; readonly raw: string }[] = [];
  const deliver = createDeliverer({
    table: place.started.table,
    write: emails.write,
    send: async (bytes, to) => {
      const raw = Buffer.from(bytes).toString("utf8");
      sent.push({ kind: /^X-Palais-Kind: (.*)\r$/m.exec(raw)?.[1] ?? "", to, raw });
      return "0102000000000000-00000000-0000-4000-8000-000000000000-000000";
    },
    sendToDeadLetterQueue: async () => {
      throw new Error("an email that could not be sent");
    },
  });
  for (const changeId of await Array.fromAsync(listUnsettledChanges(place.started.table, "9999")))
    await deliver(changeId, Date.now() + 60_000, "sweep");
  return sent;
}

const listKinds = (sent: Awaited<ReturnType<typeof sendEmails>>) => sent.map(({ kind }) => kind).toSorted();

/** A delegation that was asked to confirm, and a member without an address. */
async function prepare() {
  const conferenceId = `unconfirmed-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 9, arrivalsPerSecond: 1 });
  const draft = { name: { en: "Asked" }, category: "ngo", focalPoints: [focalPoint], confirmation: "awaited" };
  const delegationId = String((await place.handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  const person = { givenName: "Amina", familyName: "Diallo", nationality: "SEN" };
  const { body } = await place.handlers.call("nominateMembers", delegationId, { items: [{ person }] });
  const registrationId = String(body.items?.[0]?.registrationId);
  const caller: Caller = {
    kind: "delegate",
    conferenceId,
    registrationIds: [],
    addressDigest: "none",
    delegationIds: [delegationId],
  };
  const answer = async (confirm: boolean) =>
    expect((await place.handlers.call("confirmFocalPoint", delegationId, { confirm }, { caller })).status).toBe(200);
  const readCalendar = async () => {
    const { status } = await place.handlers.call("getCalendar", registrationId, "", { caller }).catch(() => ({
      // The answer is no JSON.
      status: 200,
    }));
    return status;
  };
  await sendEmails();
  return { registrationId, conferenceId, delegationId, answer, readCalendar };
}

test("a focal point who has not answered gets no badge by email, and gets it once they confirm", async () => {
  const { registrationId, answer, readCalendar } = await prepare();
  expect((await place.handlers.decide(registrationId, "approve")).status).toBe(200);
  expect([await sendEmails(), await readCalendar()]).toEqual([[], 409]);
  await answer(true);
  const sent = await sendEmails();
  expect([listKinds(sent), await readCalendar()]).toEqual([["approved"], 200]);
  expect(sent[0]?.to).toBe(focalPoint);
  expect(sent[0]?.raw).toMatch(/badge\.pdf/);
  expect(sent[0]?.raw).toMatch(/Diallo/);
});

test("a focal point who has not answered learns what happened to a member without the badge", async () => {
  const { registrationId } = await prepare();
  expect((await place.handlers.decide(registrationId, "reject")).status).toBe(200);
  expect(listKinds(await sendEmails())).toEqual(["rejected"]);
});

test("a focal point who declined gets no email about members, and their badges after they confirm", async () => {
  const { registrationId, answer } = await prepare();
  await answer(false);
  for (const decision of ["approve", "reject", "reopen", "approve"] as const)
    await place.handlers.decide(registrationId, decision);
  expect(await sendEmails()).toEqual([]);
  await answer(true);
  expect(listKinds(await sendEmails())).toEqual(["approved"]);
});

test("an email to a focal point who has not answered has no calendar entry", async () => {
  const { registrationId } = await prepare();
  expect((await place.handlers.decide(registrationId, "approve")).status).toBe(200);
  const revocation = { decision: "revoke", reason: "The badge was lost." };
  expect((await place.handlers.call("decideRegistration", registrationId, revocation)).status).toBe(200);
  const sent = await sendEmails();
  expect(listKinds(sent)).toEqual(["revoked"]);
  expect(sent[0]?.raw).not.toMatch(/text\/calendar/);
});

test.each([
  ["confirmed gets an email", true],
  ["declined gets no email", false],
] as const)("a focal point who %s when a person asks to join the delegation", async (_, isConfirmed) => {
  const { conferenceId, delegationId, answer } = await prepare();
  await answer(isConfirmed);
  const form = buildFormBody({ delegation: delegationId }, { email: `asking.${createId()}@example.org` });
  const { status } = await place.handlers.call("submitRegistration", conferenceId, form, { asStaff: true });
  expect(status).toBe(201);
  const sent = (await sendEmails()).filter(({ to }) => to === focalPoint);
  expect(listKinds(sent)).toEqual(isConfirmed ? ["membership-requested"] : []);
});

test("a focal point who declined gets no badge and no code once another one confirms", async () => {
  const conferenceId = `declined-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 9, arrivalsPerSecond: 1 });
  const [wrong, right] = [`wrong.${conferenceId}@example.org`, `right.${conferenceId}@example.org`] as const;
  const draft = { name: { en: "Asked" }, category: "ngo", focalPoints: [wrong, right], confirmation: "awaited" };
  const delegationId = String((await place.handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  const person = { givenName: "Amina", familyName: "Diallo", nationality: "SEN" };
  const items = [{ person, needs: { visaLetter: true } }];
  const { body } = await place.handlers.call("nominateMembers", delegationId, { items });
  const registrationId = String(body.items?.[0]?.registrationId);
  expect((await place.handlers.decide(registrationId, "approve")).status).toBe(200);
  await sendEmails();
  const answer = async (address: string, confirm: boolean) => {
    const addressDigest = computeAddressDigest(address);
    const delegationIds = [delegationId];
    const caller: Caller = { kind: "delegate", conferenceId, registrationIds: [], addressDigest, delegationIds };
    expect((await place.handlers.call("confirmFocalPoint", delegationId, { confirm }, { caller })).status).toBe(200);
  };
  await answer(wrong, false);
  await answer(right, true);
  const sent = await sendEmails();
  expect(sent.map(({ kind, to }) => [kind, to]).toSorted()).toEqual([
    ["approved", right],
    ["visa-letter", right],
  ]);
  const listOwn = (address: string) =>
    listFocalPointDelegations(place.started.table, conferenceId, computeAddressDigest(address));
  expect([await listOwn(wrong), await listOwn(right)]).toEqual([[], [delegationId]]);
});
