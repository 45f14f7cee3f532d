import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import type { Language } from "#shared/model/conference.ts";
import { localeTags } from "#shared/model/conference.ts";

const folder = path.resolve(import.meta.dirname, "../../locales");

/** The namespaces of a language, by the names of its files. */
export const namespacesIn = (language: Language): string[] =>
  readdirSync(path.join(folder, language)).map((file) => path.basename(file, ".json"));

export const source = (language: Language, namespace: string): string =>
  readFileSync(path.join(folder, language, `${namespace}.json`), "utf8");

export const read = (language: Language, namespace: string): object => JSON.parse(source(language, namespace));

/** Every message of a tree by its key. */
export function messagesOf(node: object, prefix = ""): [string, string][] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${prefix}${key}`, value] as [string, string]]
      : messagesOf(value, `${prefix}${key}.`),
  );
}

/** Every message of a language by its key. */
export const allMessages = (language: Language): [string, string][] =>
  namespacesIn(language).flatMap((namespace) => messagesOf(read(language, namespace)));

export type Elements = ReturnType<IntlMessageFormat["getAst"]>;

/** The syntax tree of a message. Type 0 is text, 6 is a plural. */
export const parse = (text: string, language: Language): Elements =>
  new IntlMessageFormat(text, localeTags[language], undefined, { ignoreTag: true }).getAst();

/** Every element of a message, those inside its plurals too. */
export function flat(elements: Elements): Elements {
  return elements.flatMap((each) =>
    "options" in each ? [each, ...Object.values(each.options).flatMap(({ value }) => flat(value))] : [each],
  );
}
