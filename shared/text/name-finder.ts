import { normalizeForSearch } from "./compare-text.ts";
import { truncateText } from "./text-rules.ts";

/** What a person can choose by its name. */
export interface NamedOption {
  readonly value: string;
  /** The name that is shown. */
  readonly label: string;
  /** Other names that find it, which are not shown. */
  readonly otherNames?: readonly string[];
  /** Codes and abbreviations, which find it only as a whole. */
  readonly codes?: readonly string[];
}

/** Finds options by what a person types. */
export interface NameFinder<Option extends NamedOption> {
  /**
   * The options that match, the best first: those whose name or code is the text; those whose shown name begins with it,
   * then those with another name that does; those with a word that does; those that contain it. All, for an empty text.
   */
  readonly search: (typed: string) => readonly Option[];
  /** The options of which a name or a code is the text. */
  readonly findExact: (typed: string) => readonly Option[];
}

/** The articles at the beginning of names, in languages that write them as words. */
const leadingArticle = /^(?:the|les?|la|l|el|l[oa]s) (?=.)/u;

/** Forms of an Arabic letter that are often written without their sign, with the bare letter. */
const bareLetters: readonly (readonly [forms: RegExp, letter: string])[] = [
  [/[أإآٱ]/gu, "ا"],
  [/ؤ/gu, "و"],
  [/[ئى]/gu, "ي"],
  [/ة/gu, "ه"],
];

/** The longest text that is compared with names, in UTF-16 units. A cell of a sheet has up to a hundred thousand. */
const maxTypedLength = 1_000;

/** Words for searching, without points, the article at the beginning, and signs between the words. */
const toWords = (text: string): string =>
  bareLetters
    .reduce((words, [forms, letter]) => words.replaceAll(forms, letter), normalizeForSearch(text))
    .replaceAll(".", "")
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()
    .replace(leadingArticle, "");

/** Words without the spaces between them: "Viet Nam" is "Vietnam", and "Cote dIvoire" is "Côte d'Ivoire". */
const toLetters = (words: string): string => words.replaceAll(" ", "");

interface IndexedName {
  readonly words: string;
  readonly letters: string;
}

const indexName = (name: string): IndexedName => {
  const words = toWords(name);
  return { words, letters: toLetters(words) };
};

/** How well a name matches: 0 the best; `undefined` if it does not. */
function rankName({ words, letters }: IndexedName, query: IndexedName): number | undefined {
  if (letters.startsWith(query.letters)) return 0;
  if (` ${words}`.includes(` ${query.words}`)) return 1;
  return letters.includes(query.letters) ? 2 : undefined;
}

/** Creates a finder. Options that match equally well keep their order. */
export function createNameFinder<Option extends NamedOption>(options: readonly Option[]): NameFinder<Option> {
  const indexed = options.map((option) => ({
    option,
    label: indexName(option.label),
    otherNames: (option.otherNames ?? []).map(indexName),
    codes: (option.codes ?? []).map((code) => toLetters(toWords(code))),
  }));
  const isExact = ({ label, otherNames, codes }: (typeof indexed)[number], { letters }: IndexedName) =>
    label.letters === letters || otherNames.some((name) => name.letters === letters) || codes.includes(letters);
  const rank = (entry: (typeof indexed)[number], query: IndexedName): number => {
    if (isExact(entry, query)) return 0;
    const ofLabel = rankName(entry.label, query);
    const ofOthers = entry.otherNames.map((name) => rankName(name, query) ?? Number.POSITIVE_INFINITY);
    // A shown name comes before another name that matches in the same way.
    return Math.min(1 + 2 * (ofLabel ?? Number.POSITIVE_INFINITY), 2 + 2 * Math.min(...ofOthers));
  };
  return {
    search: (typed) => {
      const query = indexName(truncateText(typed, maxTypedLength));
      if (query.letters === "") return typed.trim() === "" ? options : [];
      const ranked = indexed.map((entry) => ({ option: entry.option, rank: rank(entry, query) }));
      const found = ranked.filter((each) => each.rank < Number.POSITIVE_INFINITY);
      return found.toSorted((a, b) => a.rank - b.rank).map(({ option }) => option);
    },
    findExact: (typed) => {
      if (typed.length > maxTypedLength) return [];
      const query = indexName(typed);
      if (query.letters === "") return [];
      const exact = indexed.filter((entry) => isExact(entry, query)).map(({ option }) => option);
      // Of two names that differ in signs only, such as "A+ Network" and "A Network", the one that is typed.
      const same = exact.filter(({ label }) => normalizeForSearch(label) === normalizeForSearch(typed));
      return same.length > 0 ? same : exact;
    },
  };
}
