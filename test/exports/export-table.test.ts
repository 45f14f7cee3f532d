import { describe, expect, test } from "vitest";
import { noAnnotations } from "#shared/annotations/annotations.rules.ts";
import type { ExportRequest } from "#shared/model/job.ts";
import type { Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { listHeadings, listTableColumns, toTableRow } from "../../functions/export-worker/export-table.ts";
import { createExportWording } from "../../functions/export-worker/export-wording.ts";
import { toExportedPerson } from "../../functions/export-worker/select-people.ts";
import { aConference, buildRegistration } from "../support/builders.ts";
import { otherSecretariat } from "../support/protection.ts";

const conference = aConference();
const question = (key: string, more: Partial<Question> = {}): Question => ({
  key,
  type: "text",
  label: { en: key },
  ...more,
});
const heading = question("travel", { type: "section" });
const meal = question("meal");
const illness = question("illness", { sensitive: true });
const talk = question("talk");

const questions = { present: [heading, meal, illness], retired: [talk, meal] };

/** The paths of the columns, and the cells of a person, with those that no column is of. */
function tabulate(
  more: Partial<Registration>,
  { what = "answers", columns, withSensitive = false }: Partial<ExportRequest> & { withSensitive?: boolean } = {},
) {
  const listed = listTableColumns({ what, ...(columns && { columns }) }, questions, withSensitive);
  const record = {
    registration: { ...buildRegistration(conference), ...more },
    annotations: noAnnotations,
    presence: undefined,
    counterparts: new Map(),
  };
  const person = toExportedPerson(record, { conference, requestedBy: otherSecretariat });
  const hasOthers = what === "answers" && !columns;
  const row = toTableRow(person, listed, { wording: undefined, withSensitive, hasOthers });
  const shown = listed.flatMap(({ path }, index) => (path.startsWith("answers.") ? [[path, row.cells[index]]] : []));
  return { answers: shown, others: row.others, isSensitive: row.isSensitive, paths: listed.map(({ path }) => path) };
}

const answers = {
  illness: { value: "asthma", sensitive: true },
  talk: { value: "On rivers" },
  late: { value: "x" },
} as const;

describe("a table of answers", () => {
  test("has the questions of the form, then the removed ones, then answers without a question", () => {
    expect(tabulate({ answers, staffAnswers: { table: { value: 3 } } }, { withSensitive: true })).toMatchObject({
      answers: [
        ["answers.meal", null],
        ["answers.illness", "asthma"],
        ["answers.talk", "On rivers"],
      ],
      others: { late: "x", table: 3 },
      isSensitive: true,
    });
  });

  test("has no sensitive answer without a reason, also where the question is not sensitive any more", () => {
    const { answers: shown, others, isSensitive } = tabulate({ answers });
    expect(shown).toEqual([
      ["answers.meal", null],
      ["answers.talk", "On rivers"],
    ]);
    expect([others, isSensitive]).toEqual([{ late: "x" }, false]);
    const open = tabulate({ answers: { meal: { value: "fish", sensitive: true } } });
    expect(open.answers).toContainEqual(["answers.meal", null]);
  });

  test("has the chosen questions alone", () => {
    const chosen = tabulate({ answers }, { columns: ["answers.talk"], withSensitive: true });
    expect(chosen.answers).toEqual([["answers.talk", "On rivers"]]);
    expect([chosen.others, chosen.isSensitive]).toEqual([{}, false]);
  });
});

describe("a table of registrations", () => {
  test("has the chosen columns in their order, and the usual ones without sensitive data otherwise", () => {
    const columns = ["answers.meal", "person.email", "displayName"];
    expect(tabulate({}, { what: "registrations", columns }).paths).toEqual(columns);
    const usual = tabulate({}, { what: "registrations", withSensitive: true }).paths;
    expect(usual).toContain("person.birthDate");
    expect(usual.filter((path) => /^(?:needs\.(?!visaLetter)|guardian|answers)/.test(path))).toEqual([]);
  });

  test("leaves sensitive columns out without a reason", () => {
    const columns = ["displayName", "needs.diet", "answers.illness"];
    expect(tabulate({ answers }, { what: "registrations", columns }).paths).toEqual(["displayName"]);
    expect(tabulate({ answers }, { what: "registrations", columns, withSensitive: true })).toMatchObject({
      paths: columns,
      isSensitive: true,
    });
  });

  test("has nothing of a protected person but the alias, the states and the day", () => {
    const protection = { alias: { nameOnBadge: "Speaker Seven" }, readers: [] };
    const secret = {
      ...{ answers, protection, organization: "Secret organization", functionTitle: "Secret function" },
      ...{ needs: { diet: "secret diet", accessibility: "secret" }, guardian: { name: "Secret", contact: "secret" } },
      ...{ documents: { photo: "secret-photo" }, visaLetter: { number: 1, at: "2027-03-02T13:14:15.678Z" } },
    };
    const columns = [...listTableColumns({ what: "registrations" }, questions, true).map(({ path }) => path)];
    const all = [...columns, "needs.diet", "needs.accessibility", "guardian.name", "guardian.contact", "answers.talk"];
    const listed = listTableColumns({ what: "registrations", columns: all }, questions, true);
    const registration = { ...buildRegistration(conference), ...secret };
    const record = { registration, annotations: noAnnotations, presence: undefined, counterparts: new Map() };
    const person = toExportedPerson(record, { conference, requestedBy: otherSecretariat });
    const { cells } = toTableRow(person, listed, { wording: undefined, withSensitive: true, hasOthers: true });
    const text = JSON.stringify(cells);
    expect(text).toContain("Speaker Seven");
    expect(text).not.toMatch(/secret|asthma|rivers|13:14/i);
    expect(text).not.toContain(registration.person.familyName);
    expect(cells[listed.findIndex(({ path }) => path === "photo")]).toBe(false);
  });
});

test("headings that are equal have their path", () => {
  const same = { present: [question("one", { label: { en: "Name" } })], retired: [] };
  const columns = listTableColumns(
    { what: "registrations", columns: ["displayName", "answers.one", "person.email"] },
    same,
    false,
  );
  expect(listHeadings(columns, createExportWording(conference, "en", new Map()))).toEqual([
    "Name (displayName)",
    "Name (answers.one)",
    "Email address",
  ]);
});
