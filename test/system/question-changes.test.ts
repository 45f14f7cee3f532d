import { expect, test } from "vitest";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import { repetitions } from "../support/full-run.ts";
import { createSession } from "./authorization/tokens.ts";
import { downloadExport, exportRows, parseCsv, pickAnswers } from "./support/exports.ts";
import { askQuestions, createAskingConference } from "./support/questions.ts";
import { asSecretariat, callSuccessfully, callSystem, postRegistration } from "./support/system.ts";

const registrationCount = repetitions({ usual: 40, full: 300 });

const toOption = (value: string, en: string) => ({ value, label: { en } });
const meal = {
  key: "meal",
  type: "choice",
  label: { en: "Meal" },
  options: [toOption("fish", "Fish"), toOption("rice", "Rice")],
};
const talk = { key: "talk", type: "text", label: { en: "Title of the talk" } };
const illness = { key: "illness", type: "text", label: { en: "Health" }, sensitive: true };
const renamed = { ...meal, options: [toOption("fish", "Grilled fish"), toOption("rice", "Rice")] };
const visa = { key: "visa", type: "yes-no", label: { en: "Visa needed" }, required: true };

const toAnswers = (index: number) => ({
  meal: index % 2 === 0 ? "fish" : "rice",
  talk: `Talk ${index}`,
  illness: `illness ${index}`,
});

test("a question added, one removed and an option renamed after many registrations: nothing is lost", async () => {
  const conferenceId = await createAskingConference([meal, talk, illness], registrationCount + 10);
  const indexes = Array.from({ length: registrationCount }, (_, index) => index);
  const stamp = Date.now().toString(36);
  const toEmail = (index: number) => `person${index}.${stamp}@people.example`;
  const submit = (body: object, email: string) => postRegistration(conferenceId, { ...body }, { email });
  const ids = await mapConcurrent(indexes, 8, async (index) => {
    const { status, body } = await submit({ answers: toAnswers(index) }, toEmail(index));
    expect(status).toBe(201);
    return body.registrationId;
  });
  await askQuestions(conferenceId, renamed, illness, visa);

  const read = (index: number, what = "") =>
    callSuccessfully(`/v1/registrations/${ids[index]}${what}`, asSecretariat({ method: "GET" })) as Promise<unknown>;
  await mapConcurrent(indexes, 8, async (index) => {
    const { illness: _, ...shown } = toAnswers(index);
    expect(await read(index)).toMatchObject({ answers: shown, sensitiveAnswers: ["illness"] });
    expect(await read(index, "/data")).toMatchObject({ registration: { answers: toAnswers(index) } });
  });
  const path = `/v1/conferences/${conferenceId}/questions`;
  expect(await callSuccessfully(path, asSecretariat({ method: "GET" }))).toMatchObject({
    version: 2,
    items: [{ key: "meal", options: [{ label: { en: "Grilled fish" } }, {}] }, { key: "illness" }, { key: "visa" }],
    retired: [{ key: "talk", label: { en: "Title of the talk" } }],
  });

  const withReason = { what: "answers", reason: "to plan the meals" };
  const rows = await exportRows(conferenceId, withReason);
  const found = new Map(rows.map((row) => [row.registrationId, pickAnswers(row)]));
  expect(ids.map((id) => found.get(id ?? ""))).toEqual(indexes.map(toAnswers));
  const csv = parseCsv((await downloadExport(conferenceId, { what: "answers", format: "csv" })).toString());
  expect(csv[0]?.slice(5)).toEqual(["Meal", "Visa needed", "Title of the talk (removed question)"]);
  const cells = new Map(csv.slice(1).map(([id = "", ...row]) => [id, row.slice(4)]));
  for (const index of indexes) {
    const meal = index % 2 === 0 ? "Grilled fish" : "Rice";
    expect(cells.get(ids[index] ?? "")).toEqual([meal, "", `Talk ${index}`]);
  }

  // A page from before the change: right for what it showed, or told that the form has changed.
  const former = { questionsVersion: 1 };
  expect((await submit({ ...former, answers: { meal: "fish" } }, toEmail(1_000))).status).toBe(201);
  const outdated = await submit({ ...former, answers: { meal: "beef" } }, toEmail(1_001));
  expect([outdated.status, outdated.body.code, outdated.body.errors.map((each) => each.path)]).toEqual([
    422,
    "form-changed",
    ["answers.meal", "answers.visa"],
  ]);
  expect(JSON.stringify(outdated.body)).toMatch(/form has changed/i);

  const token = await createSession(conferenceId, toEmail(0), [ids[0] ?? ""]);
  const erased = await callSystem(`/v1/registrations/${ids[0]}`, { method: "DELETE", token });
  expect(erased.status).toBeLessThan(300);
  const after = (await downloadExport(conferenceId, withReason)).toString();
  expect(after).not.toContain(ids[0]);
  expect(after).toContain(ids[1]);
  const left = JSON.stringify([await read(0), await read(0, "/data"), after]);
  for (const value of Object.values(toAnswers(0))) expect(left).not.toContain(`"${value}"`);
});
