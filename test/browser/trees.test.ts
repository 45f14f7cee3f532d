import type { Page } from "playwright-core";
import { test } from "vitest";
import { draftBody } from "../support/builders.ts";
import { nextScan, send, wearer } from "../system/gate-desk.ts";
import { finds } from "../system/people.ts";
import { asDesk, asSecretariat, call, newConference } from "../system/system.ts";
import { somebody } from "./browser.ts";
import { signIn } from "./delegate.ts";
import { openDesk, readBadge } from "./desk.ts";
import { expectTree } from "./tree.ts";
import { delegate, desk } from "./words.ts";

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

test("the delegate's form, as a screen reader has it", async () => {
  const said = delegate.en;
  const conferenceId = await newConference(5, { ...needs, sessions });
  const { page } = await somebody({ locale: "en" });
  await page.goto("/");
  await page.getByRole("heading", { name: said.home.title }).waitFor();
  await expectTree(page.locator("body"), "delegate-home");
  await page.goto(`/#conference=${conferenceId}`);
  await page.getByText(said.conference.when, { exact: true }).waitFor();
  await expectTree(page.locator("body"), "delegate-conference");
  await press(page, said.request.open);
  await page.getByRole("heading", { name: said.request.title }).waitFor();
  await press(page, said.request.send);
  await page.getByRole("alert").waitFor();
  await expectTree(page.locator("body"), "organization-request");
  await press(page, said.common.cancel);
  await press(page, said.conference.apply);
  await page.getByRole("heading", { name: said.step.you }).waitFor();
  await press(page, said.step.next);
  await page.getByRole("alert").waitFor();
  await expectTree(page.locator("body"), "delegate-faults");
  await page.getByLabel(said.field.person_familyName).fill("Ndiaye");
  await page.getByLabel(said.field.person_email).fill("ndiaye@example.org");
  await page.getByRole("combobox", { name: said.field.person_nationality }).fill("Senegal");
  await page.getByRole("option", { name: "Senegal" }).click();
  await press(page, said.step.next);
  await page.getByRole("radio", { name: "Non-governmental organizations" }).check();
  await page.getByRole("combobox", { name: said.field.organization }).fill("Cities Alliance");
  await expectTree(page.locator("body"), "delegate-part");
  await press(page, said.step.next);
  await page.getByRole("heading", { name: said.letter.label }).waitFor();
  await expectTree(page.locator("body"), "delegate-needs");
  await press(page, said.step.next);
  await page.getByRole("heading", { name: said.step.review }).waitFor();
  await expectTree(page.locator("body"), "delegate-review");
  await press(page, said.step.send);
  await page.getByRole("heading", { name: said.done.title }).waitFor();
  await expectTree(page.locator("body"), "delegate-done");
});

test("the focal point's page, as a screen reader has it", async () => {
  const conferenceId = await newConference(5, needs);
  const email = `trees.${Date.now()}@example.org`;
  const name = { en: "Permanent Mission of Senegal" };
  const body = { name, category: "member-state", country: "SEN", focalPoints: [email], language: "en", quota: 2 };
  const made = await call(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  const items = ["Awa", "Moussa", "Fatou"].map((givenName) => ({
    person: { givenName, familyName: "Ndiaye", nationality: "SEN" },
    functionTitle: "Adviser",
  }));
  await call(`/v1/delegations/${made.body.delegationId}/nominations`, asSecretariat({ body: { items } }));
  const { page } = await somebody({ locale: "en", viewport: { width: 1100, height: 800 } });
  await signIn(page, conferenceId, email, "en");
  await page.getByText("Fatou Ndiaye").waitFor();
  await expectTree(page.locator("body"), "delegation");
  await page.getByRole("button", { name: "Substitute Awa Ndiaye" }).click();
  await expectTree(page.getByRole("dialog"), "delegation-substitute");
});

test("the entry desk, as a screen reader has it", async () => {
  const conferenceId = await newConference(3, { sessions });
  const said = desk.en.desk;
  const [awa, moussa] = [
    await wearer(conferenceId, { organization: "Cities Alliance" }, { givenName: "Awa", familyName: "Ndiaye" }),
    await wearer(conferenceId, {}, { givenName: "Moussa", familyName: "Sarr" }),
  ];
  for (const gate of ["North", "South"]) {
    const scans = [
      { scanId: nextScan(), token: moussa.token, at: "2026-11-25T10:00:00.000Z", offline: true, admitted: true },
    ];
    await send(conferenceId, { gate, direction: "in", scans });
  }
  await finds(conferenceId, "Ndiaye", [awa.registrationId], asDesk);
  const { page } = await openDesk({
    conferenceId,
    email: "secretariat@palais.local",
    prepare: async (opened) => {
      await opened.goto("/desk");
      await opened.getByRole("heading", { name: desk.en.staff.title }).waitFor();
      await expectTree(opened.locator("body"), "desk-sign-in");
    },
  });
  await page.getByRole("button", { name: "1 to look into" }).waitFor();
  await expectTree(page.locator("body"), "desk-ready");
  await readBadge(page, awa.token);
  await expectTree(page.locator("body"), "desk-admitted");
  await readBadge(page, awa.token);
  await expectTree(page.locator("body"), "desk-refused");
  const look = async (open: string, name: string, until: () => Promise<unknown> = async () => undefined) => {
    await press(page, open);
    await page.getByRole("dialog").waitFor();
    await until();
    await expectTree(page.getByRole("dialog"), name);
    await page.keyboard.press("Escape");
  };
  await look("1 to look into", "desk-to-look-into");
  await look(said.find.open, "desk-find", async () => {
    await page.getByLabel(said.find.text).fill("Ndiaye");
    await page.keyboard.press("Enter");
    await page.getByText("Cities Alliance ·").waitFor();
  });
  await look(said.handOut.open, "desk-hand-out", () => page.getByText("No badge lies here.").waitFor());
  await look(said.walkIn.open, "desk-walk-in");
  await press(page, said.setUp.change);
  await page.getByRole("heading", { name: said.setUp.title }).waitFor();
  await expectTree(page.locator("body"), "desk-set-up");
});
