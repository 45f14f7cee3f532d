import readSheet from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import { downloadExport, exportRows, parseCsv, pickAnswers } from "./support/exports.ts";
import { asReviewer } from "./support/people.ts";
import { createAskingConference } from "./support/questions.ts";
import { asDesk, asSecretariat, callSuccessfully, callSystem, postRegistration } from "./support/system.ts";

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
const arrival = { key: "arrival", type: "date", label: texts("Arrival", "Arrivée") };
const note = { key: "note", type: "text", label: texts("Note", "Remarque") };
const rules = { key: "rules", type: "acknowledgement", label: texts("I accept the rules", "J’accepte les règles") };
const table = { key: "table", type: "number", label: texts("Table", "Table"), staffOnly: true };
const illness = { key: "illness", type: "text", label: texts("Health", "Santé"), sensitive: true };
const all = [meal, days, visa, from, luggage, arrival, note, rules, table, illness];

const answers = {
  ...{ meal: "fish", days: ["mon", "tue"], visa: true, from: "SEN", luggage: -2, arrival: "2027-03-01" },
  ...{ note: '=HYPERLINK("http://bad.example")', rules: true, illness: "asthma" },
};

const register = async (conferenceId: string, person: object = {}, more: object = {}) =>
  (
    await postRegistration(
      conferenceId,
      { answers, ...more },
      { email: `${crypto.randomUUID()}@people.example`, ...person },
    )
  ).body.registrationId;

const readLog = async (registrationId: string) =>
  (await callSuccessfully(`/v1/registrations/${registrationId}/identity-access`, asSecretariat())).items;

const toPath = (conferenceId: string) => `/v1/conferences/${conferenceId}/exports`;

describe("an export of answers", () => {
  test("has a column for each question, in words of the language; text that looks like a formula stays text", async () => {
    const conferenceId = await createAskingConference(all);
    await register(conferenceId);
    const csv = await downloadExport(conferenceId, { what: "answers", format: "csv", language: "fr" });
    const [head = [], row = []] = parseCsv(csv.toString(), ";");
    expect(head.slice(5)).toEqual([
      ...["Repas", "Jours", "Visa", "De", "Bagages", "Arrivée", "Remarque", "J’accepte les règles", "Table"],
    ]);
    expect(row.slice(5)).toEqual([
      ...["Poisson", "Lundi; Mardi", "oui", "Sénégal", "-2", "2027-03-01", `'=HYPERLINK("http://bad.example")`],
      ...[expect.stringMatching(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/), ""],
    ]);
    const xlsx = await downloadExport(conferenceId, { what: "answers", format: "xlsx", language: "fr" });
    const [sheet] = await readSheet(xlsx);
    expect(sheet?.data[0]).toEqual(head);
    expect(sheet?.data[1]?.slice(9, 13)).toEqual([
      ...[-2, new Date("2027-03-01T00:00:00Z"), '=HYPERLINK("http://bad.example")', expect.any(Date)],
    ]);
  });

  test("has sensitive answers with a reason alone, which the access log of each person records", async () => {
    const conferenceId = await createAskingConference(all);
    const one = await register(conferenceId);
    const plain = await downloadExport(conferenceId, { what: "answers" });
    expect(plain.toString()).not.toMatch(/asthma|Health/);
    expect(await readLog(one)).toEqual([]);
    const named = { what: "answers", format: "csv", columns: ["answers.illness"] };
    const refused = await callSystem(toPath(conferenceId), asSecretariat({ body: named }));
    expect([refused.status, refused.body.errors.map((each) => each.path)]).toEqual([422, ["reason"]]);
    const csv = await downloadExport(conferenceId, { ...named, reason: "medical service" });
    expect(parseCsv(csv.toString()).map((row) => row.slice(5))).toEqual([["Health"], ["asthma"]]);
    expect(await readLog(one)).toMatchObject([{ reason: "medical service", what: "export" }]);
  });

  test("lists a protected person under the alias, without answers, and withholds an earlier file from staff who are not readers", async () => {
    const conferenceId = await createAskingConference(all);
    const one = await register(conferenceId, { familyName: "Realname" });
    const { jobId } = await callSuccessfully(
      toPath(conferenceId),
      asSecretariat({ body: { what: "answers", format: "json" } }),
    );
    const alias = { nameOnBadge: "Speaker Seven" };
    const body = { alias, readers: ["other@palais.local"], reason: "at risk" };
    await callSuccessfully(`/v1/registrations/${one}/protection`, asSecretariat({ method: "PUT", body }));
    const rows = await exportRows(conferenceId, { what: "answers", reason: "medical service" });
    expect(JSON.stringify(rows)).not.toMatch(/Realname|asthma|SEN/);
    expect(rows).toMatchObject([{ registrationId: one, displayName: "Speaker Seven" }]);
    expect(pickAnswers(rows[0])).toEqual({});
    await expect
      .poll(async () => (await callSuccessfully(`/v1/jobs/${jobId}`, asSecretariat())).state, { timeout: 30_000 })
      .toBe("done");
    expect(await callSuccessfully(`/v1/jobs/${jobId}`, asSecretariat())).not.toHaveProperty("file");
  });
});

test("no filter tells who has answered a sensitive question, and unknown questions are refused", async () => {
  const conferenceId = await createAskingConference([{ ...meal, sensitive: false }, illness]);
  const send = (more: object) =>
    callSystem(toPath(conferenceId), asSecretariat({ body: { what: "registrations", format: "csv", ...more } }));
  const refused = await send({
    columns: ["displayName", "answers.gone"],
    filter: { answers: { illness: ["asthma"], gone: ["x"], meal: ["fish"] } },
  });
  expect([refused.status, refused.body.errors.map((each) => each.path).toSorted()]).toEqual([
    422,
    ["columns.1", "filter.answers.gone", "filter.answers.illness"],
  ]);
  expect((await send({ filter: { answers: { meal: ["fish"] } } })).status).toBe(202);
});

test("only the secretariat exports: others are refused by name", async () => {
  const conferenceId = await createAskingConference(all);
  for (const as of [asReviewer, asDesk]) {
    const started = await callSystem(toPath(conferenceId), as({ body: { what: "registrations", format: "csv" } }));
    expect([started.status, started.body.code]).toEqual([403, "not-allowed"]);
  }
});
