import { afterAll, beforeAll, expect, test } from "vitest";
import { validate } from "#shared/contracts/validate.ts";
import { createPendingDocument } from "#shared/documents/documents.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { putItem } from "#shared/dynamodb/table.ts";
import { readGivenAnswers } from "#shared/http/given-answers.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { AnswerValues, Question } from "#shared/model/question.ts";
import { givenAnswers } from "#shared/questions/contract.ts";
import { toQuestionsItem } from "#shared/questions/questions.repository.ts";
import type { AnswerContext } from "#shared/questions/questions.rules.ts";
import { readAnswerForm, readFormAnswers, toAnswerFormValues, toAnswerPath } from "../../web/kit/form/answer-values.ts";
import { validateAnswers } from "../../web/kit/form/form-rules.ts";
import type { FormValue } from "../../web/kit/form/form-values.ts";
import {
  aFile,
  createContext,
  createForm,
  fillIn,
  otherFile,
  pickInvalid,
  pickValid,
} from "../questions/question-forms.ts";
import { aConference } from "../support/builders.ts";
import { Random } from "../support/random.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const formCount = 100;
const answersPerForm = 100;

/** A new registration, as both sides know it. */
const createRegistrationContext = (random: Random): AnswerContext => ({
  ...createContext(random),
  askedAt: "registration",
});

/** Answers of the form, some of which are wrong, missing, or to a question that is not asked. */
function spoil(random: Random, questions: readonly Question[], answers: AnswerValues): Record<string, unknown> {
  const spoiled: Record<string, unknown> = { ...answers };
  const answered = questions.filter(({ type }) => type !== "section");
  while (answered.length > 0 && random.chance(0.5)) {
    const question = random.pick(answered);
    const change = random.pick(["wrong", "missing", "other"]);
    if (change === "missing") delete spoiled[question.key];
    else spoiled[question.key] = change === "wrong" ? pickInvalid(random, question) : pickValid(random, question);
  }
  if (random.chance(0.05)) spoiled["unknown"] = "x";
  return spoiled;
}

/** The paths that the page reports: of the contract, or of the questions. */
function validateInBrowser(questions: readonly Question[], answers: object, context: AnswerContext): string[] {
  const form = validate(givenAnswers, answers);
  if ("fieldErrors" in form) return form.fieldErrors.map(({ path }) => `answers.${path}`);
  return validateAnswers(questions, answers as AnswerValues, context).map(({ path }) => path);
}

/** The paths that the API reports for the body of the request, as JSON brings it. */
async function validateInFunction(conferenceId: string, json: string, context: AnswerContext): Promise<string[]> {
  const form = validate(givenAnswers, JSON.parse(json));
  if ("fieldErrors" in form) return form.fieldErrors.map(({ path }) => `answers.${path}`);
  const conference = { ...aConference({}, conferenceId), questionsVersion: 1 };
  const person = { ...context, language: "en" } as const;
  try {
    await readGivenAnswers(started.table, conference, { answers: form.value }, person);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.fieldErrors.map(({ path }) => path);
  }
}

/**
 * Stores a checked file for each sample of an answer to each question that asks for one.
 * @returns the identifier of the file by the key of the question and the sample
 */
async function storeFiles(conferenceId: string, questions: readonly Question[]): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const { key } of questions.filter(({ type }) => type === "file"))
    for (const sample of [aFile, otherFile]) {
      const documentId = createId();
      const status = { state: "checked", fileType: "application/pdf", size: 1_000 } as const;
      const document = { documentId, conferenceId, kind: "answer", question: key, status } as const;
      await createPendingDocument(started.table, { ...document, at: new Date().toISOString() });
      files.set(`${key} ${sample}`, documentId);
    }
  return files;
}

test("browser and function accept and refuse the same of 10,000 random answers, at the same questions", async () => {
  const random = new Random(22);
  const seen = { accepted: 0, refused: 0 };
  for (let form = 0; form < formCount; form += 1) {
    const questions = createForm(random);
    const conferenceId = `agreement-${form}`;
    await putItem(
      started.table,
      toQuestionsItem(conferenceId, {
        version: 1,
        savedAt: "2027-01-01T00:00:00.000Z",
        items: questions,
        superseded: [],
      }),
    );
    const files = await storeFiles(conferenceId, questions);
    for (let each = 0; each < answersPerForm; each += 1) {
      const context = createRegistrationContext(random);
      const spoiled = spoil(random, questions, fillIn(random, questions, context).answers);
      const answers = Object.fromEntries(
        Object.entries(spoiled).map(([key, value]) => [key, files.get(`${key} ${value}`) ?? value]),
      );
      const inBrowser = validateInBrowser(questions, answers, context);
      const inFunction = await validateInFunction(conferenceId, JSON.stringify(answers), context);
      expect(inFunction, JSON.stringify({ questions, answers, context })).toEqual(inBrowser);
      seen[inBrowser.length === 0 ? "accepted" : "refused"] += 1;
    }
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(2_000);
});

/** What a person can leave in the field of a question. */
function typeInto(random: Random, question: Question): FormValue {
  const { type, options = [] } = question;
  const values = options.map(({ value }) => value);
  switch (type) {
    case "yes-no":
      return random.pick(["", "yes", "no"]);
    case "acknowledgement":
      return random.chance(0.5);
    case "choice":
      return random.pick(["", ...values]);
    case "choices":
      return values.filter(() => random.chance(0.5));
    case "country":
      return random.pick(["", "CHE", "KEN"]);
    // A file that is refused leaves nothing.
    case "file":
      return random.pick(["", aFile]);
    default:
      return random.pick([
        "",
        " ",
        "3",
        "3,5",
        "text",
        "2027-02-01",
        "09:30",
        "+41 22 717 91 11",
        "https://example.org",
      ]);
  }
}

test("whatever a person leaves in the form is accepted, or an error is at a question that the form shows", () => {
  const random = new Random(23);
  const seen = { accepted: 0, refused: 0 };
  for (let each = 0; each < 5_000; each += 1) {
    const questions = createForm(random);
    const context = createContext(random);
    const typed = Object.fromEntries(
      questions.filter(({ type }) => type !== "section").map((one) => [toAnswerPath(one), typeInto(random, one)]),
    );
    const { shown, changes } = readAnswerForm(questions, { answers: {} }, typed, context);
    const answers = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null)) as AnswerValues;
    const shownPaths = new Set(shown.map(({ key }) => `answers.${key}`));
    const errors = validateAnswers(questions, answers, context).map(({ path }) =>
      path.split(".").slice(0, 2).join("."),
    );
    expect(errors.filter((path) => !shownPaths.has(path))).toEqual([]);
    seen[errors.length === 0 ? "accepted" : "refused"] += 1;
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(500);
});

test("the form can produce every answer that the schema accepts", () => {
  const random = new Random(24);
  for (let each = 0; each < 2_000; each += 1) {
    const questions = createForm(random);
    const { answers } = fillIn(random, questions, createContext(random));
    const typed = toAnswerFormValues(questions, answers);
    expect(readFormAnswers(questions, typed)).toEqual(answers);
  }
});
