import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type * as z from "zod/mini";
import type { checkInsResponse } from "#shared/check-in/contract.ts";
import type { registrationEmailsResponse } from "#shared/email/contract.ts";
import { createBadgeWearer, issueTestBadge, nextScanId, scanOnline, sendScans } from "./support/gate-desk.ts";
import { createIdToken } from "./support/id-token.ts";
import { getSignInToken, waitForEmails } from "./support/mailbox.ts";
import { asReviewer, registerPerson } from "./support/people.ts";
import { asSecretariat, callSystem, createConference, getSharedSystem, postDecision } from "./support/system.ts";

const { home } = getSharedSystem();

type RegistrationEmails = z.infer<typeof registrationEmailsResponse>;
type CheckIns = z.infer<typeof checkInsResponse>;

const readEmailsTo = async (registrationId: string, as = asSecretariat) =>
  (await callSystem(`/v1/registrations/${registrationId}/emails`, as())).body as unknown as RegistrationEmails;
const readCheckIns = async (registrationId: string) =>
  (await callSystem(`/v1/registrations/${registrationId}/check-ins`, asSecretariat())).body as unknown as CheckIns;

const protect = (registrationId: string) =>
  callSystem(
    `/v1/registrations/${registrationId}/protection`,
    asSecretariat({
      method: "PUT",
      body: { alias: { nameOnBadge: "Guest Four" }, readers: ["secretariat@palais.local"] },
    }),
  );

/** Another member of the secretariat, who reads no protected name. */
const createColleague = async () => {
  const token = await createIdToken({ sub: randomUUID(), email: "colleague@palais.local", groups: ["secretariat"] });
  return (options: object = {}) => ({ token, ...options });
};

const withoutSpaces = (text: string) => text.replaceAll(/\s+/g, " ");

test("each email to a person is listed with the text that was sent, without its links", async () => {
  const conferenceId = await createConference(5);
  const address = `emails+${randomUUID()}@example.org`;
  const id = await registerPerson(conferenceId, { email: address }, { language: "fr" });
  await callSystem("/v1/sign-in-links", { body: { email: address, conferenceId } });
  await postDecision(id, "reject", { reason: "The letter is missing." });
  await postDecision(id, "reopen");
  await postDecision(id, "approve");
  const delivered = await waitForEmails(home, address, 5);
  const [link] = delivered.filter(({ kind }) => kind === "sign-in");
  if (!link) throw new Error("no link");
  const { items } = await readEmailsTo(id, asReviewer);
  expect(items.map(({ kind }) => kind)).toEqual(["approved", "reopened", "rejected", "sign-in", "received"]);
  for (const { emailId, state, issues, text } of items) {
    const { email } = delivered.find((each) => each.emailId === emailId) ?? {};
    expect([state, issues, text.language, text.subject]).toEqual(["sent", [], "fr", email?.subject]);
    const sent = withoutSpaces(email?.text ?? "");
    for (const paragraph of text.paragraphs) expect(sent).toContain(withoutSpaces(paragraph));
  }
  expect(items[2]?.text.paragraphs).toContain("> The letter is missing.");
  const shown = JSON.stringify(items);
  expect(shown).not.toContain(getSignInToken(link));
  expect(shown).not.toMatch(/https?:|sign-in=|@example\.org/);
});

test("the check-in events of a person are listed with badge, gate and incident, and where the person is inside", async () => {
  const conferenceId = await createConference(5);
  const { registrationId, token } = await createBadgeWearer(conferenceId);
  await scanOnline(conferenceId, (await createBadgeWearer(conferenceId)).token);
  expect(await readCheckIns(registrationId)).toEqual({ inside: [], items: [], next: null });
  await scanOnline(conferenceId, token, { gate: "North" });
  await scanOnline(conferenceId, token, { gate: "South", direction: "out" });
  const { token: second } = await issueTestBadge(registrationId, { reason: "lost" });
  await scanOnline(conferenceId, second, { gate: "North" });
  const override = { reason: "Left through the garden" };
  const scans = [{ scanId: nextScanId(), token: second, at: new Date().toISOString(), override }];
  await sendScans(conferenceId, { gate: "Garden", direction: "in", scans });
  const { inside, items } = await readCheckIns(registrationId);
  expect(items).toMatchObject([
    { gate: "Garden", direction: "in", serial: 2, place: "venue", incident: { reason: "already-inside", override } },
    { gate: "North", direction: "in", serial: 2 },
    { gate: "South", direction: "out", serial: 1 },
    { gate: "North", direction: "in", serial: 1 },
  ]);
  expect(items.filter(({ incident }) => incident)).toHaveLength(1);
  expect(inside).toMatchObject([{ place: "venue", gate: "Garden" }]);
});

test("the incident of a full delegation follows from the other members", async () => {
  const conferenceId = await createConference(5);
  const draft = { name: { en: "Senegal" }, category: "member-state", focalPoints: ["m@example.org"], insideAtOnce: 1 };
  const { body } = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }));
  const people = ["First", "Second"].map((familyName) => ({ person: { familyName, nationality: "SEN" } }));
  const path = `/v1/delegations/${body.delegationId}/nominations`;
  const nominated = await callSystem(path, asSecretariat({ body: { items: people } }));
  const badges = [];
  for (const { registrationId } of nominated.body.items) {
    await postDecision(registrationId, "approve");
    badges.push(await issueTestBadge(registrationId));
  }
  const [first, second] = badges;
  if (!first || !second) throw new Error("no badges");
  await scanOnline(conferenceId, first.token);
  const scans = [{ scanId: nextScanId(), token: second.token, at: new Date().toISOString(), offline: true }];
  await sendScans(conferenceId, { gate: "Gate B", direction: "in", scans });
  expect((await readCheckIns(first.registrationId)).items).toMatchObject([{ gate: "Gate A" }]);
  expect((await readCheckIns(second.registrationId)).items).toMatchObject([
    { gate: "Gate B", incident: { reason: "delegation-inside-full" } },
  ]);
});

test("emails and check-in events of a protected person are for the readers, name no one, and are recorded", async () => {
  const conferenceId = await createConference(5);
  const address = `protected+${randomUUID()}@example.org`;
  const id = await registerPerson(conferenceId, { email: address, givenName: "Hidden", familyName: "Realname" });
  await postDecision(id, "approve");
  await waitForEmails(home, address, 2);
  expect((await protect(id)).status).toBe(200);
  const asColleague = await createColleague();
  for (const path of [`/v1/registrations/${id}/emails`, `/v1/registrations/${id}/check-ins`]) {
    const { status, body } = await callSystem(path, asColleague());
    expect([path, status, body.code]).toEqual([path, 403, "name-protected"]);
  }
  expect((await readCheckIns(id)).items).toEqual([]);
  const answer = await readEmailsTo(id);
  expect(answer).toHaveProperty("items");
  const { items } = answer;
  expect(items.length).toBeGreaterThanOrEqual(2);
  expect(JSON.stringify(items)).not.toMatch(/Hidden|Realname/);
  const { body } = await callSystem(`/v1/registrations/${id}/identity-access`, asSecretariat());
  expect(body.items).toContainEqual(expect.objectContaining({ reason: "emails" }));
});
