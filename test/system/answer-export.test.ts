import readSheet from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import { type ExportedAnswers, exportAnswers, parseCsv, requestAnswerExport } from "./support/exports.ts";
import { asReviewer } from "./support/people.ts";
import { createAskingConference } from "./support/questions.ts";
import { asSecretariat, callSuccessfully, callSystem, postRegistration } from "./support/system.ts";

const texts = (en: string, fr: string) => ({ en, fr });
const meal = {
  key: "meal",
  type: "choice",
  label: texts("Meal", "Repas"),
  options: [
    { value: "fish", label: texts("Fish", "Poisson") },
    { value: "rice", label: texts("Rice", "Riz") },
  ],
};
const days = {
  key: "days",
  type: "choices",
  label: texts("Days", "Jours"),
  options: [
    { value: "mon", label: texts("Monday", "Lundi") },
    { value: "tue", label: texts("Tuesday", "Mardi") },
  ],
};
const visa = { key: "visa", type: "yes-no", label: texts("Visa", "Visa") };
const from = { key: "from", type: "country", label: texts("From", "De") };
const luggage = { key: "luggage", type: "number", label: texts("Luggage", "Bagages") };
const note = { key: "note", type: "text", label: texts("Note", "Remarque") };
const rules = { key: "rules", type: "acknowledgement", label: texts("I accept the rules", "J’accepte les règles") };
const table = { key: "table", type: "number", label: texts("Table", "Table"), staffOnly: true };
const illness = { key: "illness", type: "text", label: texts("Health", "Santé"), sensitive: true };
const all = [meal, days, visa, from, luggage, note, rules, table, illness];

const answers = {
  ...{ meal: "fish", days: ["mon", "tue"], visa: true, from: "SEN", luggage: -2 },
  ...{ note: '=HYPERLINK("http://bad.example")', rules: true, illness: "asthma" },
};

const register = async (conferenceId: string, person: object = {}) =>
  (await postRegistration(conferenceId, { answers }, { email: `${crypto.randomUUID()}@people.example`, ...person }))
    .body.registrationId;

const readLog = async (registrationId: string) =>
  (await callSuccessfully(`/v1/registrations/${registrationId}/identity-access`, asSecretariat())).items;

describe("an export of answers", () => {
  test("has a column for each question, in words of the language; text that looks like a formula stays text", async () => {
    const conferenceId = await createAskingConference(all);
    await register(conferenceId);
    const [head = [], row = []] = parseCsv(await exportAnswers(conferenceId, { format: "csv", language: "fr" }));
    expect(head.slice(5)).toEqual([
      "Repas",
      "Jours",
      "Visa",
      "De",
      "Bagages",
      "Remarque",
      "J’accepte les règles",
      "Table",
    ]);
    expect(row.slice(5)).toEqual([
      ...["Poisson", "Lundi; Mardi", "oui", "Sénégal", "-2", `'=HYPERLINK("http://bad.example")`],
      ...[expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/), ""],
    ]);
    const url = (await requestAnswerExport(conferenceId, { format: "xlsx", language: "fr" })) ?? "";
    const [sheet] = await readSheet(Buffer.from(await (await fetch(url)).arrayBuffer()));
    expect(sheet?.data[0]).toEqual(head);
    expect(sheet?.data[1]?.[9]).toBe(-2);
    expect(sheet?.data[1]?.[10]).toBe('=HYPERLINK("http://bad.example")');
  });

  test("has sensitive answers with a reason alone, which the access log of each person records", async () => {
    const conferenceId = await createAskingConference(all);
    const one = await register(conferenceId);
    expect(await exportAnswers(conferenceId, { format: "json" })).not.toMatch(/asthma|Health/);
    expect(await readLog(one)).toEqual([]);
    const path = `/v1/conferences/${conferenceId}/exports`;
    const named = { what: "answers", format: "csv", columns: ["answers.illness"] };
    const refused = await callSystem(path, asSecretariat({ body: named }));
    expect([refused.status, refused.body.errors.map((each) => each.path)]).toEqual([422, ["reason"]]);
    const csv = parseCsv(await exportAnswers(conferenceId, { ...named, reason: "medical service" }));
    expect(csv.map((row) => row.slice(5))).toEqual([["Health"], ["asthma"]]);
    expect(await readLog(one)).toMatchObject([{ reason: "medical service", what: "answers" }]);
    expect((await callSystem(path, asReviewer({ body: named }))).status).toBe(403);
  });

  test("lists a protected person under the alias, without answers, and withholds an earlier file from staff who are not readers", async () => {
    const conferenceId = await createAskingConference(all);
    const one = await register(conferenceId, { familyName: "Realname" });
    const path = `/v1/conferences/${conferenceId}/exports`;
    const before = await callSuccessfully(path, asSecretariat({ body: { what: "answers", format: "json" } }));
    const alias = { nameOnBadge: "Speaker Seven" };
    const body = { alias, readers: ["other@palais.local"], reason: "at risk" };
    await callSuccessfully(`/v1/registrations/${one}/protection`, asSecretariat({ method: "PUT", body }));
    const exported = await exportAnswers(conferenceId, { format: "json", reason: "medical service" });
    expect(exported).not.toMatch(/Realname|asthma|SEN/);
    expect((JSON.parse(exported) as ExportedAnswers).items).toMatchObject([
      { registrationId: one, name: "Speaker Seven", answers: {} },
    ]);
    expect(await callSuccessfully(`/v1/jobs/${before.jobId}`, asSecretariat())).not.toHaveProperty("file");
  });
});
