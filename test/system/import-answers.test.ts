import { expect, test } from "vitest";
import {
  encodeSheet,
  importCheckedSheet,
  readJobRows,
  readSheetMapping,
  uploadSheet,
  waitForJob,
} from "./support/imports.ts";
import { createAskingConference } from "./support/questions.ts";
import { asSecretariat, callSystem, fetchRegistration } from "./support/system.ts";

const questions = [
  { key: "visa", type: "yes-no", label: { en: "Visa", fr: "Visa requis" }, required: true },
  { key: "embassy", type: "text", label: { en: "Embassy" }, when: { question: "visa", in: [true] } },
  { key: "bags", type: "number", label: { en: "Bags" }, max: 3 },
  { key: "illness", type: "text", label: { en: "Illness" }, sensitive: true },
  { key: "table", type: "number", label: { en: "Table" }, staffOnly: true },
];

test("a sheet brings answers, checked by the schema of the form, with an error at each wrong column", async () => {
  const conferenceId = await createAskingConference(questions);
  const address = (name: string) => `${name}.${Date.now().toString(36)}@example.org`;
  const file = encodeSheet(
    [
      "Name,E-mail,Category,Nationality,Visa requis,embassy,Bags,Illness,Table",
      `Ba,${address("ba")},ngo,Senegal,oui,Bern,2,asthma,7`,
      `Sow,${address("sow")},ngo,Senegal,non,Bern,9,,`,
      `Fall,${address("fall")},ngo,Senegal,,,,,`,
    ].join("\n"),
  );
  const jobId = await uploadSheet(conferenceId, file, { dryRun: true });
  expect(await waitForJob(jobId)).toMatchObject({ step: "checked", result: { seated: 2, invalid: 1 } });
  expect((await readSheetMapping(jobId)) as object).toMatchObject({
    columns: { "Visa requis": "answers.visa", Table: "answers.table" },
    fields: expect.arrayContaining(["answers.bags"]),
  });
  expect((await importCheckedSheet(jobId)).status).toBe(202);
  expect(await waitForJob(jobId)).toMatchObject({ step: "imported", result: { seated: 2, invalid: 1 } });
  const rows = await readJobRows(jobId);
  expect((await fetchRegistration(rows[0]?.registrationId ?? "")).body).toMatchObject({
    answers: { visa: true, embassy: "Bern", bags: 2, table: 7 },
    sensitiveAnswers: ["illness"],
  });
  expect(JSON.stringify(rows[1])).toMatch(/"embassy"[\s\S]*"Bags"|"Bags"[\s\S]*"embassy"/);
  expect((await fetchRegistration(rows[2]?.registrationId ?? "")).body).not.toHaveProperty("answers");
  const template = await callSystem(`/v1/conferences/${conferenceId}/import-template.csv`, asSecretariat());
  expect(template.status).toBe(200);
  for (const { label } of questions) expect(template.body.text).toContain(label.en);
});
