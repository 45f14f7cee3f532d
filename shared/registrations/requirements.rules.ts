import type { CategoryKind, Conference, RequirableField, Requirement } from "#shared/model/conference.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import type { Person, Registration } from "#shared/model/registration.ts";

/**
 * What decides on the requirements. That the letter of a delegation names a protected person would tell staff that they
 * belong to it, so that for staff only a letter of their own counts: `isNamedInLetter` is masked, `documents` are not.
 */
export interface RequirementsState extends Pick<Registration, "category" | "isNamedInLetter"> {
  readonly documents?: Registration["documents"] | undefined;
}

/**
 * The requirements of the category that the registration does not meet. The credential letter of a delegation counts for
 * a member once an officer has recorded that it names the member.
 */
export function listMissingRequirements(
  { categories }: Conference,
  { category, documents, isNamedInLetter }: RequirementsState,
): Requirement[] {
  const needs = categories.find((settings) => settings.category === category)?.needs ?? [];
  const isMet: Readonly<Record<Requirement, boolean>> = {
    letter: isNamedInLetter === true || documents?.["credential-letter"] !== undefined,
    photo: documents?.photo !== undefined,
  };
  return needs.filter((need) => !isMet[need]);
}

/** What a category of each kind requires unless the secretariat says otherwise. */
const defaultRequires: Readonly<Partial<Record<CategoryKind, readonly RequirableField[]>>> = {
  "member-state": ["country"],
  "observer-state": ["country"],
  "international-organization": ["organization"],
  "development-bank": ["organization"],
  parliament: ["country"],
  ngo: ["organization"],
  academia: ["organization"],
  "private-sector": ["organization"],
  media: ["organization"],
};

/** The fields that a new category requires. */
export const getDefaultRequires = (kind: CategoryKind): readonly RequirableField[] => defaultRequires[kind] ?? [];

/** The path of each field that a category can require. */
const requirablePaths = {
  organization: "organization",
  country: "country",
  functionTitle: "functionTitle",
  honorific: "person.honorific",
  gender: "person.gender",
  birthDate: "person.birthDate",
} as const satisfies Record<RequirableField, string>;

/** What a category requires of the fields of a form. */
export interface CategoryRequirements {
  readonly requires?: readonly RequirableField[] | undefined;
  readonly minimumAge?: number | undefined;
}

/** The fields that a category requires. Whether a person is old enough follows from the date of birth. */
const listRequiredFields = ({ requires = [], minimumAge }: CategoryRequirements): RequirableField[] =>
  minimumAge === undefined || requires.includes("birthDate") ? [...requires] : [...requires, "birthDate"];

/** The paths of the fields that a category requires. */
export const listRequiredPaths = (category: CategoryRequirements): string[] =>
  listRequiredFields(category).map((field) => requirablePaths[field]);

/** The fields of a form that a category can require. */
export interface RequirableForm
  extends Partial<Pick<Registration, "organization" | "country" | "functionTitle" | "guardian">> {
  readonly person: Partial<Pick<Person, "honorific" | "gender" | "birthDate">>;
}

/** An error at each field that the category requires and that the form leaves empty. */
export function findMissingFields(
  category: CategoryRequirements | undefined,
  { organization, country, functionTitle, person: { honorific, gender, birthDate } }: RequirableForm,
): FieldError[] {
  const values: Record<RequirableField, string | undefined> = {
    organization,
    country,
    functionTitle,
    honorific,
    gender,
    birthDate,
  };
  const missing = listRequiredFields(category ?? {}).filter((field) => !values[field]);
  return missing.map((field) => ({ path: requirablePaths[field], rule: "required" }));
}

/** Whether a person has not reached the minimum age of a category on a day (`YYYY-MM-DD`). */
export function isBelowMinimumAge(
  { minimumAge }: CategoryRequirements,
  birthDate: string | undefined,
  day: string,
): boolean {
  if (minimumAge === undefined || !birthDate) return false;
  return `${Number(birthDate.slice(0, 4)) + minimumAge}${birthDate.slice(4)}` > day;
}

/** An error at each empty field about the guardian of a person below the minimum age. @param startsOn the first day */
export function findGuardianErrors(
  category: CategoryRequirements | undefined,
  startsOn: string,
  { guardian, person: { birthDate } }: RequirableForm,
): FieldError[] {
  const { minimumAge = 0 } = category ?? {};
  if (!isBelowMinimumAge(category ?? {}, birthDate, startsOn)) return [];
  const values = { minimum: minimumAge };
  const missing = (["name", "contact"] as const).filter((field) => !guardian?.[field]);
  return missing.map((field) => ({ path: `guardian.${field}`, rule: "guardianRequired", values }));
}

/** The greatest age that a date of birth can mean, in years. */
const maxAge = 120;

/** An error at a date of birth after today, or so long ago that no living person has it. @param now RFC 3339, UTC */
export function findImplausibleDates({ birthDate }: Pick<Person, "birthDate">, now: string): FieldError[] {
  if (birthDate === undefined) return [];
  const path = "person.birthDate";
  if (birthDate > now.slice(0, 10)) return [{ path, rule: "dateInFuture" }];
  const earliest = `${Number(now.slice(0, 4)) - maxAge}${now.slice(4, 10)}`;
  return birthDate < earliest ? [{ path, rule: "birthDateTooEarly", values: { maximum: maxAge } }] : [];
}
