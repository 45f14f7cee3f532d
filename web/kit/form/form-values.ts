import { isNonLatin } from "#shared/registrations/names.rules.ts";
import { type CategoryRequirements, isBelowMinimumAge } from "#shared/registrations/requirements.rules.ts";
import { getLocalizedText, type PageTranslator } from "../i18n/translations.tsx";

/** The values of a form by field path, such as `person.givenName`. */
export type FormValue = string | boolean | readonly string[];
export type FormValues = Readonly<Record<string, FormValue>>;

export const getText = (values: FormValues, path: string): string => {
  const value = values[path];
  return typeof value === "string" ? value : "";
};

export const getList = (values: FormValues, path: string): readonly string[] => {
  const value = values[path];
  return Array.isArray(value) ? value : [];
};

/** The element id of a field; the error summary links to it. */
export const toFieldId = (path: string) => `f-${path.replaceAll(".", "-")}`;

/** The fields about a person, in the order of every form: those of the person, and how the name is written. */
export const personPaths = [
  "person.honorific",
  "person.givenName",
  "person.familyName",
  "latinName.givenName",
  "latinName.familyName",
  "nameOrder",
  "person.nameOnBadge",
  "person.email",
  "person.nationality",
  "person.gender",
  "person.birthDate",
] as const;

export const guardianPaths = ["guardian.name", "guardian.contact"] as const;

/** The fields with those of the name in Latin letters after the family name, if the name is in another script. */
export function insertLatinFields(paths: readonly string[], values: FormValues): readonly string[] {
  const latinPaths = ["latinName.givenName", "latinName.familyName"];
  const isAsked =
    isNonLatin(getText(values, "person.givenName") + getText(values, "person.familyName")) ||
    latinPaths.some((path) => getText(values, path) !== "");
  return paths.flatMap((path) => (path === "person.familyName" && isAsked ? [path, ...latinPaths] : [path]));
}

/** The fields with those about the guardian at their end, if the person is below the minimum age of the category. */
export function addGuardianFields(
  paths: readonly string[],
  values: FormValues,
  category: CategoryRequirements | undefined,
  startsOn: string | undefined,
): readonly string[] {
  const isAsked = category && startsOn && isBelowMinimumAge(category, getText(values, "person.birthDate"), startsOn);
  return isAsked ? [...paths, ...guardianPaths] : paths;
}

/** The nested request body, without empty fields. */
export function toNestedBody(values: FormValues): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    if (typeof value === "string" && value.trim() === "") continue;
    const [first = "", second] = path.split(".");
    if (second === undefined) body[first] = value;
    else body[first] = { ...(body[first] as object | undefined), [second]: value };
  }
  return body;
}

/** The inverse of `toNestedBody`: values by path. */
export function toFormValues(body: object, before = ""): FormValues {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(toFormValues(value, `${before}${name}.`))
        : [[before + name, value]],
    ),
  );
}

/** The email addresses typed into one field, separated by line breaks, spaces, commas or semicolons. */
export const parseEmailAddresses = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

/** The list with an item added at its end or removed. */
export const toggleItem = <T>(all: readonly T[], item: T, isIncluded: boolean): T[] =>
  isIncluded ? [...all, item] : all.filter((each) => each !== item);

/** The list with the item at `from` moved to `to`. */
export function moveItem<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, index) => index !== from);
  const item = all[from];
  return item === undefined ? [...all] : rest.toSpliced(to, 0, item);
}

/** The categories of a conference as options, in the reader's language. */
export const toCategoryOptions = <Name extends string>(
  categories: readonly { readonly category: Name; readonly title: Readonly<Record<string, string | undefined>> }[],
  language: string,
) => categories.map(({ category, title }) => ({ value: category, label: getLocalizedText(title, language) }));

interface TitledRole {
  readonly role: string;
  readonly title?: Readonly<Record<string, string | undefined>> | null | undefined;
}

/** The title of a role in the reader's language: that of the conference, or the usual one of a built-in role. */
export function getRoleTitle(
  roles: readonly TitledRole[] | undefined,
  role: string,
  { find, language }: Pick<PageTranslator<never>, "find" | "language">,
): string {
  const title = roles?.find((each) => each.role === role)?.title;
  return title ? getLocalizedText(title, language) : (find(`role.${role}`) ?? role);
}
