import { canBeRepresented } from "#shared/countries/represented-countries.rules.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { AnswerValue, AnswerValues, Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";

/** What a form takes over from an earlier registration: its fields by path, and the answers by question. */
export interface FormPrefill {
  readonly fields: Readonly<Record<string, string>>;
  readonly answers: AnswerValues;
}

/**
 * What a person's registration at another conference fills in a form: the fields about the person, and the answers
 * whose question has the same key and type in both conferences. Needs, consent, passport, documents, sensitive answers
 * and texts that the person accepted are left out.
 */
export function toFormPrefill(
  registration: Registration,
  earlier: readonly Question[],
  conference: Pick<Conference, "countries">,
  asked: readonly Question[],
): FormPrefill {
  const { person, latinName = {}, nameOrder, organization, functionTitle, country } = registration;
  const { honorific, givenName, familyName, nameOnBadge, email, nationality, gender, birthDate } = person;
  const fields = {
    "person.honorific": honorific,
    "person.givenName": givenName,
    "person.familyName": familyName,
    "latinName.givenName": latinName.givenName,
    "latinName.familyName": latinName.familyName,
    nameOrder,
    "person.nameOnBadge": nameOnBadge,
    "person.email": email,
    "person.nationality": nationality,
    "person.gender": gender,
    "person.birthDate": birthDate,
    organization,
    functionTitle,
    country: country !== undefined && canBeRepresented(conference, country) ? country : undefined,
  };
  const filled = Object.entries(fields).flatMap(([path, value]) => (value === undefined ? [] : [[path, value]]));
  return { fields: Object.fromEntries(filled), answers: copyAnswers(registration, earlier, asked) };
}

/** A file belongs to the registration for which it was uploaded. */
const uncopiedTypes: ReadonlySet<Question["type"]> = new Set<Question["type"]>(["acknowledgement", "file", "section"]);

const isCopied = ({ type, sensitive, staffOnly }: Question) => !sensitive && !staffOnly && !uncopiedTypes.has(type);

function copyAnswers(
  { answers = {} }: Pick<Registration, "answers">,
  earlier: readonly Question[],
  asked: readonly Question[],
): AnswerValues {
  const copied = asked.filter((question) => {
    const before = earlier.find(({ key }) => key === question.key);
    return before?.type === question.type && isCopied(before) && isCopied(question);
  });
  const values = copied.flatMap((question) => {
    const value = keepOptions(question, answers[question.key]?.value);
    return value === undefined ? [] : [[question.key, value] as const];
  });
  return Object.fromEntries(values);
}

/** The answer without options that the question does not have. */
function keepOptions({ options }: Question, value: AnswerValue | undefined): AnswerValue | undefined {
  if (!options || value === undefined) return value;
  const isOption = (each: unknown) => options.some((option) => option.value === each);
  if (typeof value !== "object") return isOption(value) ? value : undefined;
  const known = value.filter(isOption);
  return known.length > 0 ? known : undefined;
}
