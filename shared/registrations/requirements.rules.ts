import type { Category, CategoryKind, Conference, RequirableField, Requirement } from "#shared/model/conference.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import type { Person, Registration } from "#shared/model/registration.ts";

/**
 * The requirements of the category that the registration does not meet. The credential letter of a delegation counts for
 * a member once an officer has recorded that it names the member.
 */
export function listMissingRequirements(
  { categories }: Conference,
  { category, documents, isNamedInLetter }: Registration,
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

/** The paths of the fields that a category requires. */
export const listRequiredPaths = (category: { readonly requires?: readonly RequirableField[] | undefined }): string[] =>
  (category.requires ?? []).map((field) => requirablePaths[field]);

/** The fields of a form that a category can require. */
export interface RequirableForm extends Partial<Pick<Registration, "organization" | "country" | "functionTitle">> {
  readonly person: Partial<Pick<Person, "honorific" | "gender" | "birthDate">>;
}

/** An error at each field that the category requires and that the form leaves empty. */
export function findMissingFields(
  category: { readonly requires?: Category["requires"] | undefined } | undefined,
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
  const missing = (category?.requires ?? []).filter((field) => !values[field]);
  return missing.map((field) => ({ path: requirablePaths[field], rule: "required" }));
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
