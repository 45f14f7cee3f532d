import { expect, test } from "vitest";
import { asSecretariat, callSystem, createConference, postDecision } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, getButton } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;

async function createDelegation(conferenceId: string, name: string, quota: number): Promise<string> {
  const draft = { name: { en: name }, category: "ngo", focalPoints: ["m@example.org"], quota };
  const { body } = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }));
  return body.delegationId;
}

test("an officer moves the members who match, those stay who have no seat or have changed, and a new name reaches who moved", async () => {
  const conferenceId = await createConference(9);
  const from = await createDelegation(conferenceId, "Union of Migrant Associations", 5);
  const into = await createDelegation(conferenceId, "Migrant Network", 1);
  const items = ["Ndiaye", "Sarr", "Diop", "Okafor"].map((familyName) => ({
    person: { givenName: familyName === "Okafor" ? "Ngozi" : "Awa", familyName, nationality: "SEN" },
  }));
  const nominations = `/v1/delegations/${from}/nominations`;
  const nominated = await callSystem(nominations, asSecretariat({ body: { items } }));
  const [first = "", , changed = ""] = nominated.body.items.map(({ registrationId }) => registrationId);
  await postDecision(first, "approve");

  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=delegations&delegation=${from}`);
  await getButton(page, `${texts.move.open} …`).click();
  await page.getByLabel(texts.move.filter).fill("awa");
  await page.getByRole("checkbox", { name: "Select all 3 members who are listed" }).check();
  expect(await page.getByRole("checkbox", { name: "Okafor" }).count()).toBe(0);
  await page.getByLabel(texts.move.into).selectOption({ label: "Migrant Network" });
  await page.getByText("This delegation has 1 seat left.").waitFor();
  await page.getByText(texts.move.tooFew).waitFor();
  await expectNoViolations(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  const headers = { "if-match": "*" };
  const amendment = { method: "PATCH", body: { functionTitle: "Adviser" }, headers };
  expect((await callSystem(`/v1/registrations/${changed}`, asSecretariat(amendment))).status).toBe(200);
  await getButton(page, "Move 3 members").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/3 members move to Migrant Network/).waitFor();
  await expectNoViolations(page);
  const jobs: string[] = [];
  await page.route("**/moves", async (route) => {
    const response = await route.fetch();
    jobs.push(((await response.json()) as { jobId: string }).jobId);
    // The first response is lost.
    return jobs.length === 1 ? route.abort() : route.fulfill({ response });
  });
  const start = dialog.getByRole("button", { name: "Move 3 members" });
  await start.click();
  await dialog.getByRole("alert").waitFor({ timeout: 15_000 });
  await start.click();
  await page.getByText("1 member has moved to Migrant Network.").waitFor();
  await page.getByText("2 members stay:").waitFor();
  const stays = await page.locator("section.sheet li").allTextContents();
  expect(stays).toEqual([
    expect.stringMatching(/Sarr: No seat is left in Migrant Network\.$/),
    expect.stringContaining(`Diop${texts.common.colon}`),
  ]);
  await expectNoViolations(page);
  await getButton(page, texts.common.close).click();
  await page.getByRole("link", { name: "3 members" }).waitFor();

  await page.goto(`/console#conference=${conferenceId}&view=delegations&delegation=${into}`);
  await page.getByRole("link", { name: "1 member" }).waitFor();
  await page.locator("#new-name-en").fill("Network of Migrants");
  await getButton(page, texts.delegations.save).click();
  await page.getByRole("heading", { name: "Network of Migrants" }).waitFor();
  const read = async () => (await callSystem(`/v1/registrations/${first}`, asSecretariat())).body;
  await expect.poll(async () => (await read()).organization, { timeout: 20_000 }).toBe("Network of Migrants");
  expect(await read()).toMatchObject({ delegationId: into, accreditation: "approved", seat: "held" });
  expect(jobs).toEqual([jobs[0], jobs[0]]);
  expect(complaints.filter((each) => !each.includes("net::ERR_FAILED"))).toEqual([]);
});
