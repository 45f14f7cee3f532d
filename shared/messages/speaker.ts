import { IntlMessageFormat } from "intl-messageformat";
import type { Language } from "#shared/domain/conference.ts";
import { locales } from "#shared/domain/locale.ts";
import type { KeyOf } from "./catalogue.ts";

export type Values = Readonly<Record<string, string | number>>;

/** Says the sentences of its catalogues in each of the six languages of the United Nations. */
export interface Speaker<Key extends string> {
  /**
   * A sentence, such as `problem.full.title`, with its values filled in.
   * @throws Error for a key that the catalogue doesn't have, and for a value that is missing
   */
  message(language: Language, key: Key, values?: Values): string;
  /** As `message`, for values that aren't plain text and have to be told apart from the words around them. */
  messageParts<T extends object>(language: Language, key: Key, values: Readonly<Record<string, T>>): (string | T)[];
  /** Whether the catalogues have this key. */
  hasMessage(key: string): key is Key;
}

export function speaker<Catalogue extends object>(
  catalogues: Readonly<Record<Language, Catalogue>>,
): Speaker<KeyOf<Catalogue>> {
  const compiled = new Map<string, IntlMessageFormat>();
  const formatOf = (language: Language, key: string): IntlMessageFormat => {
    const name = `${language}:${key}`;
    const known = compiled.get(name);
    if (known) return known;
    const text = find(catalogues[language], key);
    if (typeof text !== "string") throw new Error(`no message ${key}`);
    const format = new IntlMessageFormat(text, locales[language], undefined, { ignoreTag: true });
    compiled.set(name, format);
    return format;
  };
  return {
    message: (language, key, values = {}) =>
      formatOf(language, key)
        .formatToParts(values)
        .map(({ value }) => String(value))
        .join(""),
    messageParts: <T extends object>(language: Language, key: string, values: Readonly<Record<string, T>>) =>
      formatOf(language, key)
        .formatToParts<T>(values as Record<string, T>)
        .map(({ value }) => value),
    hasMessage: (key): key is KeyOf<Catalogue> => typeof find(catalogues.en, key) === "string",
  };
}

/** Walks down by the longest name first, for a field's name may hold dots: `field.person.givenName`. */
function find(node: unknown, key: string): unknown {
  if (typeof node !== "object" || node === null) return undefined;
  if (Object.hasOwn(node, key)) return (node as Record<string, unknown>)[key];
  const [first = "", ...rest] = key.split(".");
  return Object.hasOwn(node, first) ? find((node as Record<string, unknown>)[first], rest.join(".")) : undefined;
}
