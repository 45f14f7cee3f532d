import { readFile } from "node:fs/promises";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { draftBody } from "../support/builders.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { asSecretariat, call, decide, newConference, patience, read, within } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll, phone, somebody } from "./browser.ts";
import { applied, signIn } from "./delegate.ts";
import { expectTree } from "./tree.ts";
import { delegate } from "./words.ts";

const said = delegate.en;

const seatBecomes = (registrationId: string, seat: string) =>
  within(
    patience,
    () => read(registrationId),
    ({ body }) => body.seat === seat,
  );

test("an offered place is declined by one, accepted by the next; who declined asks again and goes last", async () => {
  const conferenceId = await newConference(1, { offerHours: 24 });
  const [first, second, third] = [
    await applied(conferenceId),
    await applied(conferenceId),
    await applied(conferenceId),
  ];
  await call(`/v1/registrations/${first.registrationId}/withdrawal`, asSecretariat({ body: {} }));
  const { body } = await seatBecomes(second.registrationId, "offered");
  const { page, complaints } = await somebody({ locale: "en", viewport: phone });
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await signIn(page, conferenceId, second.email, "en");
  await page.getByRole("heading", { name: said.standing.offered.title }).waitFor();
  const until = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Zurich", hour: "2-digit", minute: "2-digit" });
  await page.getByText(`at ${until.format(new Date(body.offer.until))}`, { exact: false }).waitFor();
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await button(said.offer.decline).click();
  const dialog = page.getByRole("dialog", { name: said.offer.declineTitle });
  await dialog.waitFor();
  expect((await read(second.registrationId)).body.seat).toBe("offered");
  await dialog.getByRole("button", { name: said.offer.decline }).click();
  const unseated = page.getByRole("heading", { name: said.standing.unseated.title });
  await unseated.waitFor();
  await page.getByRole("status").filter({ hasText: said.standing.unseated.title }).waitFor();
  expect(await unseated.evaluate((element) => element === document.activeElement)).toBe(true);
  await expectNoViolations(page);

  await seatBecomes(third.registrationId, "offered");
  const next = await somebody({ locale: "en", viewport: phone });
  await signIn(next.page, conferenceId, third.email, "en");
  await next.page.getByRole("button", { name: said.offer.accept }).click();
  await next.page.getByRole("heading", { name: said.standing.held.title }).waitFor();
  expect((await read(third.registrationId)).body.seat).toBe("held");

  await button(said.offer.again).click();
  await page.getByRole("heading", { name: said.standing.waiting.title }).waitFor();
  expect((await read(second.registrationId)).body).toMatchObject({ seat: "waiting", waitingFor: ["venue"] });
  expect([complaints, next.complaints]).toEqual([[], []]);
});

test("where the line is ordered by targets, its page and who waits in it are told by which", async () => {
  const targets = { gender: { female: 0.5 }, region: { africa: 0.3 } };
  const conferenceId = await newConference(1, { waitingListOrder: "targets", targets });
  await applied(conferenceId);
  for (const language of languagesInBrowser) {
    const { email } = await applied(conferenceId);
    const { page, complaints } = await somebody({ locale: language, viewport: phone });
    const words = delegate[language];
    const shares = page
      .getByRole("list")
      .filter({ hasText: /30.?%|٪|30/u })
      .last();
    const looksRight = async () => {
      await page.getByText(words.conference.lineByTargets).waitFor();
      expect(await shares.getByRole("listitem").allInnerTexts()).toHaveLength(2);
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    };
    await page.goto(`/#conference=${conferenceId}`);
    await looksRight();
    await signIn(page, conferenceId, email, language);
    await page.getByRole("heading", { name: words.standing.waiting.title }).waitFor();
    await looksRight();
    expect(complaints).toEqual([]);
  }
});

test("who is confirmed puts the conference and their session into a calendar", async () => {
  const session = { sessionId: "side-event", title: { en: "A side event" } };
  const conferenceId = await newConference(2, {
    categories: draftBody.categories.map((each) => ({ ...each, needs: ["photo"] })),
    sessions: [{ ...session, startsAt: "2027-10-26T10:00:00Z", endsAt: "2027-10-26T11:00:00Z", capacity: 1 }],
  });
  const { email, registrationId } = await applied(conferenceId, {
    sessions: ["side-event"],
    needs: { visaLetter: true },
  });
  const { page, complaints } = await somebody({ locale: "en", viewport: phone, acceptDownloads: true });
  await signIn(page, conferenceId, email, "en");
  await page.getByRole("heading", { name: said.standing.held.title }).waitFor();
  await expectTree(page.locator("body"), "delegate-held");
  expect(await page.getByRole("button", { name: said.calendar.add }).count()).toBe(0);
  await decide(registrationId, "approve");
  await page.reload();
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: said.calendar.add }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe(`${conferenceId}.ics`);
  const calendar = new ICAL.Component(ICAL.parse(await readFile(await download.path(), "utf8")));
  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  expect(events.map(({ summary }) => summary)).toEqual(["Conference on Migrants and Cities", "A side event"]);
  await page.getByRole("button", { name: said.myBadge.show }).click();
  await page.getByRole("img", { name: said.myBadge.alt }).waitFor();
  await expectTree(page.locator("body"), "delegate-confirmed");
  await expectNoViolations(page);
  expect(complaints).toEqual([]);
});
