import { expect, test } from "vitest";
import { asReviewer } from "./support/people.ts";
import { askQuestions, createAskingConference } from "./support/questions.ts";
import {
  asDesk,
  asSecretariat,
  callSuccessfully,
  callSystem,
  postDecision,
  postRegistration,
  type RequestOptions,
} from "./support/system.ts";

const toOption = (value: string, en: string) => ({ value, label: { en } });
const meal = {
  key: "meal",
  type: "choice",
  label: { en: "Meal" },
  options: [toOption("fish", "Fish"), toOption("rice", "Rice")],
};
const visa = { key: "visa", type: "yes-no", label: { en: "Visa" } };
const allergy = { ...meal, key: "allergy", label: { en: "Allergy" }, sensitive: true };

interface Counts {
  readonly items: readonly { readonly key: string; readonly removed?: boolean }[];
}

async function count(conferenceId: string, body: object = {}, as: (options: RequestOptions) => object = asReviewer) {
  const path = `/v1/conferences/${conferenceId}/answer-statistics`;
  return (await callSuccessfully(path, as({ body }))) as unknown as Counts;
}

test("answers are counted by option, also to a removed question; sensitive ones with a recorded reason", async () => {
  const conferenceId = await createAskingConference([meal, visa, allergy]);
  const register = async (answers: object) =>
    (await postRegistration(conferenceId, { answers }, { email: `${crypto.randomUUID()}@people.example` })).body
      .registrationId;
  const one = await register({ meal: "fish", visa: true, allergy: "fish" });
  await register({ meal: "rice" });
  await register({ meal: "fish" });
  await postDecision(one, "approve");
  await askQuestions(
    conferenceId,
    { ...meal, options: [toOption("fish", "Grilled fish"), toOption("rice", "Rice")] },
    allergy,
  );

  await expect
    .poll(() => count(conferenceId))
    .toMatchObject({
      items: [
        {
          key: "meal",
          answered: { registrations: 3, seated: 3, confirmed: 1 },
          options: [
            { value: "fish", label: { en: "Grilled fish" }, registrations: 2, confirmed: 1 },
            { value: "rice", registrations: 1, confirmed: 0 },
          ],
        },
        {
          key: "visa",
          removed: true,
          options: [
            { value: "true", registrations: 1 },
            { value: "false", registrations: 0 },
          ],
        },
      ],
    });
  expect((await count(conferenceId)).items.map(({ key }) => key)).toEqual(["meal", "visa"]);
  const log = () => callSuccessfully(`/v1/registrations/${one}/identity-access`, asSecretariat());
  expect((await log()).items).toEqual([]);
  const sensitive = await count(conferenceId, { reason: "to order the meals" });
  expect(sensitive.items).toMatchObject([
    { key: "meal" },
    { key: "allergy", sensitive: true, answered: { registrations: 1 } },
    { key: "visa" },
  ]);
  expect((await log()).items).toMatchObject([{ reason: "to order the meals", what: "answers" }]);
  const path = `/v1/conferences/${conferenceId}/answer-statistics`;
  expect((await callSystem(path, asDesk({ body: {} }))).status).toBe(403);
});
