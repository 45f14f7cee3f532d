import type { Language } from "../conference.ts";
import type { Entry } from "./snapshot.ts";

/** Compares two texts; below 0 if the first comes first. */
export type Comparison = (a: string, b: string) => number;

/**
 * The alphabet of a language: accents, apostrophes, hyphens and small or capital letters make no difference, and in Arabic
 * the article at the beginning doesn't either. Chinese goes by Pinyin. What is equal so far goes by its characters, so that
 * the order is the same each time.
 */
export function alphabetOf(language: Language): Comparison {
  const { compare } = new Intl.Collator(language, { sensitivity: "base", ignorePunctuation: true, numeric: true });
  const keyOf = (text: string) => (language === "ar" ? text.replace(/^ال/u, "") : text);
  return (a, b) => compare(keyOf(a), keyOf(b)) || byCharacters(a, b);
}

const byCharacters: Comparison = (a, b) => Number(a > b) - Number(a < b);

/** A text without what no alphabet regards: two spellings of one organization give the same. */
export const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase();

/** Those without a place of their own come after all who have one. */
const last = Number.MAX_SAFE_INTEGER;

/** Within a delegation: the head, then as the delegation ranked them, then by family name, then by name. */
export function memberOrder(alphabet: Comparison): (a: Entry, b: Entry) => number {
  return (a, b) =>
    Number(b.isHead) - Number(a.isHead) ||
    (a.rank ?? last) - (b.rank ?? last) ||
    alphabet(a.sortName, b.sortName) ||
    alphabet(a.name, b.name) ||
    byCharacters(a.registrationId, b.registrationId);
}
