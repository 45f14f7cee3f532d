import { CognitoIdentityProviderClient, ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt } from "jose";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { StaffGroup } from "#shared/model/access.ts";
import { newAddress } from "../support/builders.ts";
import { computeTotp } from "../support/totp.ts";
import { waitForEmails } from "../system/support/mailbox.ts";
import { asReviewer, registerPerson } from "../system/support/people.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  findConferenceSettings,
  getSharedSystem,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { openVisitor } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

const me = { email: "secretariat@palais.local", groups: ["secretariat"] };
const en = consoleTexts.en;

/** The settings of a conference as the body of a PUT. */
async function readBody(id: string): Promise<object> {
  const { conferenceId: _, version: _version, ...body } = await findConferenceSettings(id);
  return body;
}

const addStaff = async (conferenceId: string, email: string, ...groups: StaffGroup[]) => {
  const body = { ...(await readBody(conferenceId)), staff: [me, { email, groups }] };
  await callSuccessfully(`/v1/conferences/${conferenceId}`, asSecretariat({ method: "PUT", body }));
};

const inviteAgain = (conferenceId: string, email: string) =>
  callSystem(`/v1/conferences/${conferenceId}/staff-invitations`, asSecretariat({ body: { email } }));

/** The invitation of Palais and the email of Cognito, from the mailbox. */
async function readInvitation(email: string, count = 2) {
  const emails = await waitForEmails(getSharedSystem().home, email, count);
  const invitations = emails.filter(({ kind }) => kind === "staff-invited").map((each) => each.email.text ?? "");
  const passwords = emails
    .filter(({ kind }) => kind === "")
    .map((each) => /<p>([^<\s]+)<\/p>\s*$/.exec(each.email.html ?? "")?.[1] ?? "");
  const [address = ""] = invitations.flatMap((text) => /https?:\S+/.exec(text) ?? []);
  return { invitations, passwords, address };
}

async function countAccounts(email: string): Promise<number> {
  const { iss = "" } = decodeJwt(getSharedSystem().tokens.secretariat);
  const { origin, pathname } = new URL(iss);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new CognitoIdentityProviderClient({ endpoint: origin, region: "local", credentials });
  const Filter = `email = "${email}"`;
  return (await client.send(new ListUsersCommand({ UserPoolId: pathname.slice(1), Filter }))).Users?.length ?? 0;
}

/** Signs in for the first time: chooses a password, and sets up the authenticator. */
async function signInFirst(page: Page, texts: typeof en, email: string, password: string): Promise<void> {
  await page.getByLabel(texts.staff.email).fill(email);
  await page.getByLabel(texts.staff.password, { exact: true }).fill(password);
  await page.getByRole("button", { name: texts.staff.signIn, exact: true }).click();
  await page.getByLabel(texts.staff.newPassword).fill("One-of-my-own-2026!");
  await page.getByRole("button", { name: texts.staff.go, exact: true }).click();
  const key = page.getByRole("link", { name: texts.authenticator.here });
  const secret = new URL((await key.getAttribute("href")) ?? "").searchParams.get("secret") ?? "";
  await page.getByLabel(texts.authenticator.code).fill(computeTotp(secret, Date.now()));
  await page.getByRole("button", { name: texts.staff.go, exact: true }).click();
}

const readToken = (page: Page): Promise<string> =>
  page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}").idToken);

test("an invited person follows the link, sets a password and decides on registrations of that conference alone", async () => {
  const [conferenceId, withoutList] = [
    await createConference(5, { staff: [me], languages: ["fr", "en"] }),
    await createConference(5),
  ];
  const registrationId = await registerPerson(conferenceId, { familyName: "Zimmermann" });
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: ["fp@example.org"], quota: 2 };
  const { delegationId } = await callSuccessfully(
    `/v1/conferences/${conferenceId}/delegations`,
    asSecretariat({ body: draft }),
  );
  const email = newAddress();
  await addStaff(conferenceId, email, "secretariat");
  const { invitations, passwords, address } = await readInvitation(email);
  expect([invitations.length, passwords.length]).toEqual([1, 1]);
  expect(invitations[0]).toContain("Secrétariat\u00a0: paramètres, inscriptions et décisions");
  expect(invitations[0]).not.toContain(passwords[0]);
  expect(address).toContain(`/console?lang=fr#conference=${conferenceId}`);

  const { page, complaints } = await openVisitor();
  await page.goto(address);
  const fr = consoleTexts.fr as unknown as typeof en;
  await signInFirst(page, fr, email, passwords[0] ?? "");
  await page.getByRole("link", { name: fr.nav.queue, exact: true }).click();
  await page.getByRole("link", { name: /Zimmermann/ }).click();
  await page.getByRole("button", { name: fr.decide.approve, exact: true }).waitFor();
  await expectNoViolations(page);
  await page.keyboard.press("a");
  const isApproved = async () => (await callSystem(`/v1/registrations/${registrationId}`, asSecretariat())).body;
  await expect.poll(isApproved).toMatchObject({ accreditation: "approved" });
  const token = await readToken(page);
  for (const path of [`/v1/delegations/${delegationId}`, `/v1/registrations/${registrationId}/history`])
    expect((await callSystem(path, { token })).status, path).toBe(200);
  expect(await callSystem(`/v1/conferences/${withoutList}/registrations`, { token })).toMatchObject({ status: 404 });
  // Other tests have conferences too, so that there may be further pages, without an item.
  const listed = await callSuccessfully("/v1/conferences?limit=100", { token });
  expect(listed).toMatchObject({ groups: { [conferenceId]: ["secretariat"] } });
  expect(listed.items.map((each) => each.conferenceId)).toEqual([conferenceId]);
  await page.goto("/console?lang=fr");
  await page.getByRole("heading", { name: fr.console.title }).waitFor();
  expect(await page.getByRole("link", { name: fr.console.new }).count()).toBe(0);
  const created = await callSystem(`/v1/conferences/${conferenceId}-2`, {
    token,
    method: "PUT",
    body: await readBody(withoutList),
  });
  expect([created.status, created.body.code]).toEqual([403, "not-allowed"]);
  expect(complaints).toEqual([]);

  const body = { ...(await readBody(conferenceId)), staff: [me] };
  await callSuccessfully(`/v1/conferences/${conferenceId}`, asSecretariat({ method: "PUT", body }));
  expect(await callSystem(`/v1/conferences/${conferenceId}/registrations`, { token })).toMatchObject({ status: 404 });
  expect(await countAccounts(email)).toBe(1);
});

test("an invited person has the role of the list: a reviewer proposes, the entry desk sees no console", async () => {
  const conferenceId = await createConference(5, { staff: [me] });
  const email = newAddress();
  await addStaff(conferenceId, email, "entry-desk");
  const { passwords, address } = await readInvitation(email);
  expect(new URL(address).pathname).toBe("/desk");
  const { page } = await openVisitor({ locale: "en" });
  await page.goto("/console?lang=en");
  await signInFirst(page, en, email, passwords[0] ?? "");
  await page.getByText(en.staff.notYours).waitFor();
  await expectNoViolations(page);
  const token = await readToken(page);
  const readStatus = async (path: string) =>
    (await callSystem(`/v1/conferences/${conferenceId}/${path}`, { token })).status;
  expect([await readStatus("gate-list"), await readStatus("registrations")]).toEqual([200, 403]);
  await addStaff(conferenceId, email, "reviewer");
  expect([await readStatus("gate-list"), await readStatus("registrations")]).toEqual([403, 200]);
  await page.reload();
  await page.getByRole("heading", { name: en.console.title }).waitFor();
});

test("the answer does not say whether an address has an account, and an account that is in use stays as it is", async () => {
  const [conferenceId, other] = [await createConference(5, { staff: [me] }), await createConference(5)];
  await addStaff(conferenceId, "reviewer@palais.local", "reviewer");
  const known = await inviteAgain(conferenceId, "reviewer@palais.local");
  expect((await callSystem(`/v1/conferences/${conferenceId}/registrations`, asReviewer())).status).toBe(200);
  const email = newAddress();
  await addStaff(conferenceId, email, "reviewer");
  const unknown = await inviteAgain(conferenceId, email);
  expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
  expect(known.status).toBe(202);
  expect(await inviteAgain(conferenceId, newAddress())).toMatchObject({ status: 404, body: { code: "not-found" } });
  expect(await inviteAgain(other, email)).toMatchObject({ status: 404, body: { code: "not-found" } });
});

test("the secretariat sends the invitation again, with another temporary password", async () => {
  const conferenceId = await createConference(5, { staff: [me] });
  const email = newAddress();
  await addStaff(conferenceId, email, "reviewer");
  await readInvitation(email);
  const { page } = await openStaffVisitor("secretariat", { locale: "en" });
  await page.goto(`/console?lang=en#conference=${conferenceId}&view=settings&section=staff`);
  await page.getByText(en.setup.staffInvited).waitFor();
  expect(await page.getByRole("button", { name: en.setup.inviteAgain.replace("{name}", me.email) }).count()).toBe(0);
  await page.getByRole("button", { name: en.setup.inviteAgain.replace("{name}", email) }).click();
  await page.getByRole("status").filter({ hasText: en.setup.invitedAgain }).waitFor({ state: "attached" });
  await page.locator("main").getByText(en.setup.invitedAgain).waitFor();
  await expectNoViolations(page);
  const { invitations, passwords } = await readInvitation(email, 4);
  expect([invitations.length, new Set(passwords).size]).toEqual([2, 2]);
  const visitor = await openVisitor({ locale: "en" });
  await visitor.page.goto("/console?lang=en");
  await signInFirst(visitor.page, en, email, passwords[1] ?? "");
  await visitor.page.getByRole("heading", { name: en.console.title }).waitFor();
});
