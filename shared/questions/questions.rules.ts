import type { FieldError } from "#shared/model/domain-error.ts";
import type { AnswerValue, AnswerValues, Question, QuestionStage } from "#shared/model/question.ts";

/** Who answers, for whom, and when. */
export interface AnswerContext {
  /** Of the person whom the answers are about. */
  readonly category: string;
  readonly role: string;
  /** `approved` for an approved person, who also answers the questions after the approval. */
  readonly askedAt: QuestionStage;
  readonly respondent: "person" | "focal-point" | "staff";
  /** RFC 3339, UTC. */
  readonly now: string;
}

/** Whether the answer is one of these values; of several choices, whether one of them is. */
const matchesAny = (answer: AnswerValue | null | undefined, values: readonly (string | boolean)[]): boolean =>
  [answer].flat().some((each) => values.some((value) => value === each));

/** Whether the question is one for this category and role. */
const isFor = ({ categories, roles }: Question, { category, role }: Pick<AnswerContext, "category" | "role">) =>
  (categories?.includes(category) ?? true) && (roles?.includes(role) ?? true);

/** The keys of the questions that these answers raise for a person of the category and role, for every respondent. */
export function listRaisedKeys(
  questions: readonly Question[],
  answers: AnswerValues,
  person: Pick<AnswerContext, "category" | "role">,
): ReadonlySet<string> {
  const raised = new Set<string>();
  for (const question of questions) {
    const { key, when } = question;
    if (
      isFor(question, person) &&
      (!when || (raised.has(when.question) && matchesAny(answers[when.question], when.in)))
    )
      raised.add(key);
  }
  return raised;
}

/**
 * The keys of the questions that these answers, the category or the role rule out, whatever the other answers are.
 * @param answers `null` takes an answer away
 */
export function listRuledOutKeys(
  questions: readonly Question[],
  answers: Readonly<Record<string, AnswerValue | null>>,
  person: Pick<AnswerContext, "category" | "role">,
): ReadonlySet<string> {
  const ruledOut = new Set<string>();
  for (const question of questions) {
    const { key, when } = question;
    const answer = when && answers[when.question];
    const isUnmet = when && (ruledOut.has(when.question) || (answer !== undefined && !matchesAny(answer, when.in)));
    if (!isFor(question, person) || isUnmet) ruledOut.add(key);
  }
  return ruledOut;
}

/** Whether this respondent may answer the question now, if it is raised. */
export function isOpenTo(question: Question, { respondent, askedAt, now }: AnswerContext): boolean {
  const { type, staffOnly = false, askedAt: stage = "registration", until } = question;
  if (type === "section") return false;
  // Only the person themselves can acknowledge a text.
  if (type === "acknowledgement" && respondent !== "person") return false;
  if (respondent === "staff") return true;
  if (staffOnly) return false;
  return stage === "registration" || (askedAt === "approved" && (until === undefined || now < until));
}

/** The questions that are asked, in their order. @param answers by which conditions are met */
export function listAskedQuestions(
  questions: readonly Question[],
  answers: AnswerValues,
  context: AnswerContext,
): Question[] {
  const raised = listRaisedKeys(questions, answers, context);
  return questions.filter((question) => raised.has(question.key) && isOpenTo(question, context));
}

/** Whether the respondent must answer, if asked. Staff may leave the answers of a person open. */
export const isRequired = ({ type, required = false }: Question, { respondent }: AnswerContext): boolean =>
  respondent !== "staff" && (required || type === "acknowledgement");

/** The questions that are asked, or not, by an answer to one of these, directly or through another question. */
export function listFollowingKeys(questions: readonly Question[], decisive: ReadonlySet<string>): ReadonlySet<string> {
  const following = new Set<string>();
  for (const { key, when } of questions)
    if (when && (decisive.has(when.question) || following.has(when.question))) following.add(key);
  return following;
}

/** The keys of the questions that are wanted, and of those on whose answers they depend, directly or through others. */
export function listNeededKeys(
  questions: readonly Question[],
  isWanted: (question: Question) => boolean,
): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const question of questions.toReversed()) {
    if (!needed.has(question.key) && !isWanted(question)) continue;
    needed.add(question.key);
    if (question.when) needed.add(question.when.question);
  }
  return needed;
}

/** An error at each category or role that the conference does not have. */
export function findForeignNames(
  known: { readonly categories: readonly string[]; readonly roles: readonly string[] },
  questions: readonly Question[],
): FieldError[] {
  const check = (names: readonly string[] = [], allowed: readonly string[], path: string, rule: string) =>
    names.flatMap((name, index) => (allowed.includes(name) ? [] : [{ path: `${path}.${index}`, rule }]));
  return questions.flatMap((question, index) => [
    ...check(question.categories, known.categories, `items.${index}.categories`, "unknownCategory"),
    ...check(question.roles, known.roles, `items.${index}.roles`, "notOneOf"),
  ]);
}
