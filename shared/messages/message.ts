import { IntlMessageFormat } from "intl-messageformat";
import { type Language, languages } from "#shared/domain/conference.ts";
import { ar } from "./ar/index.ts";
import type { Catalogue, MessageKey } from "./catalogue.ts";
import { en } from "./en/index.ts";
import { es } from "./es/index.ts";
import { fr } from "./fr/index.ts";
import { locales } from "./locale.ts";
import { ru } from "./ru/index.ts";
import { zh } from "./zh/index.ts";

/** The six languages of the United Nations. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, fr, es, ar, zh, ru };

export type Values = Readonly<Record<string, string | number>>;

/** A rule of the contract is known by its name alone, so `tsc` can't tell whether it has words; a test does. */
type Key = MessageKey | `fault.${string}`;

/**
 * A sentence of the catalogue, such as `problem.full.title`, with its values filled in.
 * @throws Error for a key that the catalogue doesn't have, and for a value that is missing
 */
export function message(language: Language, key: Key, values: Values = {}): string {
  return formatOf(language, key)
    .formatToParts(values)
    .map(({ value }) => String(value))
    .join("");
}

/** As `message`, for values that aren't plain text and have to be told apart from the words around them. */
export function messageParts<T extends object>(
  language: Language,
  key: Key,
  values: Readonly<Record<string, T>>,
): (string | T)[] {
  const parts = formatOf(language, key).formatToParts<T>(values as Record<string, T>);
  return parts.map(({ value }) => value);
}

/** Whether the catalogue has this key. */
export function hasMessage(key: string): key is MessageKey {
  return typeof find(en, key) === "string";
}

const compiled = new Map<string, IntlMessageFormat>();

function formatOf(language: Language, key: string): IntlMessageFormat {
  const name = `${language}:${key}`;
  const format =
    compiled.get(name) ??
    new IntlMessageFormat(textOf(language, key), locales[language], undefined, { ignoreTag: true });
  compiled.set(name, format);
  return format;
}

function textOf(language: Language, key: string): string {
  const text = find(catalogues[language], key);
  if (typeof text !== "string") throw new Error(`no message ${key}`);
  return text;
}

/** Walks down by the longest name first, for a field's name may hold dots: `field.person.givenName`. */
function find(node: unknown, key: string): unknown {
  if (typeof node !== "object" || node === null) return undefined;
  if (Object.hasOwn(node, key)) return (node as Record<string, unknown>)[key];
  const [first = "", ...rest] = key.split(".");
  return Object.hasOwn(node, first) ? find((node as Record<string, unknown>)[first], rest.join(".")) : undefined;
}

/** The language a reader asks for in `Accept-Language`: the first of ours in the order of their weights, else English. */
export function preferredLanguage(header: string | undefined): Language {
  const asked = (header ?? "").split(",").map((part) => {
    const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
    const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(each)?.[1]).find(Boolean);
    return { language: tag.split("-")[0] ?? "", weight: Number(weight ?? 1) };
  });
  const ours = asked.filter(({ language, weight }) => weight > 0 && languages.some((each) => each === language));
  return (ours.toSorted((a, b) => b.weight - a.weight)[0]?.language as Language | undefined) ?? "en";
}
