import type { Language } from "#shared/model/conference.ts";
import type { ApiAnswer } from "../api/client.ts";
import { getCountryName, getRepresentedName } from "../i18n/countries.ts";
import { formatDateTime } from "../i18n/format-dates.ts";
import { languageNames } from "../i18n/languages.ts";
import { getLocalizedText } from "../i18n/translations.tsx";
import { getFieldLabel } from "./form-errors.ts";
import { getRoleTitle } from "./form-values.ts";

/** The value at a path. `registration` may also be a record by path, such as the fields of a correction. */
function getFieldValue(registration: object, path: string): unknown {
  if (Object.hasOwn(registration, path)) return (registration as Record<string, unknown>)[path];
  return path
    .split(".")
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], registration);
}

/** What the values of fields need of a conference. */
export type FormattedConference = Pick<ApiAnswer<"getConference">, "countries" | "roles"> & {
  readonly categories: readonly Pick<ApiAnswer<"getConference">["categories"][number], "category" | "title">[];
  readonly sessions: readonly Pick<ApiAnswer<"getConference">["sessions"][number], "sessionId" | "title">[];
};

interface FieldFormatContext {
  readonly conference: FormattedConference;
  readonly language: Language;
  readonly find: (key: string) => string | undefined;
}

/** The formatted field at a path; undefined if it is empty. */
export function formatRegistrationField(
  registration: object,
  path: string,
  context: FieldFormatContext,
): string | undefined {
  return formatFieldValue(getFieldValue(registration, path), path, context);
}

const choiceKey = (path: "person.gender" | "nameOrder" | "participation", value: string): string => {
  if (path !== "person.gender") return `${path}.${value}`;
  return value === "undisclosed" ? "fieldChange.undisclosed" : `gender.${value}`;
};

function formatFieldValue(
  value: unknown,
  path: string,
  { conference, language, find }: FieldFormatContext,
): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "boolean") return find(value ? "fieldChange.yes" : "fieldChange.no");
  if (path === "sessions") return formatSessions(value as string[], { conference, language, find });
  if (typeof value !== "string") return formatGroup(value, path, { conference, language, find });
  if (path === "country") return getRepresentedName(conference, value, { find, language });
  if (path === "person.nationality") return getCountryName(value, { find, language });
  if (path === "category") return formatCategory(conference, value, language);
  if (path === "role") return getRoleTitle(conference.roles, String(value), { find, language });
  if (path === "person.gender" || path === "nameOrder" || path === "participation") return find(choiceKey(path, value));
  if (path === "changesUntil") return `${formatDateTime(value, "UTC", language)} UTC`;
  return path === "language" ? languageNames[value as keyof typeof languageNames] : value;
}

function formatCategory({ categories }: FormattedConference, name: string, language: Language): string {
  const found = categories.find(({ category }) => category === name);
  return found ? getLocalizedText(found.title, language) : name;
}

/** The values of a group of fields, such as the needs, each with its label. */
function formatGroup(group: object, path: string, context: FieldFormatContext): string {
  const all = Object.entries(group).flatMap(([name, value]) => {
    const text = formatFieldValue(value, `${path}.${name}`, context);
    return text === undefined ? [] : [`${getFieldLabel(`${path}.${name}`, context.find)}: ${text}`];
  });
  return all.join("; ");
}

/** The sessions with the state of their seats, or their identifiers alone. */
function formatSessions(
  sessions: readonly (string | NonNullable<ApiAnswer<"getRegistration">["sessions"]>[number])[] | undefined,
  { conference, language, find }: FieldFormatContext,
): string | undefined {
  const all = (sessions ?? []).map((each) => {
    const sessionId = typeof each === "string" ? each : each.sessionId;
    const session = conference.sessions.find((known) => known.sessionId === sessionId);
    const title = session ? getLocalizedText(session.title, language) : sessionId;
    return typeof each === "string" ? title : `${title} (${find(`seat.${each.seat}`)})`;
  });
  return all.length > 0 ? all.join("; ") : undefined;
}
