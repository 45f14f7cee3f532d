import { expect, test } from "vitest";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { toOptions } from "../support/builders.ts";
import { openSystemTable } from "./authorization/tokens.ts";
import { asReviewer } from "./support/people.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  findConferenceSettings,
} from "./support/system.ts";

const askVisa = { key: "visa", type: "yes-no", label: { en: "Do you need a visa?", fr: "Faut-il un visa ?" } };
const meals = toOptions("fish", "rice");
const askMeal = { key: "meal", type: "choice", label: { en: "Meal" }, options: meals };
const askTable = { key: "table", type: "number", label: { en: "Table" }, staffOnly: true };

const toPath = (conferenceId: string) => `/v1/conferences/${conferenceId}/questions`;

const putQuestions = (conferenceId: string, items: readonly object[], headers: Record<string, string> = {}) =>
  callSystem(toPath(conferenceId), asSecretariat({ method: "PUT", body: { items }, headers }));

const getQuestions = async (conferenceId: string, as: object = {}, query = "") =>
  (await callSystem(`${toPath(conferenceId)}${query}`, as)).body as unknown as {
    version: number;
    items: { key: string }[];
    retired?: { key: string }[];
  };

test("the secretariat adds questions in versions; the public sees those of people, staff all", async () => {
  const conferenceId = await createConference(5);
  expect(await getQuestions(conferenceId)).toEqual({ version: 0, items: [] });
  const { status, body } = await putQuestions(conferenceId, [askVisa, askTable]);
  expect([status, body]).toEqual([200, { version: 1, items: [askVisa, askTable], retired: [] }]);
  expect(await getQuestions(conferenceId)).toEqual({ version: 1, items: [askVisa] });
  expect((await getQuestions(conferenceId, asReviewer())).items).toHaveLength(2);
  await putQuestions(conferenceId, [askMeal]);
  expect(await getQuestions(conferenceId)).toMatchObject({ version: 2, items: [{ key: "meal" }] });
  expect(await getQuestions(conferenceId, {}, "?version=1")).toMatchObject({ version: 1, items: [{ key: "visa" }] });
  expect((await callSystem(`${toPath(conferenceId)}?version=3`)).status).toBe(404);
  expect(await callSuccessfully(`/v1/conferences/${conferenceId}`, {})).toMatchObject({ questionsVersion: 2 });
});

test("the public reads no former version of a question that is for staff now, or was at last", async () => {
  const conferenceId = await createConference(5);
  const clearance = { ...askTable, key: "clearance", staffOnly: false };
  await putQuestions(conferenceId, [askVisa, clearance]);
  const listKeys = async (as: object = {}) =>
    (await getQuestions(conferenceId, as, "?version=1")).items.map(({ key }) => key);
  expect(await listKeys()).toEqual(["visa", "clearance"]);
  for (const items of [[askVisa, { ...clearance, staffOnly: true }], [askMeal]]) {
    expect((await putQuestions(conferenceId, items)).status).toBe(200);
    expect(await listKeys()).toEqual(["visa"]);
    expect(await listKeys(asReviewer())).toEqual(["visa", "clearance"]);
  }
});

test("a PUT of an outdated version, or with a category that the conference does not have, changes nothing", async () => {
  const conferenceId = await createConference(5);
  await putQuestions(conferenceId, [askVisa]);
  expect((await putQuestions(conferenceId, [], { "if-match": "0" })).body.code).toBe("changed-meanwhile");
  const foreign = await putQuestions(conferenceId, [{ ...askVisa, categories: ["elsewhere"] }], { "if-match": '"1"' });
  expect([foreign.status, foreign.body.errors?.map(({ path }) => path)]).toEqual([422, ["items.0.categories.0"]]);
  expect(await getQuestions(conferenceId)).toMatchObject({ version: 1 });
});

test("two members of staff who save at the same moment get two versions, and the settings keep the questions", async () => {
  const conferenceId = await createConference(5);
  const saved = await Promise.all([putQuestions(conferenceId, [askVisa]), putQuestions(conferenceId, [askMeal])]);
  expect(saved.map(({ body }) => body.version).toSorted()).toEqual([1, 2]);
  expect(await findConferenceSettings(conferenceId)).toMatchObject({ questionsVersion: 2 });
  // With the markers by which functions recognize a changed conference.
  expect((await verifyCounters(openSystemTable(), conferenceId)).differences).toEqual([]);
});

test("accepts a form of 100 questions with 200 options in 256 KB, and no larger one", async () => {
  const conferenceId = await createConference(5);
  const options = Array.from({ length: 200 }, (_, index) => ({ value: `o${index}`, label: { en: `Option ${index}` } }));
  const large = Array.from({ length: 100 }, (_, index) => ({
    ...askMeal,
    key: `key${index}`,
    options: options.slice(0, index === 0 ? 200 : 30),
    help: { en: "x".repeat(700) },
  }));
  const bytes = Buffer.byteLength(JSON.stringify({ items: large }));
  expect(bytes).toBeGreaterThan(200_000);
  expect(bytes).toBeLessThan(262_144);
  expect((await putQuestions(conferenceId, large)).status).toBe(200);
  const tooLarge = large.map((each) => ({ ...each, help: { en: "x".repeat(2_000) } }));
  expect((await putQuestions(conferenceId, tooLarge)).body.code).toBe("body-too-large");
});
