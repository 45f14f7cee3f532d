import { expect, test } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { readEmails } from "./support/mailbox.ts";
import { asReviewer, registerPerson } from "./support/people.ts";
import { askQuestions, createAskingConference } from "./support/questions.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  getSharedSystem,
  postDecision,
  waitTimeoutMs,
} from "./support/system.ts";

const meal = { key: "meal", type: "text", label: { en: "Meal" } };
const flight = { key: "flight", type: "text", label: { en: "Flight" }, required: true, askedAt: "approved" };

const remind = (conferenceId: string) =>
  callSuccessfully(
    `/v1/conferences/${conferenceId}/question-reminders`,
    asSecretariat({ body: {} }),
  ) as Promise<unknown>;

/** The registrations that the queue lists with this filter. */
async function list(conferenceId: string, query: string): Promise<string[]> {
  const path = `/v1/conferences/${conferenceId}/registrations?limit=100&${query}`;
  const { items } = await callSuccessfully(path, asReviewer({ method: "GET" }));
  return items.map(({ registrationId }) => registrationId).toSorted();
}

test("the queue lists who must still answer, and each of them is reminded once, in their language", async () => {
  const conferenceId = await createAskingConference([meal, flight]);
  const stamp = Date.now().toString(36);
  const toEmail = (name: string) => `${name}.${stamp}@people.example`;
  const register = (name: string, body: Record<string, unknown> = {}) =>
    registerPerson(conferenceId, { email: toEmail(name) }, body);
  const [open, done, pending] = [
    await register("open", { language: "fr" }),
    await register("done"),
    await register("pending"),
  ];
  for (const id of [open, done]) await postDecision(id, "approve");
  const path = `/v1/registrations/${done}`;
  const { version } = await callSuccessfully(path, asReviewer({ method: "GET" }));
  const body = { answers: { flight: "LX 18" } };
  await callSuccessfully(path, asSecretariat({ method: "PATCH", body, headers: { "if-match": `${version}` } }));
  await expect.poll(() => list(conferenceId, "unanswered=yes")).toEqual([open]);
  expect(await list(conferenceId, "unanswered=yes&accreditation=pending")).toEqual([]);

  const refused = await callSystem(`/v1/conferences/${conferenceId}/question-reminders`, asReviewer({ body: {} }));
  expect(refused.status).toBe(403);
  expect([await remind(conferenceId), await remind(conferenceId)]).toEqual([{ queued: true }, { queued: false }]);
  const readReminders = async () =>
    (await readEmails(getSharedSystem().home)).filter(({ kind, to }) => kind === "answers-due" && to.includes(stamp));
  const sent = await waitFor(waitTimeoutMs, readReminders, (found) => found.length > 0);
  expect(sent.map(({ to }) => to)).toEqual([toEmail("open")]);
  expect(sent[0]?.email.subject).toContain("Merci de répondre");

  // A text that everyone must accept is due from the pending ones, too.
  await askQuestions(conferenceId, meal, flight, { key: "rules", type: "acknowledgement", label: { en: "Rules" } });
  await expect.poll(() => list(conferenceId, "unanswered=yes")).toEqual([open, done, pending].toSorted());
  expect(await readReminders()).toHaveLength(1);
});
