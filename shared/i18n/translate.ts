import { IntlMessageFormat } from "intl-messageformat";
import type { Language } from "#shared/model/conference.ts";
import { localeTags } from "#shared/model/conference.ts";
import type { Translated } from "./catalogue.ts";
import { findMessage, type MessageKey, type Values } from "./message.ts";

/** Formats the messages of some namespaces in each language. */
export interface Translator<Key extends string> {
  /**
   * A message, such as `problem.full.title`, with its values.
   * @throws Error for an unknown key, and for a missing value
   */
  translate(language: Language, key: Key, values?: Values): string;
  /** As `translate`, for values that are not plain text and must stay separate from the text around them. */
  translateToParts<T extends object>(language: Language, key: Key, values: Readonly<Record<string, T>>): (string | T)[];
  /** Whether the namespaces have this key. */
  hasMessage(key: string): key is Key;
}

/** Creates a translator, which compiles each message when it is first used. */
export function createTranslator<const Namespaces extends readonly object[]>(
  ...namespaces: { readonly [Index in keyof Namespaces]: Translated<Namespaces[Index]> }
): Translator<MessageKey<Namespaces[number]>> {
  const compiled = new Map<string, IntlMessageFormat>();
  const find = (language: Language, key: string) => {
    for (const namespace of namespaces) {
      const text = findMessage(namespace[language], key);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  const compile = (language: Language, key: string): IntlMessageFormat => {
    const name = `${language}:${key}`;
    const cached = compiled.get(name);
    if (cached) return cached;
    const text = find(language, key);
    if (text === undefined) throw new Error(`no message ${key}`);
    const format = new IntlMessageFormat(text, localeTags[language], undefined, { ignoreTag: true });
    compiled.set(name, format);
    return format;
  };
  return {
    translate: (language, key, values = {}) =>
      compile(language, key)
        .formatToParts(values)
        .map(({ value }) => String(value))
        .join(""),
    translateToParts: <T extends object>(language: Language, key: string, values: Readonly<Record<string, T>>) =>
      compile(language, key)
        .formatToParts<T>(values as Record<string, T>)
        .map(({ value }) => value),
    hasMessage: (key): key is MessageKey<Namespaces[number]> => find("en", key) !== undefined,
  };
}
