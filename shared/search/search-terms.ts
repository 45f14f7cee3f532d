import anyAscii from "any-ascii";
import { computeDigest, type Key, keys } from "#shared/dynamodb/keys.ts";
import type { Person, Registration } from "#shared/model/registration.ts";
import { listSearchableAnswers, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { listNativeWords, removeArabicVowels } from "#shared/text/compare-text.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import type { MatchKeys } from "./match-candidates.rules.ts";

/** The most search terms of one registration: with the rows that they replace, they fit one transaction. */
const maxSearchTerms = 40;

/** A word of a name, an organization or an address. */
export interface SearchWord {
  /** In lower-case Latin letters and digits: the key of its row in the index. */
  readonly term: string;
  /** The word as it is written, in a script whose signs the term may lose. */
  readonly native?: string;
}

/**
 * The words by which staff find a registration: of the name, the organization and the address, then of the texts that
 * answer questions of the conference. A protected person is found by the alias alone; the index contains nothing of the
 * real identity, and of no one what is sensitive or what staff answer.
 */
export const listSearchWords = (registration: Registration): SearchWord[] => [
  ...listIdentityWords(registration),
  ...toSearchWords(listAnswerTexts(registration).join(" ")),
];

/** The texts among the answers that the search finds. */
function listAnswerTexts(registration: Registration): string[] {
  if (registration.erasure) return [];
  return listSearchableAnswers(maskProtectedIdentity(registration));
}

/** The words by which the entry desk, which sees no answers, finds a registration. */
export function listIdentityWords(registration: Registration): SearchWord[] {
  if (registration.erasure) return [];
  const { person, latinName = {}, organization = "" } = maskProtectedIdentity(registration);
  const { givenName = "", familyName = "", nameOnBadge = "", email } = person;
  const address = email === undefined ? [] : [{ term: toAddressTerm(email) }, ...toSearchWords(email)];
  const names = [givenName, familyName, nameOnBadge, latinName.givenName ?? "", latinName.familyName ?? ""].join(" ");
  return [...toSearchWords(names), ...address, ...toSearchWords(organization)];
}

/** The distinct terms of a registration, each of which has a row in the index. */
const buildSearchTerms = (registration: Registration): string[] => listTerms(listSearchWords(registration));

/** The distinct terms of the first words of a registration that have rows in the index. */
export const listTerms = (words: readonly SearchWord[]): string[] =>
  [...new Set(words.map(({ term }) => term))].slice(0, maxSearchTerms);

/**
 * Whether a word of a query is the beginning of a word. Two words of scripts with signs are compared as they are written,
 * because their transliterations may be equal for different names.
 */
export const matchesWord = (query: SearchWord, word: SearchWord): boolean =>
  word.term.startsWith(query.term) &&
  (query.native === undefined || word.native === undefined || word.native.startsWith(query.native));

/** The traits that identify a person under another address or in another delegation; also of a protected person. */
export function buildMatchTraits({
  person,
  passportDigest,
  erasure,
}: Pick<Registration, "person" | "passportDigest" | "erasure">): MatchKeys {
  if (erasure) return {};
  const { email, birthDate, nationality } = person;
  return {
    ...(passportDigest !== undefined && { passport: passportDigest }),
    ...(email !== undefined && { address: computeDigest(foldAddress(email)) }),
    ...(birthDate !== undefined && { "name-and-birth-date": computeDigest(toConsonantKey(person), birthDate) }),
    "name-and-nationality": computeDigest(toSortedNameKey(person), nationality),
  };
}

/** The keys of the rows that lead to a registration: one for each term and each trait. */
export function buildSearchKeys(registration: Registration): Key[] {
  const { conferenceId, registrationId } = registration;
  return [
    ...buildSearchTerms(registration).map((word) => keys.searchTerm(conferenceId, word, registrationId)),
    ...Object.entries(buildMatchTraits(registration)).map(([kind, digest]) =>
      keys.matchTrait(conferenceId, kind, digest, registrationId),
    ),
  ];
}

/** The longest term. Longer words are cut, both in the index and in a query. */
const maxTermLength = 60;

/**
 * The words of a text in lower-case Latin letters and digits, so that two spellings of a name are equal: without accents,
 * each Chinese character as a word, other scripts transliterated (docs/decisions/0025-search-people-with-term-rows.md).
 */
export function toSearchWords(text: string): SearchWord[] {
  const spaced = text.normalize("NFKC").replace(/\p{Script=Han}/gu, (character) => ` ${anyAscii(character)} `);
  return spaced.split(/\s+/).flatMap((part) => {
    const pieces = listNativeWords(part).length === 0 ? [part] : part.split(/[^\p{L}\p{M}\p{N}\u200C\u200D]+/u);
    return pieces.flatMap((piece) => {
      const [native] = listNativeWords(piece);
      return transliterate(piece).map((term) => (native === undefined ? { term } : { term, native }));
    });
  });
}

function transliterate(text: string): string[] {
  const words = anyAscii(removeArabicVowels(text))
    .toLowerCase()
    .replace(/['’`]/g, "")
    .split(/[^a-z0-9]+/);
  return words.filter(Boolean).map((word) => word.slice(0, maxTermLength));
}

/** The terms of a text. */
const toSearchTerms = (text: string): string[] => toSearchWords(text).map(({ term }) => term);

/** The distinct words of a query. An address is one word. */
export function toQueryWords(text: string): SearchWord[] {
  const parts = text.normalize("NFKC").trim().split(/\s+/);
  const words = parts.flatMap((part) => (part.includes("@") ? [{ term: toAddressTerm(part) }] : toSearchWords(part)));
  return [...new Map(words.map((word) => [JSON.stringify(word), word])).values()];
}

/** An address as one term. */
const toAddressTerm = (address: string): string =>
  address
    .toLowerCase()
    .replace("@", ":")
    .replace(/[^a-z0-9.:-]/g, "_")
    .slice(0, maxTermLength);

const toNameTerms = ({ givenName = "", familyName = "" }: Person) => toSearchTerms(`${givenName} ${familyName}`);

/** The terms of the name, independent of their order. */
export const toSortedNameKey = (person: Person): string => toNameTerms(person).toSorted().join(" ");

/**
 * The consonants of a name in alphabetical order: equal for `محمد` and `Mohammed`, for `Dmitry` and `Дмитрий`, for
 * `Al-Sayed` and `Alsayed`. All letters for a name with fewer than three consonants.
 */
export function toConsonantKey(person: Person): string {
  const letters = toNameTerms(person).join("");
  const consonants = letters.replace(/[aeiouy]/g, "").replace(/(.)\1+/g, "$1");
  return [...(consonants.length < 3 ? letters : consonants)].toSorted().join("");
}
