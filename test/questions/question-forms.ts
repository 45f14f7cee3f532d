import { type AnswerValue, type Question, type QuestionType, questionTypes } from "#shared/model/question.ts";
import type { AnswerContext } from "#shared/questions/questions.rules.ts";
import { toOptions } from "../support/builders.ts";
import type { Random } from "../support/random.ts";

const categories = ["ngo", "media"];
const roles = ["delegate", "observer"];

/** Identifiers of uploaded files. */
export const [aFile, otherFile] = ["a2".repeat(13), "b7".repeat(13)] as const;

/** The answers that a person can give to a question, and values that are none, beside those of another type. */
const samples: Readonly<Record<QuestionType, { readonly valid: AnswerValue[]; readonly invalid: unknown[] }>> = {
  section: { valid: [], invalid: [] },
  text: { valid: ["yes", "Ž ø"], invalid: ["", " ", "a\nb", "x".repeat(201), 1] },
  "long-text": { valid: ["one\ntwo"], invalid: ["", "\n", "x".repeat(2_001), true] },
  number: { valid: [2, 3.5, 4], invalid: [1, 5, "2", null] },
  date: { valid: ["2027-02-01", "2027-02-28"], invalid: ["2027-01-31", "2027-03-01", "2027-02-30", 20_270_201] },
  time: { valid: ["08:00", "20:00"], invalid: ["07:59", "20:01", "8:00", "24:00"] },
  "yes-no": { valid: [true, false], invalid: ["yes", 1, "true"] },
  choice: { valid: ["a", "b"], invalid: ["d", "", ["a"], "constructor"] },
  choices: { valid: [["a"], ["b", "a"]], invalid: [[], ["a", "b", "c"], ["a", "a"], ["d"], "a"] },
  country: { valid: ["CHE", "KEN"], invalid: ["che", "XXX", "Kenya"] },
  phone: { valid: ["+41 22 717 91 11", "(022) 12345"], invalid: ["1234", "call me", "+41/x"] },
  url: {
    valid: ["https://example.org/a?b=c"],
    invalid: ["example.org", "javascript:alert(1)", "https://a@b.org", "http://"],
  },
  file: { valid: [aFile, otherFile], invalid: ["", "passport.pdf", [aFile], aFile.toUpperCase(), 1] },
  acknowledgement: { valid: [true], invalid: [false, "yes"] },
};

const bounds: Readonly<Partial<Record<QuestionType, Partial<Question>>>> = {
  number: { min: 2, max: 4 },
  date: { min: "2027-02-01", max: "2027-02-28" },
  time: { min: "08:00", max: "20:00" },
  choices: { max: 2 },
  file: { fileTypes: ["pdf"], maxMegabytes: 5 },
};

const decisive = new Set<QuestionType>(["yes-no", "choice", "choices", "country"]);

/** A random form that the contract accepts. */
export function createForm(random: Random): Question[] {
  const questions: Question[] = [];
  const count = random.below(12);
  while (questions.length < count) questions.push(createQuestion(random, questions));
  return questions;
}

function createQuestion(random: Random, earlier: readonly Question[]): Question {
  const type = random.pick(questionTypes);
  const isPlain = type === "section" || type === "acknowledgement";
  const stage = random.chance(0.3) ? { askedAt: "approved" as const } : {};
  const staffOnly = !isPlain && random.chance(0.2);
  const named = earlier.filter(
    (each) =>
      decisive.has(each.type) && (staffOnly || !each.staffOnly) && (stage.askedAt !== undefined || !each.askedAt),
  );
  return {
    key: `q${earlier.length}`,
    type,
    label: { en: `Question ${earlier.length}` },
    ...(!isPlain && random.chance(0.5) && { required: true }),
    ...(random.chance(0.2) && { categories: [random.pick(categories)] }),
    ...(random.chance(0.2) && { roles: [random.pick(roles)] }),
    ...stage,
    ...(stage.askedAt &&
      !staffOnly &&
      type !== "section" &&
      random.chance(0.5) && { until: "2027-01-15T00:00:00.000Z" }),
    ...(staffOnly && { staffOnly }),
    ...((type === "choice" || type === "choices") && {
      options: toOptions("a", "b", "c"),
    }),
    ...bounds[type],
    ...(named.length > 0 && random.chance(0.6) && { when: createCondition(random, random.pick(named)) }),
  };
}

function createCondition(random: Random, { key, type }: Question) {
  const values = { "yes-no": [true, false], country: ["CHE", "KEN"] }[type as string] ?? ["a", "b", "c"];
  const chosen = values.filter(() => random.chance(0.5));
  return { question: key, in: chosen.length > 0 ? chosen : values.slice(0, 1) };
}

export const createContext = (random: Random): AnswerContext => ({
  category: random.pick(categories),
  role: random.pick(roles),
  askedAt: random.pick(["registration", "approved"]),
  respondent: random.pick(["person", "focal-point", "staff"]),
  now: random.pick(["2027-01-14T23:59:59.999Z", "2027-01-15T00:00:00.000Z"]),
});

/** A form that was filled in from top to bottom. */
export interface FilledForm {
  readonly answers: Record<string, AnswerValue>;
  /** The questions on the page that must be answered. */
  readonly required: readonly Question[];
  readonly shown: readonly Question[];
}

/** Whether the page of this respondent shows the question to the person at all, whatever the other answers are. */
function isOnPage(question: Question, { category, role, askedAt, respondent, now }: AnswerContext): boolean {
  const { categories: ofCategories = [category], roles: ofRoles = [role], type } = question;
  if (!ofCategories.includes(category) || !ofRoles.includes(role)) return false;
  if (type === "acknowledgement" && respondent !== "person") return false;
  if (respondent === "staff") return true;
  if (question.staffOnly) return false;
  if (question.askedAt === undefined) return true;
  return askedAt === "approved" && !(question.until !== undefined && now >= question.until);
}

/** Fills the form in from top to bottom: a question appears below the one that it depends on. */
export function fillIn(random: Random, questions: readonly Question[], context: AnswerContext): FilledForm {
  const answers: Record<string, AnswerValue> = {};
  const [shown, required]: [Question[], Question[]] = [[], []];
  const isRaised = ({ when }: Question) =>
    !when || [answers[when.question]].flat().some((each) => when.in.includes(each as string));
  for (const question of questions) {
    if (question.type === "section" || !isOnPage(question, context) || !isRaised(question)) continue;
    shown.push(question);
    const isNeeded =
      context.respondent !== "staff" && (question.type === "acknowledgement" || question.required === true);
    if (isNeeded) required.push(question);
    if (isNeeded || random.chance(0.6)) answers[question.key] = random.pick(samples[question.type].valid);
  }
  return { answers, shown, required };
}

export const pickInvalid = (random: Random, { type }: Question): unknown => random.pick(samples[type].invalid);
export const pickValid = (random: Random, { type }: Question): AnswerValue => random.pick(samples[type].valid);
