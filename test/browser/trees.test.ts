import type { Page } from "playwright-core";
import { test } from "vitest";
import { draftBody } from "../support/builders.ts";
import { createBadgeWearer, nextScanId, sendScans } from "../system/support/gate-desk.ts";
import { waitForSearchResult } from "../system/support/people.ts";
import { asDesk, asSecretariat, callSystem, createConference } from "../system/support/system.ts";
import { openVisitor } from "./support/browser.ts";
import { signInByLink } from "./support/delegate.ts";
import { openDesk, scanBadge } from "./support/desk.ts";
import { expectTree } from "./support/tree.ts";
import { delegateTexts, desk, requestTexts } from "./support/words.ts";

const needs = { categories: draftBody.categories.map((each) => ({ ...each, needs: ["photo", "letter"] })) };
const sessions = [
  {
    sessionId: "side-event",
    title: { en: "A side event" },
    startsAt: "2027-10-26T10:00:00Z",
    endsAt: "2027-10-26T11:00:00Z",
  },
];

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test("the delegate's form matches its accessibility trees", async () => {
  const texts = delegateTexts.en;
  const conferenceId = await createConference(5, { ...needs, sessions });
  const { page } = await openVisitor({ locale: "en" });
  // Other tests announce conferences at any time.
  await page.route("**/v1/public/conferences", (route) => route.fulfill({ json: { items: [] } }));
  await page.goto("/");
  await page.getByRole("heading", { name: texts.home.title }).waitFor();
  await expectTree(page.locator("body"), "delegate-home");
  await page.goto(`/#conference=${conferenceId}`);
  await page.getByText(texts.conference.when, { exact: true }).waitFor();
  await page.getByRole("heading", { name: "Your data" }).waitFor();
  await page.getByRole("heading", { name: "Programme" }).waitFor();
  await expectTree(page.locator("body"), "delegate-conference");
  await press(page, texts.request.open);
  await page.getByRole("heading", { name: requestTexts.en.organizationRequest.title }).waitFor();
  await press(page, requestTexts.en.organizationRequest.send);
  await page.getByRole("alert").waitFor();
  await expectTree(page.locator("body"), "organization-request");
  await press(page, texts.common.cancel);
  await press(page, texts.conference.apply);
  await page.getByRole("heading", { name: texts.step.you }).waitFor();
  await page.getByText("Conference on Migrants and Cities").waitFor();
  await press(page, texts.step.next);
  await page.getByRole("alert").waitFor();
  await expectTree(page.locator("body"), "delegate-faults");
  await page.getByLabel(texts.field.person_familyName).fill("Ndiaye");
  await page.getByLabel(texts.field.person_email).fill("ndiaye@example.org");
  await page.getByRole("combobox", { name: texts.field.person_nationality }).fill("Senegal");
  await page.getByRole("option", { name: "Senegal" }).click();
  await press(page, texts.step.next);
  await page.getByRole("radio", { name: "Non-governmental organizations" }).check();
  await page.getByRole("combobox", { name: texts.field.organization }).fill("Cities Alliance");
  await expectTree(page.locator("body"), "delegate-part");
  await press(page, texts.step.next);
  await page.getByRole("heading", { name: texts.letter.label }).waitFor();
  await expectTree(page.locator("body"), "delegate-needs");
  await press(page, texts.step.next);
  await page.getByRole("heading", { name: texts.step.review }).waitFor();
  await expectTree(page.locator("body"), "delegate-review");
  await press(page, texts.step.send);
  await page.getByRole("heading", { name: texts.done.title }).waitFor();
  await expectTree(page.locator("body"), "delegate-done");
});

test("the focal point's page matches its accessibility tree", async () => {
  const conferenceId = await createConference(5, needs);
  const email = `trees.${Date.now()}@example.org`;
  const name = { en: "Permanent Mission of Senegal" };
  const body = { name, category: "member-state", country: "SEN", focalPoints: [email], language: "en", quota: 2 };
  const made = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  const items = ["Awa", "Moussa", "Fatou"].map((givenName) => ({
    person: { givenName, familyName: "Ndiaye", nationality: "SEN" },
    functionTitle: "Adviser",
  }));
  await callSystem(`/v1/delegations/${made.body.delegationId}/nominations`, asSecretariat({ body: { items } }));
  const { page } = await openVisitor({ locale: "en", viewport: { width: 1100, height: 800 } });
  await signInByLink(page, conferenceId, email, "en");
  await page.getByText("Fatou Ndiaye").waitFor();
  await expectTree(page.locator("body"), "delegation");
  await page.getByRole("button", { name: "Substitute Awa Ndiaye" }).click();
  await expectTree(page.getByRole("dialog"), "delegation-substitute");
});

test("the entry desk matches its accessibility trees", async () => {
  const conferenceId = await createConference(3, { sessions });
  const texts = desk.en.desk;
  const [awa, moussa] = [
    await createBadgeWearer(
      conferenceId,
      { organization: "Cities Alliance" },
      { givenName: "Awa", familyName: "Ndiaye" },
    ),
    await createBadgeWearer(conferenceId, {}, { givenName: "Moussa", familyName: "Sarr" }),
  ];
  for (const gate of ["North", "South"]) {
    const scans = [
      { scanId: nextScanId(), token: moussa.token, at: "2026-11-25T10:00:00.000Z", offline: true, admitted: true },
    ];
    await sendScans(conferenceId, { gate, direction: "in", scans });
  }
  await waitForSearchResult(conferenceId, "Ndiaye", [awa.registrationId], asDesk);
  const { page } = await openDesk({
    conferenceId,
    email: "secretariat@palais.local",
    prepare: async (opened) => {
      await opened.goto("/desk");
      await opened.getByRole("heading", { name: desk.en.staff.title }).waitFor();
      await expectTree(opened.locator("body"), "desk-sign-in");
    },
  });
  await page.getByRole("button", { name: "1 to review" }).waitFor();
  await expectTree(page.locator("body"), "desk-ready");
  await scanBadge(page, awa.token);
  await expectTree(page.locator("body"), "desk-admitted");
  await scanBadge(page, awa.token);
  await expectTree(page.locator("body"), "desk-refused");
  const look = async (open: string, name: string, until: () => Promise<unknown> = async () => undefined) => {
    await press(page, open);
    await page.getByRole("dialog").waitFor();
    await until();
    await expectTree(page.getByRole("dialog"), name);
    await page.keyboard.press("Escape");
  };
  await look("1 to review", "desk-to-look-into");
  await look(texts.find.open, "desk-find", async () => {
    await page.getByLabel(texts.find.text).fill("Ndiaye");
    await page.keyboard.press("Enter");
    await page.getByText("Cities Alliance ·").waitFor();
  });
  await look(texts.handOut.open, "desk-hand-out", () => page.getByText("There are no badges to hand out.").waitFor());
  // The form is complete once the questions of the conference have loaded.
  await look(texts.walkIn.open, "desk-walk-in", () =>
    page.locator("dialog button[type=submit]:not([aria-disabled=true])").waitFor(),
  );
  // Other tests create conferences meanwhile.
  await page.route(/\/v1\/conferences\?/, (route) => route.fulfill({ json: { items: [], next: null } }));
  await press(page, texts.setUp.change);
  await page.getByRole("heading", { name: texts.setUp.title }).waitFor();
  await expectTree(page.locator("body"), "desk-set-up");
});
