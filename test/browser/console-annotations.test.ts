import { expect, test } from "vitest";
import { languagesInBrowser } from "../support/full-run.ts";
import { asReviewer, registerPerson } from "../system/support/people.ts";
import { asSecretariat, callSuccessfully, createConference, fetchRegistration } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

test.each(languagesInBrowser)(
  "%s: an officer tags, assigns and notes by keyboard, finds it by the filters, and reads who did it",
  async (locale) => {
    const texts = consoleTexts[locale];
    const conferenceId = await createConference(5);
    const one = await registerPerson(conferenceId, { givenName: "Awa", familyName: "Diallo" });
    const other = await registerPerson(conferenceId, { givenName: "Other", familyName: "Person" });
    const path = `/v1/registrations/${other}/tags`;
    await callSuccessfully(path, asReviewer({ method: "PUT", body: { tags: ["call back"] } }));
    await callSuccessfully(`/v1/registrations/${one}/notes`, asReviewer({ body: { text: "Asked the mission." } }));

    const { page, complaints } = await openStaffVisitor("secretariat", { locale });
    await page.goto(`/console?lang=${locale}#conference=${conferenceId}&view=queue&registration=${one}`);
    await page.locator(".annotations summary").waitFor();
    await page.getByText("Asked the mission.").waitFor();

    const tag = page.getByLabel(texts.annotations.tag, { exact: true });
    await page.locator('#tags-in-use option[value="call back"]').waitFor({ state: "attached" });
    for (const each of ["visa", "call back"]) {
      await tag.fill(each);
      await pressKey(tag);
      const remove = texts.annotations.removeTag.replace("{tag}", each);
      await page.getByRole("button", { name: remove, exact: true }).waitFor();
      await page.waitForFunction(() => document.activeElement?.id === "tag");
    }
    await page.locator("#assignee").selectOption("secretariat@palais.local");
    const assign = page.getByRole("button", { name: texts.annotations.assign, exact: true });
    await Promise.all([page.waitForResponse(/\/assignee$/), pressKey(assign)]);
    const note = page.getByLabel(texts.annotations.note, { exact: true });
    await note.fill("The mission confirmed.\nBy telephone.");
    const add = page.getByRole("button", { name: texts.annotations.add, exact: true });
    await pressKey(add);
    await page.locator(".annotations blockquote", { hasText: "By telephone." }).waitFor();
    expect(await note.inputValue()).toBe("");
    await expectNoViolations(page);
    const { body } = await fetchRegistration(one);
    expect(body).toMatchObject({
      version: 1,
      ...{ notes: 2, tags: ["visa", "call back"], assignee: "secretariat@palais.local" },
    });

    await pressKey(page.locator(".case details summary", { hasText: texts.case.history }));
    const acts = page.getByRole("list", { name: texts.annotations.title, exact: true });
    await acts.getByText(texts.action["change-assignee"]).waitFor();
    expect(await acts.getByRole("listitem").count()).toBe(5);
    expect(await acts.textContent()).not.toContain("mission");

    await pressKey(
      page.getByRole("button", { name: texts.annotations.removeTag.replace("{tag}", "visa"), exact: true }),
    );
    await page.locator(".chip", { hasText: "visa" }).waitFor({ state: "detached" });
    await page.reload();
    await page.getByLabel(texts.queue.tag, { exact: true }).selectOption({ label: "call back" });
    const rows = page.locator(".q-list .q-row");
    await page.waitForFunction(() => document.querySelectorAll(".q-list .q-row").length === 2);
    await page.locator("#assignee-filter").selectOption("me");
    await page.waitForFunction(() => document.querySelectorAll(".q-list .q-row").length === 1);
    expect(await rows.first().textContent()).toContain("Diallo");

    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto(`/console?lang=${locale}#conference=${conferenceId}&view=queue&registration=${one}`);
    await page.locator(".annotations summary").waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    expect(complaints).toEqual([]);
  },
);

test("an officer chooses an assignee by arrow keys and saves the last choice, and a failure shows who is stored", async () => {
  const colleague = "colleague@example.org";
  const staff = [
    { email: "secretariat@palais.local", groups: ["secretariat"] },
    { email: colleague, groups: ["reviewer"] },
  ];
  const conferenceId = await createConference(5, { staff });
  const one = await registerPerson(conferenceId);
  const { page, complaints } = await openStaffVisitor("secretariat", { locale: "en" });
  await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${one}`);
  await pressKey(page.locator(".annotations summary"));
  const assignee = page.locator("#assignee");
  const save = page.getByRole("button", { name: consoleTexts.en.annotations.assign, exact: true });
  let requests = 0;
  await page.route(/\/assignee$/, (route) => {
    requests += 1;
    return requests === 1 ? route.continue() : route.abort();
  });
  await pressKey(assignee, "ArrowDown");
  await pressKey(assignee, "ArrowDown");
  expect([await assignee.inputValue(), requests]).toEqual(["secretariat@palais.local", 0]);
  await Promise.all([page.waitForResponse(/\/assignee$/), pressKey(save)]);
  expect((await fetchRegistration(one)).body).toMatchObject({ assignee: "secretariat@palais.local" });

  await assignee.selectOption(colleague);
  await pressKey(save);
  await page.locator(".annotations .notice").waitFor();
  expect(await assignee.inputValue()).toBe("secretariat@palais.local");
  expect((await fetchRegistration(one)).body).toMatchObject({ assignee: "secretariat@palais.local" });
  expect(complaints).toEqual([]);
});

test("a tag that is added while the page reads a new note is stored and stays", async () => {
  const texts = consoleTexts.en.annotations;
  const conferenceId = await createConference(5);
  const one = await registerPerson(conferenceId);
  const { page, complaints } = await openStaffVisitor("secretariat", { locale: "en" });
  await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${one}`);
  await pressKey(page.locator(".annotations summary"));
  const { promise: isReleased, resolve: release } = Promise.withResolvers<void>();
  let isRead = false;
  await page.getByLabel(texts.note, { exact: true }).fill("Asked the mission.");
  await page.route(`**/v1/registrations/${one}`, async (route) => {
    const response = await route.fetch();
    isRead = true;
    await isReleased;
    await route.fulfill({ response }).catch(() => undefined);
  });
  const added = page.waitForResponse(/\/notes$/);
  await pressKey(page.getByRole("button", { name: texts.add, exact: true }));
  await added;
  await expect.poll(() => isRead).toBe(true);
  const tag = page.getByLabel(texts.tag, { exact: true });
  await tag.fill("visa");
  await pressKey(tag);
  await page.locator(".annotations .chip", { hasText: "visa" }).waitFor();
  release();
  await page.locator(".annotations blockquote", { hasText: "Asked the mission." }).waitFor();
  expect(await page.locator(".annotations .chip").count()).toBe(1);
  expect((await fetchRegistration(one)).body).toMatchObject({ notes: 1, tags: ["visa"] });
  expect(complaints).toEqual([]);
});

test("a reviewer tags and notes, sees the assignee, and a decision keeps what staff noted", async () => {
  const texts = consoleTexts.en;
  const conferenceId = await createConference(5);
  const one = await registerPerson(conferenceId);
  const reviewer = await openStaffVisitor("reviewer", { locale: "en" });
  await reviewer.page.goto(`/console#conference=${conferenceId}&view=queue&registration=${one}`);
  // Closed, because there is nothing to read.
  await pressKey(reviewer.page.locator(".annotations summary"));
  await callSuccessfully(`/v1/registrations/${one}/notes`, asSecretariat({ body: { text: "Called the embassy." } }));
  const tag = reviewer.page.getByLabel(texts.annotations.tag, { exact: true });
  await tag.fill("visa");
  await pressKey(tag);
  await reviewer.page.locator(".case .chip").waitFor();
  expect(await reviewer.page.locator("#assignee").count()).toBe(0);
  await reviewer.page.getByLabel(texts.annotations.note, { exact: true }).fill("Ask for the passport.");
  await pressKey(reviewer.page.getByRole("button", { name: texts.annotations.add, exact: true }));
  // A reviewer may not list the staff: only the own address is known, and no identifier stands in place of another.
  const readWriter = (note: string) =>
    reviewer.page.locator(".annotations .history li").filter({ hasText: note }).locator("p.small").textContent();
  expect(await readWriter("Ask for the passport.")).toMatch(/ · reviewer@palais\.local$/);
  expect(await readWriter("Called the embassy.")).toMatch(new RegExp(` · ${texts.actor.staff}$`));

  const { page, complaints } = await openStaffVisitor("secretariat", { locale: "en" });
  await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${one}`);
  await page.locator(".case .chip").waitFor();
  await page.getByRole("button", { name: texts.decide.approve, exact: true }).click();
  await page.locator(".case").getByText(texts.accreditation.approved).first().waitFor();
  expect(await page.locator(".case .chip").textContent()).toContain("visa");
  expect([...complaints, ...reviewer.complaints]).toEqual([]);
});
