import { expect, test } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { asSecretariat, callSystem, createConference, fetchRegistration } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";
import { fillPerson } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { delegateTexts } from "./support/words.ts";

const [hourAgo, inAnHour] = [-1, 1].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
const base = { title: { en: "Civil society", ar: "المجتمع المدني" }, colour: "#2e7d32", requires: [] };
const categories = [
  { ...base, category: "ngo", minimumAge: 18, deadlines: { registration: { closesAt: inAnHour } } },
  {
    ...base,
    category: "media",
    title: { en: "Media", ar: "الإعلام" },
    deadlines: { registration: { closesAt: hourAgo } },
  },
];

test.each(["en", "ar"] as const)(
  "%s: a young person takes part online, on the smallest phone: the open categories, the guardian, and the status",
  async (language) => {
    const texts = delegateTexts[language];
    const conferenceId = await createConference(1, { participation: "hybrid", categories });
    const email = `young.${language}.${Date.now()}@example.org`;
    const { page, complaints } = await openVisitor({
      viewport: { width: 320, height: 640 },
      locale: language,
      hasTouch: true,
    });
    await page.goto(`/?lang=${language}#conference=${conferenceId}&step=1`);
    const next = page.getByRole("button", { name: texts.step.next, exact: true });
    await fillPerson(page, email);
    await page.locator("#f-person-birthDate").fill("2015-05-17");
    await next.click();

    await page.locator("#f-category input").first().waitFor();
    expect(await page.locator("#f-category input").count()).toBe(1);
    await pressKey(page.locator("#f-category input").first(), "Space");
    await page.locator("#f-guardian-name").waitFor();
    await page.getByRole("radio", { name: texts.participation.online }).check();
    await expectNoSidewaysScroll(page);
    await expectNoViolations(page);
    await next.click();
    const links = page.getByRole("alert").getByRole("link");
    await links.first().waitFor();
    expect(await links.evaluateAll((all) => all.map((each) => each.getAttribute("href")))).toEqual([
      "#f-guardian-name",
      "#f-guardian-contact",
    ]);
    await page.locator("#f-guardian-name").fill("Fatou Diallo");
    await page.locator("#f-guardian-contact").fill("+221 33 000 00 00");
    await next.click();
    await page.getByLabel(texts.field.person_nameOnBadge).waitFor();
    await next.click();
    await page.getByRole("button", { name: texts.step.send }).waitFor();
    expect(await page.locator("main").textContent()).toContain(texts.participation.online);
    await page.getByRole("button", { name: texts.step.send }).click();

    const findOnline = async () => {
      const path = `/v1/conferences/${conferenceId}/registrations`;
      return (await callSystem(path, asSecretariat())).body.items[0]?.registrationId;
    };
    const registrationId = await waitFor(60_000, findOnline, (found) => found !== undefined);
    expect((await fetchRegistration(registrationId ?? "")).body).toMatchObject({
      participation: "online",
      seat: "none",
      guardian: { name: "Fatou Diallo" },
      person: { birthDate: "2015-05-17" },
    });
    expect(complaints).toEqual([]);
  },
);
