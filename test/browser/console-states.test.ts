import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Language } from "#shared/domain/conference.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll } from "./browser.ts";
import { type Busy, busyConference } from "./busy-conference.ts";
import { officer } from "./officer.ts";
import { office } from "./words.ts";

let busy: Busy;
beforeAll(async () => {
  busy = await busyConference();
});

/** A state of the console: where it is, what is pressed there in turn, and what shows that it has come. */
interface State {
  readonly name: string;
  readonly place: string;
  readonly press?: readonly string[];
  readonly sees: string;
}

const dialog = "dialog[open]";

function statesIn(language: Language): State[] {
  const said = office[language];
  const queue = "view=queue&accreditation=pending";
  const of = (id: string) => `${queue}&registration=${id}`;
  return [
    { name: "what a reviewer proposes", place: of(busy.proposed), sees: ".case blockquote" },
    { name: "a proposal taken over", place: of(busy.proposed), press: [said.case.takeOver], sees: dialog },
    {
      name: "a decision without its reason",
      place: of(busy.proposed),
      press: [said.decide.reject, `dialog >> ${said.decide.reject}`],
      sees: `${dialog} .fault`,
    },
    { name: "a name behind an alias", place: of(busy.hidden), sees: `#why-${busy.hidden}` },
    { name: "another alias", place: of(busy.hidden), press: [said.protection.change], sees: dialog },
    {
      name: "what approving many would do",
      place: queue,
      press: ["tick", `${said.decide.approve} …`],
      sees: `${dialog} form`,
    },
    {
      name: "rejecting many without a reason",
      place: queue,
      press: ["tick", `${said.decide.reject} …`, "dialog >> submit"],
      sees: `${dialog} .fault`,
    },
    { name: "another limit", place: "view=capacity", press: ["first in table"], sees: `${dialog} #limit` },
    { name: "versions of the list and what differs", place: "view=participants", sees: "#list-from" },
    {
      name: "a final list",
      place: "view=participants",
      press: [`${said.list.keepFinal} …`],
      sees: dialog,
    },
    { name: "printed badges", place: `view=badges&job=${busy.batch}`, sees: "main table" },
    { name: "rows of a sheet", place: `view=imports&job=${busy.sheet}&dry=yes`, sees: "main table" },
    { name: "mails that came back", place: "view=mails", sees: "main table" },
    { name: "sending mails again", place: "view=mails", press: [said.mails.lift], sees: dialog },
    { name: "a delegation and its letter", place: `view=delegations&delegation=${busy.delegation}`, sees: "#named" },
    {
      name: "refusing a delegation without a reason",
      place: `view=delegations&delegation=${busy.request}`,
      press: [`${said.delegations.refuse} …`, `dialog >> ${said.delegations.refuse}`],
      sees: `${dialog} .fault`,
    },
    { name: "what a set-up changes", place: "view=settings", press: [said.setup.preview], sees: dialog },
    { name: "another password", place: "view=capacity", press: [said.account.change], sees: dialog },
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
  "%s: axe finds nothing in what opens, and 320 pixels are wide enough",
  async (language) => {
    const { page, complaints } = await officer("secretariat", {
      locale: language,
      viewport: { width: 320, height: 700 },
    });
    for (const { name, place, press: pressed = [], sees } of statesIn(language)) {
      await page.goto(`/console?lang=${language}#conference=${busy.conferenceId}&${place}`);
      for (const what of pressed) await press(page, what);
      await page.locator(sees).first().waitFor();
      await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
      expect(complaints, name).toEqual([]);
      // Another place is another view in the same page, and a dialog would stay.
      if (await page.locator(dialog).isVisible()) await page.keyboard.press("Escape");
      await page.locator(dialog).waitFor({ state: "detached" });
    }
  },
);
