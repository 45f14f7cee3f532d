import type { Language } from "#shared/model/conference.ts";

/** Between the parts of a place; a comma where the language has no sign of its own. */
const separators: Partial<Readonly<Record<Language, string>>> = { ar: "، ", zh: "，" };

/** A place in one line, from its parts such as venue, city and country. */
export const joinPlace = (parts: readonly string[], language: Language): string =>
  parts.join(separators[language] ?? ", ");
