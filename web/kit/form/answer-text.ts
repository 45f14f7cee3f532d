import type { Language } from "#shared/model/conference.ts";
import type { AnswerValue, AnswerValues, Question } from "#shared/model/question.ts";
import { formatAnswer as formatAnswerIn } from "#shared/questions/answer-text.rules.ts";
import { getCountryName } from "../i18n/countries.ts";
import { getLocalizedText, type PageTranslator } from "../i18n/translations.tsx";

type AnswerReader = PageTranslator<"common.no" | "common.yes" | "questions.file">;

/** An answer as the reader's language words it; empty without one. */
export const formatAnswer = (question: Question, answer: AnswerValue | undefined, reader: AnswerReader): string =>
  formatAnswerIn(question, answer, {
    language: reader.language,
    yes: reader.t("common.yes"),
    no: reader.t("common.no"),
    file: reader.t("questions.file"),
    formatCountry: (code) => getCountryName(code, reader),
  });

/** The answers to these questions with their labels, in the order of the questions. */
export const listAnswerRows = (questions: readonly Question[], answers: AnswerValues, reader: AnswerReader) =>
  questions.flatMap((question) => {
    const text = formatAnswer(question, answers[question.key], reader);
    return text === "" ? [] : [{ question, label: getLocalizedText(question.label, reader.language), text }];
  });

/** The question at a path such as `answers.meal`, for its label and the wording of its answer. */
export function findQuestionAtPath(questions: readonly Question[], path: string): Question | undefined {
  const [group, key] = path.split(".");
  return group === "answers" || group === "staffAnswers" ? questions.find((each) => each.key === key) : undefined;
}

/** The label of the question at a path; `undefined` at the path of another field. */
export function getQuestionLabel(questions: readonly Question[], path: string, language: Language): string | undefined {
  const question = findQuestionAtPath(questions, path);
  return question && getLocalizedText(question.label, language);
}
