import ICAL from "ical.js";
import { expect, test } from "vitest";
import { draftBody } from "../support/builders.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { waitFor } from "../support/wait-for.ts";
import { publishAvailability } from "../system/support/published-seats.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  postDecision,
  waitTimeoutMs,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { downloadFile, expectNoSidewaysScroll, openVisitor, phone } from "./support/browser.ts";
import { createApplicant, signInByLink } from "./support/delegate.ts";
import { expectTree } from "./support/tree.ts";
import { delegateTexts } from "./support/words.ts";

const texts = delegateTexts.en;

const waitForSeat = (registrationId: string, seat: string) =>
  waitFor(
    waitTimeoutMs,
    () => fetchRegistration(registrationId),
    ({ body }) => body.seat === seat,
  );

test("an offered seat is declined by one person and accepted by the next; the first joins the waiting list again and goes last", async () => {
  const conferenceId = await createConference(1, { offerHours: 24 });
  const [first, second, third] = [
    await createApplicant(conferenceId),
    await createApplicant(conferenceId),
    await createApplicant(conferenceId),
  ];
  await callSystem(`/v1/registrations/${first.registrationId}/withdrawal`, asSecretariat({ body: {} }));
  const { body } = await waitForSeat(second.registrationId, "offered");
  const { page, complaints } = await openVisitor({ locale: "en", viewport: phone });
  const getButton = (name: string) => page.getByRole("button", { name, exact: true });
  await signInByLink(page, conferenceId, second.email, "en");
  await page.getByRole("heading", { name: texts.standing.offered.title }).waitFor();
  const until = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Zurich", hour: "2-digit", minute: "2-digit" });
  await page.getByText(`at ${until.format(new Date(body.offer.until))}`, { exact: false }).waitFor();
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await getButton(texts.offer.decline).click();
  const dialog = page.getByRole("dialog", { name: texts.offer.declineTitle });
  await dialog.waitFor();
  expect((await fetchRegistration(second.registrationId)).body.seat).toBe("offered");
  await dialog.getByRole("button", { name: texts.offer.decline }).click();
  const unseated = page.getByRole("heading", { name: texts.standing.unseated.title });
  await unseated.waitFor();
  await page.getByRole("status").filter({ hasText: texts.standing.unseated.title }).waitFor();
  expect(await unseated.evaluate((element) => element === document.activeElement)).toBe(true);
  await expectNoViolations(page);

  await waitForSeat(third.registrationId, "offered");
  const next = await openVisitor({ locale: "en", viewport: phone });
  await signInByLink(next.page, conferenceId, third.email, "en");
  await next.page.getByRole("button", { name: texts.offer.accept }).click();
  await next.page.getByRole("heading", { name: texts.standing.held.title }).waitFor();
  expect((await fetchRegistration(third.registrationId)).body.seat).toBe("held");

  await getButton(texts.offer.again).click();
  await page.getByRole("heading", { name: texts.standing.waiting.title }).waitFor();
  expect((await fetchRegistration(second.registrationId)).body).toMatchObject({
    seat: "waiting",
    waitingFor: ["venue"],
  });
  expect([complaints, next.complaints]).toEqual([[], []]);
});

test("with a waiting list by targets, the conference's page and the person's page show the targets", async () => {
  const targets = { gender: { female: 0.5 }, region: { africa: 0.3 } };
  const conferenceId = await createConference(1, { waitingListOrder: "targets", targets });
  await createApplicant(conferenceId);
  await publishAvailability(conferenceId, "waiting-list");
  for (const language of languagesInBrowser) {
    const { email } = await createApplicant(conferenceId);
    const { page, complaints } = await openVisitor({ locale: language, viewport: phone });
    const words = delegateTexts[language];
    const shares = page.getByRole("list").filter({ hasText: /50|٥٠/u }).last();
    const looksRight = async () => {
      await page.getByText(words.conference.lineByTargets).waitFor();
      expect(await shares.getByRole("listitem").allInnerTexts()).toHaveLength(2);
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    };
    await page.goto(`/#conference=${conferenceId}`);
    await looksRight();
    await signInByLink(page, conferenceId, email, language);
    await page.getByRole("heading", { name: words.standing.waiting.title }).waitFor();
    await looksRight();
    expect(complaints).toEqual([]);
  }
});

test("a confirmed person downloads the conference and the session for a calendar", async () => {
  const session = { sessionId: "side-event", title: { en: "A side event" } };
  const conferenceId = await createConference(2, {
    categories: draftBody.categories.map((each) => ({ ...each, needs: ["photo"] })),
    sessions: [{ ...session, startsAt: "2027-10-26T10:00:00Z", endsAt: "2027-10-26T11:00:00Z", capacity: 1 }],
  });
  const { email, registrationId } = await createApplicant(conferenceId, {
    sessions: ["side-event"],
    needs: { visaLetter: true },
  });
  const { page, complaints } = await openVisitor({ locale: "en", viewport: phone, acceptDownloads: true });
  await signInByLink(page, conferenceId, email, "en");
  await page.getByRole("heading", { name: texts.standing.held.title }).waitFor();
  await expectTree(page.locator("body"), "delegate-held");
  expect(await page.getByRole("button", { name: texts.calendar.add }).count()).toBe(0);
  await postDecision(registrationId, "approve");
  await page.reload();
  const { name, bytes } = await downloadFile(page, () =>
    page.getByRole("button", { name: texts.calendar.add }).click(),
  );
  expect(name).toBe(`${conferenceId}.ics`);
  const calendar = new ICAL.Component(ICAL.parse(bytes.toString()));
  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  expect(events.map(({ summary }) => summary)).toEqual(["Conference on Migrants and Cities", "A side event"]);
  await page.getByRole("button", { name: texts.myBadge.show }).click();
  await page.getByRole("img", { name: texts.myBadge.alt }).waitFor();
  await expectTree(page.locator("body"), "delegate-confirmed");
  await expectNoViolations(page);
  expect(complaints).toEqual([]);
});
