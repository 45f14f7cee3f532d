import { countryName } from "../../i18n/countries.ts";
import { languageNames } from "../../i18n/language.ts";
import { textIn } from "../../i18n/words.tsx";
import { categoryTitle } from "../names.ts";
import type { Registration, Settings } from "../office.ts";

/** The form's fields, in the order in which an officer reads them. */
export const formPaths = [
  "category",
  "organization",
  "functionTitle",
  "role",
  "country",
  "person.honorific",
  "person.givenName",
  "person.familyName",
  "person.nameOnBadge",
  "person.email",
  "person.nationality",
  "person.gender",
  "person.birthDate",
  "sessions",
  "language",
  "needs.accessibility",
  "needs.diet",
  "needs.visaLetter",
  "consent.listOfParticipants",
  "consent.photo",
] as const;

/** What the form has at a path; also of a part of a registration, such as the fields that a correction changed. */
function valueAt(registration: object, path: string): unknown {
  if (Object.hasOwn(registration, path)) return (registration as Record<string, unknown>)[path];
  return path
    .split(".")
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], registration);
}

interface Reading {
  readonly settings: Settings;
  readonly language: string;
  readonly find: (key: string) => string | undefined;
}

/** What stands at a path, in the officer's language; nothing where nothing was said. */
export function shownAt(registration: object, path: string, reading: Reading): string | undefined {
  return shown(valueAt(registration, path), path, reading);
}

function shown(value: unknown, path: string, { settings, language, find }: Reading): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "boolean") return find(value ? "console.yes" : "console.no");
  if (path === "sessions") return sessionsShown(value as Registration["sessions"], { settings, language, find });
  if (typeof value !== "string") return JSON.stringify(value);
  if (path === "country" || path === "person.nationality") return countryName(value, language);
  if (path === "category") return categoryTitle(settings, value, language);
  if (path === "role") return find(`role.${value}`);
  if (path === "person.gender") return find(value === "undisclosed" ? "console.undisclosed" : `gender.${value}`);
  return path === "language" ? languageNames[value as keyof typeof languageNames] : value;
}

function sessionsShown(asked: Registration["sessions"], { settings, language, find }: Reading): string | undefined {
  const all = (asked ?? []).map(({ sessionId, seat }) => {
    const session = settings.sessions.find((each) => each.sessionId === sessionId);
    return `${session ? textIn(session.title, language) : sessionId} (${find(`seat.${seat}`)})`;
  });
  return all.length > 0 ? all.join("; ") : undefined;
}
