import anyAscii from "any-ascii";
import type { Person } from "#shared/domain/registration.ts";

/** The longest word that is looked up; what is longer is cut, in the index and in the question alike. */
const longestWord = 60;

/**
 * A text as words of small Latin letters and digits, so that two spellings of a name are the same: without accents,
 * each Chinese character a word of its own, other scripts letter by letter (docs/decisions/0061).
 */
export function fold(text: string): string[] {
  const spaced = text.normalize("NFKC").replace(/\p{Script=Han}/gu, (character) => ` ${anyAscii(character)} `);
  const words = anyAscii(spaced)
    .toLowerCase()
    .replace(/['’`]/g, "")
    .split(/[^a-z0-9]+/);
  return words.filter(Boolean).map((word) => word.slice(0, longestWord));
}

/** What was typed to find somebody: an address stays whole, all else is folded; each word once. */
export function foldQuery(text: string): string[] {
  const parts = text.normalize("NFKC").trim().split(/\s+/);
  const words = parts.flatMap((part) => (part.includes("@") ? [wholeAddress(part)] : fold(part)));
  return [...new Set(words)];
}

/** An address as one word of the characters that a place in a list may have. */
export const wholeAddress = (address: string): string =>
  address
    .toLowerCase()
    .replace("@", ":")
    .replace(/[^a-z0-9.:-]/g, "_")
    .slice(0, longestWord);

const nameWords = ({ givenName = "", familyName = "" }: Person) => fold(`${givenName} ${familyName}`);

/** The name in whatever order its words were given. */
export const sortedName = (person: Person): string => nameWords(person).toSorted().join(" ");

/**
 * The consonants of a name in the order of the alphabet: equal for `محمد` and `Mohammed`, for `Dmitry` and `Дмитрий`,
 * for `Al-Sayed` and `Alsayed`. Of a name that has hardly any, all letters.
 */
export function skeleton(person: Person): string {
  const letters = nameWords(person).join("");
  const consonants = letters.replace(/[aeiouy]/g, "").replace(/(.)\1+/g, "$1");
  return [...(consonants.length < 3 ? letters : consonants)].toSorted().join("");
}
