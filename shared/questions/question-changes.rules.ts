import type { FieldError } from "#shared/model/domain-error.ts";
import type { Answers, FormerQuestion, Question, QuestionSet } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { AnswerContext } from "./questions.rules.ts";

/** How long a form may be filled in with the questions of a version after another one has replaced it, in ms. */
const formLifetimeMs = 86_400_000;

/** The next version of a conference's questions. What follows from a sensitive question is sensitive, too. */
export function createNextVersion(before: QuestionSet, given: readonly Question[], at: string): QuestionSet {
  const items = markSensitive(given);
  const oldest = new Date(Date.parse(at) - formLifetimeMs).toISOString();
  const superseded = [...before.superseded, { version: before.version, at }].filter((each) => each.at > oldest);
  const former = listFormerQuestions(before, items, { at, oldest });
  return { version: before.version + 1, savedAt: at, items, superseded, ...(former.length > 0 && { former }) };
}

/** The questions, of which those that follow from a sensitive one are sensitive, too. */
export function markSensitive(items: readonly Question[]): Question[] {
  const { keys } = findSensitiveQuestions({ items });
  return items.map((each) => (keys.has(each.key) && each.type !== "section" ? { ...each, sensitive: true } : each));
}

/** A removed question decides on the answers of forms that show it. One that was sensitive stays so for them. */
function listFormerQuestions(
  before: QuestionSet,
  items: readonly Question[],
  { at, oldest }: { readonly at: string; readonly oldest: string },
): FormerQuestion[] {
  const known = new Map((before.former ?? []).filter((each) => each.at > oldest).map((each) => [each.key, each]));
  for (const { key, type, sensitive: isSensitive, staffOnly, until } of before.items) {
    const sensitive = isSensitive === true || known.get(key)?.sensitive === true;
    known.set(key, {
      key,
      type,
      at,
      ...(sensitive && { sensitive }),
      ...(staffOnly && { staffOnly }),
      ...(until && { until }),
    });
  }
  const kept = new Set(items.map(({ key }) => key));
  return [...known.values()].filter(({ key, sensitive }) => sensitive || !kept.has(key));
}

/**
 * The form of an earlier version as its answers are accepted now. Who answers, and until when, is as the question is
 * now or, if it was removed, was at last. A question that got another type is not in it: its key means something else.
 */
export function toAcceptedForm(
  shown: QuestionSet,
  present: QuestionSet,
  { respondent, now }: Pick<AnswerContext, "respondent" | "now">,
): QuestionSet {
  const last = new Map([...(present.former ?? []), ...present.items].map((each) => [each.key, each]));
  const items = shown.items.flatMap((question) => {
    const { staffOnly: _s, until: _u, ...rest } = question;
    const { type, staffOnly, until } = last.get(question.key) ?? {};
    const isOver = respondent !== "staff" && until !== undefined && until <= now;
    if (type !== question.type || isOver) return [];
    return [{ ...rest, ...(staffOnly && { staffOnly }), ...(until && { until }) }];
  });
  return { ...shown, items };
}

/** A question, also in the form builder, as far as it matters whether it is sensitive. */
type ConditionalQuestion = Pick<Question, "key" | "sensitive" | "when">;

/** What is sensitive of a conference's questions. */
interface SensitiveQuestions {
  /** The keys of the questions whose answers are sensitive. */
  readonly keys: ReadonlySet<string>;
  /** Those of them that are asked by the answer to a sensitive question, with this question. */
  readonly followed: ReadonlyMap<string, string>;
}

/**
 * The questions whose answers are sensitive, now or at any time since the form of an earlier version was opened, and
 * what follows from them there or here: whether it was answered tells the answer that it follows from.
 */
export function findSensitiveQuestions(
  { items, former = [] }: { readonly items: readonly ConditionalQuestion[] } & Pick<QuestionSet, "former">,
  shown?: Pick<QuestionSet, "items">,
): SensitiveQuestions {
  const all: readonly ConditionalQuestion[] = [...(shown ? [...former, ...shown.items] : []), ...items];
  const keys = new Set(all.flatMap(({ key, sensitive }) => (sensitive ? [key] : [])));
  const followed = new Map<string, string>();
  for (const { key, when } of all)
    if (when && keys.has(when.question)) {
      followed.set(key, followed.get(when.question) ?? when.question);
      keys.add(key);
    }
  return { keys, followed };
}

/** The questions that everyone may read of a version: not those that are for staff now, nor what depends on them. */
export function listPublicQuestions(items: readonly Question[], later: readonly Question[]): Question[] {
  const hidden = new Set(later.filter(({ staffOnly }) => staffOnly).map(({ key }) => key));
  return items.filter(({ key, staffOnly, when }) => {
    if (staffOnly || (when && hidden.has(when.question))) hidden.add(key);
    return !hidden.has(key);
  });
}

/** Whether a form that shows this version may still be submitted. */
export const isFormValid = ({ superseded }: QuestionSet, version: number, now: string): boolean => {
  const oldest = new Date(Date.parse(now) - formLifetimeMs).toISOString();
  return superseded.some((each) => each.version === version && each.at > oldest);
};

/** What people have answered, as far as a member of staff may know it. */
interface AnswerUse {
  /** Whether people have registered. */
  readonly hasPeople: boolean;
  /** Whether one of them is protected from this member of staff, and so has answers that no one may tell. */
  readonly hasHiddenPeople: boolean;
  /** The values of the others, by question. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

export const noAnswerUse: AnswerUse = { hasPeople: false, hasHiddenPeople: false, values: new Map() };

/** What a person has answered, and asks to answer, as the use names the values. */
function* listAnsweredValues({ answers = {}, staffAnswers = {}, changeRequest }: Registration) {
  const requested = Object.entries(changeRequest?.answers ?? {}).flatMap(([key, { to }]) => (to ? [[key, to]] : []));
  const all = [answers, staffAnswers, Object.fromEntries(requested) as Answers];
  const questionKeys = new Set(all.flatMap((each) => Object.keys(each)));
  for (const key of questionKeys) yield { key, values: all.flatMap((each) => each[key]?.value ?? []).map(String) };
}

/** Adds what these people have answered. @param earlier the use by others */
export function addAnswerUse(
  earlier: AnswerUse,
  registrations: Iterable<Registration>,
  isReadable: (registration: Registration) => boolean,
): AnswerUse {
  const values = new Map(earlier.values);
  let { hasPeople, hasHiddenPeople } = earlier;
  for (const registration of registrations) {
    if (registration.erasure) continue;
    hasPeople = true;
    if (isReadable(registration))
      for (const each of listAnsweredValues(registration))
        values.set(each.key, new Set([...(values.get(each.key) ?? []), ...each.values]));
    else hasHiddenPeople = true;
  }
  return { hasPeople, hasHiddenPeople, values };
}

/** The settings of a question by which its answers are stored and shown. */
const fixedSettings = ["type", "sensitive", "staffOnly"] as const;

const hasChanged = (before: Question, after: Question, setting: (typeof fixedSettings)[number]) =>
  (before[setting] || false) !== (after[setting] || false);

const listLostOptions = (before: Question, after: Question): string[] => {
  const kept = new Set(after.options?.map(({ value }) => value));
  return (before.options ?? []).map(({ value }) => value).filter((value) => !kept.has(value));
};

/** Whether these questions take something away from the earlier ones, so that it matters what people have answered. */
export function takesAway(before: readonly Question[], after: readonly Question[]): boolean {
  const later = new Map(after.map((question) => [question.key, question]));
  return before.some((former) => {
    const question = later.get(former.key);
    if (!question || former.type === "section") return former.type !== "section";
    return (
      fixedSettings.some((setting) => hasChanged(former, question, setting)) ||
      listLostOptions(former, question).length > 0
    );
  });
}

/**
 * An error at each question with answers that changes its type, who may read it, or loses an option in use. Where a
 * refusal or its absence would tell an answer that is sensitive, or of a protected person, all is refused, whatever the
 * answers are.
 * @param before the questions until now, and the removed ones that are added again
 */
export function findUsedErrors(
  before: readonly Question[],
  after: readonly Question[],
  { hasPeople, hasHiddenPeople, values }: AnswerUse,
): FieldError[] {
  const earlier = new Map(before.map((question) => [question.key, question]));
  return after.flatMap((question, index) => {
    const { key } = question;
    const former = earlier.get(key);
    if (!former || former.type === "section") return [];
    const isSensitive = former.sensitive === true || question.sensitive === true;
    const isConfidential = hasHiddenPeople || (isSensitive && hasPeople);
    const used = values.get(key);
    const changed = fixedSettings.filter((setting) => hasChanged(former, question, setting));
    const lost = listLostOptions(former, question);
    const toError = (path: string, rule: string, option?: string) => ({
      path: `items.${index}.${path}`,
      rule,
      values: { question: key, ...(option !== undefined && { option }) },
    });
    if (isConfidential)
      return [...changed, ...(lost.length > 0 ? ["options"] : [])].map((path) => toError(path, "answersConfidential"));
    return [
      ...changed.filter(() => used).map((setting) => toError(setting, "questionInUse")),
      ...lost.filter((option) => used?.has(option)).map((option) => toError("options", "optionInUse", option)),
    ];
  });
}

/** The questions with an answer that the new ones do not contain any more. */
export function listRemovedQuestions(before: readonly Question[], after: readonly Question[]): Question[] {
  const kept = new Set(after.map(({ key }) => key));
  return before.filter(({ key, type }) => type !== "section" && !kept.has(key));
}
