import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll } from "./support/browser.ts";
import { type BusyConference, createBusyConference } from "./support/busy-conference.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

let busy: BusyConference;
beforeAll(async () => {
  busy = await createBusyConference();
});

/** A state of the console: its address, the buttons to press in turn, and the element that shows the state. */
interface State {
  readonly name: string;
  readonly place: string;
  readonly press?: readonly string[];
  readonly sees: string;
}

const dialog = "dialog[open]";

function listStates(language: Language): State[] {
  const texts = consoleTexts[language];
  const queue = "view=queue&accreditation=pending";
  const of = (id: string) => `${queue}&registration=${id}`;
  return [
    { name: "what a reviewer proposes", place: of(busy.proposed), sees: ".case blockquote" },
    { name: "a proposal taken over", place: of(busy.proposed), press: [texts.case.takeOver], sees: dialog },
    {
      name: "a decision without its reason",
      place: of(busy.proposed),
      press: [texts.decide.reject, `dialog >> ${texts.decide.reject}`],
      sees: `${dialog} .fault`,
    },
    { name: "a name behind an alias", place: of(busy.hidden), sees: `#why-${busy.hidden}` },
    { name: "another alias", place: of(busy.hidden), press: [texts.protection.change], sees: dialog },
    {
      name: "what approving many would do",
      place: queue,
      press: ["tick", `${texts.decide.approve} …`],
      sees: `${dialog} form`,
    },
    {
      name: "rejecting many without a reason",
      place: queue,
      press: ["tick", `${texts.decide.reject} …`, "dialog >> submit"],
      sees: `${dialog} .fault`,
    },
    { name: "another limit", place: "view=capacity", press: ["first in table"], sees: `${dialog} #limit` },
    { name: "versions of the list and what differs", place: "view=participants", sees: "#list-from" },
    {
      name: "a final list",
      place: "view=participants",
      press: [`${texts.list.keepFinal} …`],
      sees: dialog,
    },
    { name: "printed badges", place: `view=badges&job=${busy.batch}`, sees: "main table" },
    { name: "rows of a sheet", place: `view=imports&job=${busy.sheet}&dry=yes`, sees: "main table" },
    { name: "mails that came back", place: "view=emails", sees: "main table" },
    { name: "sending mails again", place: "view=emails", press: [texts.mails.lift], sees: dialog },
    { name: "a delegation and its letter", place: `view=delegations&delegation=${busy.delegation}`, sees: "#named" },
    {
      name: "refusing a delegation without a reason",
      place: `view=delegations&delegation=${busy.request}`,
      press: [`${texts.delegations.refuse} …`, `dialog >> ${texts.delegations.refuse}`],
      sees: `${dialog} .fault`,
    },
    { name: "what a set-up changes", place: "view=settings", press: [texts.setup.preview], sees: dialog },
    { name: "another password", place: "view=capacity", press: [texts.account.change], sees: dialog },
  ];
}

async function press(page: Page, what: string): Promise<void> {
  const [within, name] = what.startsWith("dialog >> ") ? [dialog, what.slice(10)] : ["body", what];
  const root = page.locator(within);
  if (what === "tick") return page.locator('.q-list input[type="checkbox"]').first().check();
  if (what === "first in table") return page.locator("main table button").first().click();
  if (name === "submit") return root.locator('button[type="submit"]').click();
  return root.getByRole("button", { name, exact: true }).first().click();
}

test.each(languagesInBrowser)(
  "%s: axe finds no violation in each opened state, and the state fits 320 pixels",
  async (language) => {
    const { page, complaints } = await openStaffVisitor("secretariat", {
      locale: language,
      viewport: { width: 320, height: 700 },
    });
    for (const { name, place, press: pressed = [], sees } of listStates(language)) {
      await page.goto(`/console?lang=${language}#conference=${busy.conferenceId}&${place}`);
      for (const what of pressed) await press(page, what);
      await page.locator(sees).first().waitFor();
      await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
      expect(complaints, name).toEqual([]);
      // Another address changes the view within the same page, where a dialog would stay open.
      if (await page.locator(dialog).isVisible()) await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
    }
  },
);
