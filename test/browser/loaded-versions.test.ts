import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import problems from "#locales/en/problem.json" with { type: "json" };
import { asSecretariat, callSuccessfully, fetchRegistration } from "../system/support/system.ts";
import { getButton, holdRequests } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { createRegister, listRows, openRegister } from "./support/register.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;
const changedMeanwhile = problems.problem["changed-meanwhile"].title;

const waitUntilOpen = (page: Page, name: string) => page.getByRole("heading", { name, level: 2 }).waitFor();
const readState = async (id = "") => (await fetchRegistration(id)).body.accreditation;

/** Another member of staff corrects a registration. */
const correct = (id = "") =>
  callSuccessfully(`/v1/registrations/${id}`, {
    ...asSecretariat({ method: "PATCH", body: { organization: "Another city" } }),
    headers: { "if-match": "*" },
  });

/** Registers two people and opens the first of them in a list. */
async function openFirst(view: "queue" | "register") {
  const { conferenceId, ids } = await createRegister([{ name: "First" }, { name: "Second" }]);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  const opened = `&sort=name&registration=${ids["First"]}`;
  if (view === "register") await openRegister(page, conferenceId, opened);
  else await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending${opened}`);
  await waitUntilOpen(page, "Awa First");
  await page.getByText("Awa Second").first().waitFor();
  return { ids, page, complaints };
}

const getRow = (page: Page, view: "queue" | "register", name: string) =>
  (view === "queue" ? page.locator(".q-row") : listRows(page)).filter({ hasText: name });

describe.each(["queue", "register"] as const)("over a slow network, in the %s", (view) => {
  test("keys decide on nobody while the next registration has not arrived", async () => {
    const { ids, page, complaints } = await openFirst(view);
    const release = await holdRequests(page, new RegExp(`/registrations/${ids["Second"]}$`));
    const asked = page.waitForRequest(new RegExp(`/registrations/${ids["Second"]}$`));
    await page.keyboard.press("j");
    await asked;
    for (const key of ["a", "r", "t"]) await page.keyboard.press(key);
    expect(await page.getByRole("dialog").count()).toBe(0);
    release();
    await waitUntilOpen(page, "Awa Second");
    for (const id of Object.values(ids)) expect(await readState(id)).toBe("pending");
    await page.keyboard.press("a");
    await expect.poll(() => readState(ids["Second"])).toBe("approved");
    expect(await readState(ids["First"])).toBe("pending");
    expect(complaints).toEqual([]);
  });

  test("a decision is on the version of the open registration, also if the list has a later one already", async () => {
    const { ids, page, complaints } = await openFirst(view);
    // The open registration stays as it was loaded; the list learns of the change.
    const release = await holdRequests(page, new RegExp(`/registrations/${ids["First"]}$`));
    await correct(ids["First"]);
    await getRow(page, view, "Awa First").getByText("Another city").waitFor();
    await page.keyboard.press("a");
    await page.getByRole("alert").getByText(changedMeanwhile).waitFor();
    expect(await readState(ids["First"])).toBe("pending");
    release();
    expect(complaints).toEqual([]);
  });

  test("a decision on many is on the versions that were selected, also if the change arrives before it is sent", async () => {
    const { ids, page, complaints } = await openFirst(view);
    if (view === "queue") await page.getByText("Select all 2 on this page").click();
    else {
      await page.locator("#register-table tbody [tabindex='0']").focus();
      await page.keyboard.press("Control+a");
    }
    // The forecast waits for the seats, while the registration changes and the list shows the change.
    const release = await holdRequests(page, /\/capacity$/);
    const asked = page.waitForRequest(/\/capacity$/);
    await getButton(page, `${texts.decide.approve} …`).click();
    await asked;
    await correct(ids["First"]);
    await getRow(page, view, "Awa First").getByText("Another city").waitFor();
    release();
    await getButton(page, texts.bulk.approve.replace("{count}", "2")).click();
    await page.getByText("1 decided, 1 failed").waitFor();
    await page.getByRole("dialog").getByText(changedMeanwhile).waitFor();
    expect(await readState(ids["First"])).toBe("pending");
    expect(await readState(ids["Second"])).toBe("approved");
    expect(complaints).toEqual([]);
  });
});
