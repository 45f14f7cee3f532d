import { expect, test } from "vitest";
import { languagesInBrowser } from "../support/full-run.ts";
import { signInByEmail } from "../system/support/sign-in.ts";
import { asSecretariat, callSuccessfully, callSystem, createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, holdRequests, openVisitor, phone } from "./support/browser.ts";
import { createApplicant, signInByLink } from "./support/delegate.ts";
import { endSessionOnServer } from "./support/session.ts";
import { delegateTexts, prefillTexts } from "./support/words.ts";

const label = (en: string) => ({ en });
const questions = (arrival: "text" | "date") => [
  { key: "hotel", type: "text", label: label("Hotel") },
  { key: "arrival", type: arrival, label: label("Arrival") },
  { key: "health", type: "text", label: label("Health"), sensitive: true },
];

async function createAsking(title: string, arrival: "text" | "date"): Promise<string> {
  const conferenceId = await createConference(10, { title: { en: title } });
  const body = { items: questions(arrival) };
  await callSuccessfully(`/v1/conferences/${conferenceId}/questions`, asSecretariat({ method: "PUT", body }));
  return conferenceId;
}

/** A person with a registration at an earlier conference, and the next conference. */
async function prepare() {
  const [earlier, next] = [await createAsking("Dialogue 2026", "text"), await createAsking("Dialogue 2027", "date")];
  const { email, registrationId } = await createApplicant(
    earlier,
    {
      functionTitle: "Adviser on cities",
      needs: { diet: "Halal" },
      answers: { hotel: "Cornavin", arrival: "late", health: "A secret" },
      questionsVersion: 1,
    },
    { givenName: "Awa", familyName: "Ndiaye", nationality: "SEN" },
  );
  return { earlier, next, email, registrationId };
}

test.each(languagesInBrowser)(
  "%s: a person who signed in fills in the form from an earlier registration, by pressing, and keeps what was entered",
  async (language) => {
    const { earlier, next, email } = await prepare();
    const words = prefillTexts[language].prefill;
    const { page, complaints } = await openVisitor({ locale: language, viewport: { ...phone, width: 320 } });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`/?lang=${language}#conference=${next}&step=1`);
    await page.locator("#f-person-givenName").waitFor();
    expect(await page.getByRole("heading", { name: words.title }).count()).toBe(0);
    expect(asked.filter((path) => path.includes("earlier-registrations"))).toEqual([]);

    await signInByLink(page, earlier, email, language);
    await page.getByText("Ndiaye").first().waitFor();
    await page.goto(`/?lang=${language}#conference=${next}&step=1`);
    await page.getByRole("heading", { name: words.title }).waitFor();
    await page.locator("#f-person-familyName").fill("Diallo");
    expect(await page.locator("#f-person-givenName").inputValue()).toBe("");
    expect(asked.some((path) => /earlier-registrations\/./.test(path))).toBe(false);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: words.fill, exact: true }).click();
    await page.locator("section p", { hasText: words.filled }).waitFor();
    const read = (id: string) => page.locator(id).inputValue();
    expect([await read("#f-person-givenName"), await read("#f-person-familyName")]).toEqual(["Awa", "Diallo"]);
    expect(await read("#f-person-email")).toBe(email);
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    expect(stored).toContain("Adviser on cities");
    expect(stored).toContain("Cornavin");
    expect(stored).not.toMatch(/A secret|Halal|late/);
    expect(complaints).toEqual([]);
  },
);

test("what a person enters while an earlier registration is fetched stays in the form", async () => {
  const { earlier, next, email } = await prepare();
  const words = prefillTexts.en.prefill;
  const { page, complaints } = await openVisitor({ locale: "en" });
  await signInByLink(page, earlier, email, "en");
  await page.getByText("Ndiaye").first().waitFor();
  await page.goto(`/?lang=en#conference=${next}&step=1`);
  const release = await holdRequests(page, /\/v1\/earlier-registrations\//);
  await page.getByRole("button", { name: words.fill, exact: true }).click();
  await page.locator("#f-person-familyName").fill("Diallo");
  release();
  await page.locator("section p", { hasText: words.filled }).waitFor();
  const read = (id: string) => page.locator(id).inputValue();
  expect([await read("#f-person-givenName"), await read("#f-person-familyName")]).toEqual(["Awa", "Diallo"]);
  expect(complaints).toEqual([]);
});

test("the form without an earlier registration offers nothing, and a session that is over is no error", async () => {
  const conferenceId = await createConference(10);
  const { email } = await createApplicant(conferenceId, {}, { familyName: "Ndiaye" });
  const { page, complaints } = await openVisitor({ locale: "en" });
  await signInByLink(page, conferenceId, email, "en");
  await page.getByText("Ndiaye").first().waitFor();
  const openForm = async (open: () => Promise<unknown>) => {
    const listed = page.waitForResponse((each) => each.url().includes("/earlier-registrations?"));
    await open();
    const status = (await listed).status();
    await page.getByRole("heading", { name: delegateTexts.en.step.you }).waitFor();
    expect(await page.getByRole("heading", { name: prefillTexts.en.prefill.title }).count()).toBe(0);
    return status;
  };
  expect(await openForm(() => page.goto(`/?lang=en#conference=${conferenceId}&step=1`))).toBe(200);
  await endSessionOnServer(page);
  expect(await openForm(() => page.reload())).toBe(401);
  await page.locator("#f-person-givenName").fill("Awa");
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(complaints).toEqual([]);
});

test("only the owner of the verified address lists and reads an earlier registration", async () => {
  const [mine, other] = [await prepare(), await prepare()];
  const { accessToken: token } = await signInByEmail(mine.earlier, mine.email);
  const list = `/v1/earlier-registrations?conferenceId=${mine.next}`;
  const read = (registrationId: string, as: object = { token }, conferenceId = mine.next) =>
    callSystem(`/v1/earlier-registrations/${registrationId}?conferenceId=${conferenceId}`, as);
  const { items } = await callSuccessfully(list, { token });
  expect(items).toMatchObject([{ registrationId: mine.registrationId, title: { en: "Dialogue 2026" } }]);
  expect(Object.keys(items[0] ?? {}).toSorted()).toEqual(["registrationId", "startsOn", "title"]);
  expect((await read(mine.registrationId)).body).toMatchObject({
    fields: { "person.givenName": "Awa", functionTitle: "Adviser on cities" },
    answers: { hotel: "Cornavin" },
  });
  expect(JSON.stringify((await read(mine.registrationId)).body)).not.toMatch(/secret|Halal|late|consent/);
  expect(await read(other.registrationId)).toMatchObject({ status: 404, body: { code: "not-found" } });
  expect(await read(mine.registrationId, {})).toMatchObject({ status: 401 });
  expect(await read(mine.registrationId, asSecretariat())).toMatchObject({ status: 403 });
  // The registration at this conference is no earlier one.
  expect((await callSuccessfully(list.replace(mine.next, mine.earlier), { token })).items).toEqual([]);
  expect(await read(mine.registrationId, { token }, mine.earlier)).toMatchObject({ status: 404 });

  // The secretariat corrects the address: the former owner reads it no more, and the new one does.
  const path = `/v1/registrations/${mine.registrationId}`;
  const { version } = await callSuccessfully(path, asSecretariat());
  const email = `corrected.${Date.now()}@example.org`;
  await callSuccessfully(
    path,
    asSecretariat({ method: "PATCH", body: { person: { email } }, headers: { "if-match": `"${version}"` } }),
  );
  expect((await read(mine.registrationId)).status).not.toBe(200);
  const { accessToken: corrected } = await signInByEmail(mine.earlier, email);
  expect((await read(mine.registrationId, { token: corrected })).status).toBe(200);
});
