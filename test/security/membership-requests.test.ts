import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { listUnsettledChanges, loadQueuedEmails } from "#shared/email/outbox.repository.ts";
import { activateSignInLink } from "#shared/sign-in/sign-in.repository.ts";
import { createSignInToken } from "#shared/sign-in/sign-in-token.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import {
  createConference,
  createHandlers,
  type HandlerAnswer,
  type Handlers,
  openTable,
} from "../../bench/support/handlers.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { signIn } from "../../functions/sign-in/sign-in.ts";
import { buildFormBody } from "../support/builders.ts";
import { type CountedTable, startCountedTable } from "../support/counted-table.ts";
import { startEmailWriter, type TestEmailWriter } from "../support/email-writer.ts";

let started: CountedTable;
let handlers: Handlers;
let emails: TestEmailWriter;
beforeAll(async () => {
  started = await startCountedTable();
  handlers = createHandlers(openTable(started.endpoint, 4));
  emails = await startEmailWriter(started.table);
});
afterAll(async () => {
  emails.stop();
  await started.stop();
});

let serial = 0;
let conferenceId = "";
let delegationId = "";
const known = "known@example.org";
const stranger = "stranger@example.org";

const asFocalPoint = (): { readonly caller: Caller } => ({
  caller: { kind: "delegate", conferenceId, registrationIds: [], addressDigest: "none", delegationIds: [delegationId] },
});

async function createDelegation(): Promise<string> {
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: ["fp@example.org"], quota: 9 };
  return String((await handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
}

/** Sends the form of anyone who knows the address. It names the delegation. */
const submit = (email: string) =>
  handlers.submit(conferenceId, JSON.stringify(buildFormBody({ delegation: delegationId }, { email })));

beforeEach(async () => {
  serial += 1;
  conferenceId = `requests-${serial}`;
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  delegationId = await createDelegation();
  await handlers.submit(conferenceId, JSON.stringify(buildFormBody({}, { email: known })));
});

/** The emails that are queued at the conference. */
async function listEmails() {
  const changes = await Array.fromAsync(listUnsettledChanges(started.table, "2099-01-01T00:00:00.000Z"));
  const emails = await Promise.all(changes.map((changeId) => loadQueuedEmails(started.table, changeId)));
  return emails.flat().filter((email) => email.conferenceId === conferenceId);
}

const countRequestEmails = async () =>
  (await listEmails()).filter(
    ({ intent }) => intent.kind === "membership-requested" && intent.delegationId === delegationId,
  ).length;

/** The owner of the address requests a link, and opens it. */
async function openLink(email: string): Promise<void> {
  await handlers.call("requestSignInLink", "", { conferenceId, email });
  const [linkId = ""] = (await listEmails()).flatMap(({ intent }) => (intent.kind === "sign-in" ? intent.linkId : []));
  await activateSignInLink(started.table, linkId, Date.now());
  const token = await createSignInToken(emails.kms, "link", linkId);
  const handler = signIn(toCommandStore(started.table), emails.kms, "link");
  const request = { body: { token }, now: new Date().toISOString(), deadline: Date.now() + 60_000 };
  await handler(request as unknown as Parameters<typeof handler>[0]);
}

/** The answer without what differs between any two people, and the calls of the database. */
async function trace(ask: () => Promise<HandlerAnswer>) {
  const { result, requests } = await started.countRequests(ask);
  const text = JSON.stringify(result)
    .replaceAll(/"(delegation:)?[a-z2-7]{24,26}"/g, '"$1id"')
    .replaceAll(/"[^"]*@example.org"/g, '"address"')
    .replaceAll(/"20\d\d-[^"]*Z"/g, '"time"');
  return { answer: JSON.parse(text) as HandlerAnswer, requests };
}

/** All that a focal point can ask after naming their own delegation in the form for the address of another person. */
async function converse(email: string) {
  delegationId = await createDelegation();
  let registrationId = "";
  const submitted = await trace(async () => {
    const receipt = await submit(email);
    registrationId = String(receipt.body.registrationId);
    return receipt;
  });
  const call = (operation: Parameters<Handlers["call"]>[0], id: string, order: object) =>
    trace(() => handlers.call(operation, id, order, asFocalPoint()));
  const decide = (confirm: boolean) => call("confirmMembers", delegationId, { items: [{ registrationId, confirm }] });
  const person = { givenName: "Amina", familyName: "Diallo", email: "new@example.org", nationality: "SEN" };
  return {
    submitted,
    list: await call("getDelegation", delegationId, {}),
    registration: await call("getRegistration", registrationId, {}),
    history: await call("getHistory", registrationId, {}),
    confirmed: await decide(true),
    declined: await decide(false),
    ranked: await call("rankMembers", delegationId, { registrationIds: [registrationId] }),
    replaced: await call("createSubstitution", delegationId, { leaves: registrationId, person }),
    listAfter: await call("getDelegation", delegationId, {}),
    emails: await countRequestEmails(),
  };
}

describe("a focal point who enters the address of another person in the form", () => {
  test("learns from no answer, list, email or call of the database whether it was registered before", async () => {
    // The first conversation fills the caches of the process.
    await converse("first@example.org");
    const unknown = await converse(stranger);
    expect(unknown.submitted.answer.status).toBe(201);
    expect(unknown.list.answer.status).toBe(200);
    expect(await converse(known)).toEqual(unknown);
  });
});

describe("a membership request", () => {
  const readRequests = async () =>
    (
      (await handlers.call("getDelegation", delegationId, "", asFocalPoint())).body as unknown as {
        readonly requests: readonly { readonly registrationId: string }[];
      }
    ).requests.map(({ registrationId }) => registrationId);

  test("is listed, mailed, readable and decided on once the owner of the address has opened a link", async () => {
    const registrationId = String((await submit(stranger)).body.registrationId);
    const read = async () => (await handlers.call("getRegistration", registrationId, "", asFocalPoint())).status;
    expect([await readRequests(), await read(), await countRequestEmails()]).toEqual([[], 404, 0]);
    await openLink(stranger);
    expect([await readRequests(), await read(), await countRequestEmails()]).toEqual([[registrationId], 200, 1]);
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
    const items = [{ registrationId, confirm: true }];
    const { body } = await handlers.call("confirmMembers", delegationId, { items }, asFocalPoint());
    expect(body.items?.[0]?.seat).toBe("held");
    expect(await readRequests()).toEqual([]);
  });

  test("is named in the email to the person, until the person has opened a link", async () => {
    const { registrationId } = (await submit(stranger)).body;
    const received = (await listEmails()).find(
      ({ intent }) => intent.kind === "received" && intent.registrationId === registrationId,
    );
    const read = async () => {
      const written = received && (await emails.write(received));
      if (!written || !("raw" in written)) throw new Error("an email that is not sent");
      return Buffer.from(written.raw).toString();
    };
    const text = "For the delegation that you named";
    expect(await read()).toContain(text);
    await openLink(stranger);
    expect(await read()).not.toContain(text);
  });

  test("is decided on by the secretariat before, too", async () => {
    const registrationId = String((await submit(stranger)).body.registrationId);
    const items = [{ registrationId, confirm: true }];
    const { body } = await handlers.call("confirmMembers", delegationId, { items });
    expect(body.items?.[0]?.seat).toBe("held");
  });

  test("that the secretariat enters is listed and mailed at once", async () => {
    const form = JSON.stringify(buildFormBody({ delegation: delegationId }, { email: stranger }));
    const { body } = await handlers.call("submitRegistration", conferenceId, form, { asStaff: true });
    expect([await readRequests(), await countRequestEmails()]).toEqual([[body.registrationId], 1]);
  });
});
