import { beforeEach, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";

const place = useHandlers();
const focalPoint = "fp@example.org";

let conferenceId = "";
let delegationId = "";

const asFocalPoint = (): Caller => ({
  ...{ kind: "delegate", conferenceId, registrationIds: [], delegationIds: [delegationId] },
  addressDigest: computeAddressDigest(focalPoint),
});

const toPerson = (familyName: string) => ({
  person: { givenName: "Amina", familyName, email: `${familyName}.${conferenceId}@example.org`, nationality: "SEN" },
});

async function nominate(name: string): Promise<string> {
  const items = [toPerson(name)];
  const { body } = await place.handlers.call("nominateMembers", delegationId, { items }, { caller: asFocalPoint() });
  return String(body.items?.[0]?.registrationId);
}

/** A person who registers, and asks to join the delegation if it is given. */
async function submit(name: string, choices: Record<string, unknown> = {}): Promise<string> {
  const form = buildFormBody(choices, toPerson(name).person);
  return String((await place.handlers.submit(conferenceId, JSON.stringify(form))).body.registrationId);
}

type Operation = Parameters<typeof place.handlers.call>[0];

async function change(operation: Operation, id: string, body: object, caller: Caller = reader) {
  const answer = await place.handlers.call(operation, id, body, { caller, version: "*" });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

async function decideOnRequest(confirm: boolean): Promise<string> {
  const registrationId = await submit("asking", { delegation: delegationId });
  await change("confirmMembers", delegationId, { items: [{ registrationId, confirm }] });
  return registrationId;
}

async function substitute(): Promise<{ readonly left: string; readonly came: string }> {
  const left = await nominate("leaving");
  const body = { leaves: left, ...toPerson("coming") };
  const { registrationId } = await change("createSubstitution", delegationId, body, asFocalPoint());
  return { left, came: String(registrationId) };
}

const role = "head-of-delegation";

async function replaceHead(): Promise<string> {
  const [former, next] = [await nominate("former"), await nominate("next")];
  await change("amendRegistration", former, { role });
  await place.handlers.decide(former, "approve");
  await change("amendRegistration", next, { role, replaceHead: true });
  return former;
}

async function rank(): Promise<string> {
  await change("updateDelegation", delegationId, { quota: 1, reserve: 2 });
  const [seated, one, two] = [await nominate("seated"), await nominate("one"), await nominate("two")];
  await change("rankMembers", delegationId, { registrationIds: [seated, two, one] });
  return one;
}

async function move(): Promise<string> {
  const registrationId = await submit("moving");
  await change("amendRegistration", registrationId, { delegation: delegationId });
  return registrationId;
}

beforeEach(async () => {
  conferenceId = `protected-histories-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [focalPoint], quota: 9, country: "SEN" };
  delegationId = String((await place.handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
});

const readHistory = async (id: string, caller: Caller) => {
  const { body } = await place.handlers.call("getHistory", id, "", { caller });
  const items = body.items as unknown as readonly Record<string, unknown>[];
  return items.map(({ action, fields, changes, mails }) => ({
    ...{ action, fields, changes },
    mails: (mails as readonly { readonly kind: string }[]).map(({ kind }) => kind),
  }));
};

const amended = { action: "amend", fields: [], changes: undefined };
const submitted = { action: "submit", fields: [], changes: undefined, mails: ["received"] };

test.each<[string, () => Promise<string>, RegExp, object]>([
  ["a confirmation", () => decideOnRequest(true), /membership-confirmed/, { ...amended, mails: ["seat-given"] }],
  ["a refused request", () => decideOnRequest(false), /membership-declined/, { ...amended, mails: [] }],
  ["a substitute", async () => (await substitute()).came, /"substitute"/, submitted],
  [
    "a person who was substituted",
    async () => (await substitute()).left,
    /"substituted"/,
    { ...submitted, action: "withdraw", mails: ["withdrawn"] },
  ],
  ["a former head of delegation", replaceHead, /head-replaced/, { ...amended, mails: ["badge-reissued"] }],
  ["an order of the members who wait", rank, /rank-members/, { ...amended, mails: [] }],
  ["a member whom a reader adds", move, /"delegation"/, { ...amended, mails: ["corrected"] }],
])(
  "the history of a protected person shows %s as that of a person without a delegation",
  async (_, act, trace, shown) => {
    const id = await act();
    const protection = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader.email], reason: "at risk" };
    await change("protectRegistration", id, protection);
    const [, entry, ...earlier] = await readHistory(id, otherSecretariat);
    expect(entry).toEqual(shown);
    expect(JSON.stringify([entry, earlier])).not.toMatch(/delegation|member|substitut|rank|head|role/);
    // A reader sees what happened.
    expect(JSON.stringify(await readHistory(id, reader))).toMatch(trace);
  },
);
