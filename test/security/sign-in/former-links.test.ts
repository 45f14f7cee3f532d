import { afterAll, beforeAll, expect, test } from "vitest";
import { listUnsettledChanges, loadQueuedEmails } from "#shared/email/outbox.repository.ts";
import { startErasure } from "#shared/privacy/erase-registration.ts";
import { activateSignInLink } from "#shared/sign-in/sign-in.repository.ts";
import { createSignInToken } from "#shared/sign-in/sign-in-token.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../../bench/support/handlers.ts";
import { signIn } from "../../../functions/sign-in/sign-in.ts";
import { buildFormBody } from "../../support/builders.ts";
import { startTestKms } from "../../support/kms.ts";
import { startTable, type TestTable } from "../../support/table.ts";

let started: TestTable;
let handlers: Handlers;
let kms: Awaited<ReturnType<typeof startTestKms>>;
beforeAll(async () => {
  started = await startTable();
  handlers = createHandlers(openTable(started.endpoint, 4));
  kms = await startTestKms();
});
afterAll(async () => {
  kms.stop();
  await started.stop();
});

/** Requests a link for the address. @returns its token, which is not redeemed yet */
async function requestLink(conferenceId: string, email: string): Promise<string> {
  await handlers.call("requestSignInLink", "", { conferenceId, email });
  const changes = await Array.fromAsync(listUnsettledChanges(started.table, "2099-01-01T00:00:00.000Z"));
  const emails = (await Promise.all(changes.map((changeId) => loadQueuedEmails(started.table, changeId)))).flat();
  const [linkId = ""] = emails.flatMap((each) =>
    each.conferenceId === conferenceId && each.intent.kind === "sign-in" ? each.intent.linkId : [],
  );
  await activateSignInLink(started.table, linkId, Date.now());
  return createSignInToken(kms.client, "link", linkId);
}

async function redeem(token: string) {
  const handler = signIn(toCommandStore(started.table), kms.client, "link");
  const request = { body: { token }, now: new Date().toISOString(), deadline: Date.now() + 60_000 };
  return (await handler(request as unknown as Parameters<typeof handler>[0])).registrations;
}

test.each([
  { name: "the former address opens nothing", isReplaced: true },
  { name: "the address at that time opens the receipt", isReplaced: false },
])("after an erasure, an unredeemed link to $name", async ({ isReplaced }) => {
  const conferenceId = `former-links-${isReplaced}`;
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 5, arrivalsPerSecond: 1 });
  const email = "former@example.org";
  const form = JSON.stringify(buildFormBody({}, { email }));
  const registrationId = String((await handlers.submit(conferenceId, form)).body.registrationId);
  const token = await requestLink(conferenceId, email);
  const person = { email: "later@example.org" };
  if (isReplaced)
    expect((await handlers.call("amendRegistration", registrationId, { person }, { version: "*" })).status).toBe(200);
  const context = { actor: { kind: "delegate", id: registrationId }, at: new Date().toISOString() } as const;
  const deadline = Date.now() + 60_000;
  await startErasure(started.table, { registrationId, reason: "at-their-request", context, deadline });
  if (isReplaced) await expect(redeem(token)).rejects.toMatchObject({ code: "link-used-or-expired" });
  else expect(await redeem(token)).toEqual([registrationId]);
});
