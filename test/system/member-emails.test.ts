import { expect, test } from "vitest";
import { type DeliveredEmail, waitForEmails } from "./support/mailbox.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
  postRegistration,
} from "./support/system.ts";

const address = (who: string) => `${who}.${process.pid}.${Date.now()}@example.org`;
const ofKind = (all: readonly DeliveredEmail[], kind: string) => all.filter((mail) => mail.kind === kind);

test("emails about members without an address tell the focal point of whom they are", async () => {
  const conferenceId = await createConference(9);
  const focalPoint = address("focal");
  const body = { name: { en: "Diaspora Union" }, category: "ngo", focalPoints: [focalPoint] };
  const created = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  const { delegationId } = created.body;
  const person = (givenName: string) => ({ person: { givenName, familyName: "Sarr", nationality: "SEN" } });
  const nominations = { body: { items: [person("Moussa"), person("Awa")] } };
  const { body: nominated } = await callSystem(
    `/v1/delegations/${delegationId}/nominations`,
    asSecretariat(nominations),
  );
  const received = await waitForEmails(getSharedSystem().home, focalPoint, 3);
  const subjects = ofKind(received, "received").map(({ email }) => email.subject ?? "");
  expect(subjects.toSorted().map((subject) => subject.split(":")[0])).toEqual(["For Awa Sarr", "For Moussa Sarr"]);
  for (const { email } of ofKind(received, "received")) {
    expect(email.text).toContain("Dear Diaspora Union,");
    expect(email.text).toContain("See the delegation");
    expect(email.text).toMatch(/\/delegation\?lang=\w\w#conference=/);
  }
  const [moussa] = nominated.items;
  await postDecision(moussa?.registrationId ?? "", "approve");
  const [approval] = ofKind(await waitForEmails(getSharedSystem().home, focalPoint, 4), "approved");
  expect(approval?.email.subject).toMatch(/^For Moussa Sarr: /);
  expect(approval?.email.attachments.map(({ filename }) => filename)).toContain("badge.pdf");
  expect(approval?.email.text).toContain("Your badge is attached as badge.pdf.");
});

test("an email to an address that no one has confirmed repeats no name from the form", async () => {
  const conferenceId = await createConference(9);
  const email = address("unconfirmed");
  expect((await postRegistration(conferenceId, {}, { email, givenName: "Urgent", familyName: "Action" })).status).toBe(
    201,
  );
  const [mail] = await waitForEmails(getSharedSystem().home, email, 1);
  expect(`${mail?.email.subject} ${mail?.email.text} ${mail?.email.html}`).not.toMatch(/Urgent|Action/);
  expect(mail?.email.to?.[0]?.name).toBe("");
});
