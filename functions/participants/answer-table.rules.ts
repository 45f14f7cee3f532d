import type { Answer, Answers, Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { listRemovedQuestions } from "#shared/questions/question-changes.rules.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";

/** A question of the conference, or one that was removed and whose answers are kept. */
export interface AnswerColumn {
  readonly question: Question;
  readonly isRemoved: boolean;
}

/** A registration with its answers, as they may be exported. */
export interface AnswerRow {
  /** Under the alias, and without answers, if the person is protected. */
  readonly registration: Registration;
  readonly answers: Answers;
}

export interface AnswerTable {
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly AnswerRow[];
}

interface AnswerTableChoice {
  /** Paths such as `answers.meal`; all questions by default. */
  readonly columns?: readonly string[] | undefined;
  readonly withSensitive: boolean;
}

/**
 * The answers of all registrations, in the order of their submission, protected people at the beginning of their day: a
 * column for each question in the order of the form, then for each removed question. An answer whose question is in
 * neither list, because an older form brought it, has a column too, so that none is lost.
 * @param registrations in any order
 */
export function createAnswerTable(
  questions: readonly Question[],
  retired: readonly Question[],
  registrations: readonly Registration[],
  { columns: chosen, withSensitive }: AnswerTableChoice,
): AnswerTable {
  const isChosen = (key: string) => chosen?.includes(`answers.${key}`) ?? true;
  const isShown = ({ sensitive = false }: Pick<Question | Answer, "sensitive">) => withSensitive || !sensitive;
  const all = registrations
    .filter(({ erasure }) => !erasure)
    .map(maskProtectedIdentity)
    .toSorted((a, b) => (toPosition(a) < toPosition(b) ? -1 : 1))
    .map((registration) => {
      const { answers, staffAnswers } = registration;
      const shown = Object.entries({ ...answers, ...staffAnswers }).filter(
        ([key, answer]) => isChosen(key) && isShown(answer),
      );
      return { registration, answers: Object.fromEntries(shown) };
    });
  const present = questions.filter(({ type }) => type !== "section");
  const removed = listRemovedQuestions(retired, questions);
  const known = new Set([...present, ...removed].map(({ key }) => key));
  const others = new Set(all.flatMap(({ answers }) => Object.keys(answers)).filter((key) => !known.has(key)));
  const columns = [
    ...present.map((question) => ({ question, isRemoved: false })),
    ...removed.map((question) => ({ question, isRemoved: true })),
    ...[...others].toSorted().map((key) => ({ question: createUnknownQuestion(key), isRemoved: true })),
  ];
  return { columns: columns.filter(({ question }) => isChosen(question.key) && isShown(question)), rows: all };
}

const toPosition = ({ submittedAt, registrationId }: Registration) => `${submittedAt}#${registrationId}`;

const createUnknownQuestion = (key: string): Question => ({ key, type: "text", label: { en: key } });

/** The registrations of which the table contains a sensitive answer. */
export const listSensitiveRows = ({ rows }: AnswerTable): string[] =>
  rows
    .filter(({ answers }) => Object.values(answers).some(({ sensitive }) => sensitive))
    .map(({ registration }) => registration.registrationId);
