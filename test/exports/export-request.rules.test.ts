import { describe, expect, test } from "vitest";
import { canStartExport, findExportErrors, namesQuestions } from "#shared/exports/export-request.rules.ts";
import type { JobStatus } from "#shared/model/job.ts";
import type { Question } from "#shared/model/question.ts";

const question = (key: string, more: Partial<Question> = {}): Question => ({
  key,
  type: "text",
  label: { en: key },
  ...more,
});

const questions = [
  question("meal"),
  question("illness", { sensitive: true }),
  question("travel", { type: "section" }),
  // Removed ones: the form asks for the meal again, and not as sensitive data.
  question("meal", { sensitive: true }),
  question("talk"),
];

const listPaths = (request: Parameters<typeof findExportErrors>[0]) =>
  findExportErrors(request, questions).map(({ path, rule }) => `${path}: ${rule}`);

describe("a request for an export", () => {
  test("may name the questions of the form, and removed ones", () => {
    const columns = ["displayName", "answers.meal", "answers.talk"];
    expect(listPaths({ columns, filter: { answers: { meal: ["fish"], talk: [""] } } })).toEqual([]);
  });

  test("is refused for each question that does not exist, and for a heading of the form", () => {
    const columns = ["displayName", "answers.gone", "answers.travel"];
    expect(listPaths({ columns, filter: { answers: { gone: ["x"], travel: ["x"] } } })).toEqual([
      "columns.1: notOneOf",
      "columns.2: notOneOf",
      "filter.answers.gone: notOneOf",
      "filter.answers.travel: notOneOf",
    ]);
  });

  test("is refused if it filters by a sensitive question, also with a reason", () => {
    const request = { filter: { answers: { illness: ["asthma"] } }, reason: "medical service" };
    expect(listPaths(request)).toEqual(["filter.answers.illness: notOneOf"]);
  });

  test.each(["needs.diet", "answers.illness"])(
    "is refused if it has the sensitive column %s without a reason",
    (path) => {
      expect(listPaths({ columns: [path] })).toEqual(["reason: required"]);
      expect(listPaths({ columns: [path], reason: "catering" })).toEqual([]);
    },
  );

  test("names questions by a column or by a filter", () => {
    expect(namesQuestions({})).toBe(false);
    expect(namesQuestions({ columns: ["displayName"], filter: {} })).toBe(false);
    expect(namesQuestions({ columns: ["answers.meal"] })).toBe(true);
    expect(namesQuestions({ filter: { answers: { meal: ["fish"] } } })).toBe(true);
  });
});

test.each<[string, JobStatus, boolean]>([
  ["running", { state: "running" }, false],
  ["waiting", { state: "waiting" }, false],
  ["done", { state: "done", result: {} }, true],
  ["failed", { state: "failed", failure: { code: "attempts-exhausted" } }, true],
])("beside four exports that are running and one that is %s, another one can start: $2", (_, status, isPossible) => {
  const running = { status: { state: "running" } } as const;
  expect(canStartExport([...Array(4).fill(running), { status }])).toBe(isPossible);
});
