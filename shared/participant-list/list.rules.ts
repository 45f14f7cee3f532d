import { getStateName, stateCodes } from "#shared/countries/state-names.ts";
import { type CategoryName, type Conference, getTextInLanguage, type Language } from "#shared/model/conference.ts";
import { isStateCategory, type ListSnapshot, type ParticipantEntry } from "./snapshot.rules.ts";

/** A State or an organization with its participants; without a heading, the individuals. */
export interface ParticipantGroup {
  readonly heading?: string;
  readonly entries: readonly ParticipantEntry[];
}

export interface ParticipantSection {
  readonly category: CategoryName;
  readonly title: string;
  readonly groups: readonly ParticipantGroup[];
}

/** A row of the statistics. `total` is the sum of `named` and `unnamed`. */
export interface ListStatisticsRow {
  readonly title: string;
  /** The number of named States and organizations. */
  readonly groups: number;
  readonly named: number;
  readonly unnamed: number;
  readonly total: number;
}

/** The sorted list of participants in one language. */
export interface ParticipantList {
  readonly language: Language;
  readonly asOf: string;
  readonly statistics: readonly ListStatisticsRow[];
  /** The sum of all rows. */
  readonly total: Omit<ListStatisticsRow, "title">;
  readonly sections: readonly ParticipantSection[];
}

/** The order of the categories: States, then organizations, then those who serve the conference. */
const categoryOrder: readonly CategoryName[] = [
  "member-state",
  "observer-state",
  "international-organization",
  "local-authority",
  "ngo",
  "academia",
  "private-sector",
  "migrant",
  "media",
  "secretariat",
];

/** Sorts the list by category, then by State or organization, then in the order of each delegation. */
export function createParticipantList(
  conference: Conference,
  snapshot: ListSnapshot,
  language: Language,
): ParticipantList {
  const alphabet = createTextComparator(language);
  const titles = new Map(
    conference.categories.map(({ category, title }) => [category, getTextInLanguage(title, language)]),
  );
  const sections = categoryOrder.flatMap((category): ParticipantSection[] => {
    const title = titles.get(category);
    const entries = snapshot.entries.filter((each) => each.category === category);
    return title === undefined ? [] : [{ category, title, groups: groupEntries(entries, language, alphabet) }];
  });
  const statistics = sections.map((section) => toListStatisticsRow(section, snapshot.unnamed[section.category] ?? 0));
  const sum = (key: keyof Omit<ListStatisticsRow, "title">) => statistics.reduce((total, row) => total + row[key], 0);
  return {
    language,
    asOf: snapshot.asOf,
    statistics,
    total: { groups: sum("groups"), named: sum("named"), unnamed: sum("unnamed"), total: sum("total") },
    sections: sections.filter(({ groups }) => groups.length > 0),
  };
}

function toListStatisticsRow({ title, groups }: ParticipantSection, unnamed: number): ListStatisticsRow {
  const named = groups.reduce((sum, { entries }) => sum + entries.length, 0);
  return { title, groups: groups.filter(({ heading }) => heading).length, named, unnamed, total: named + unnamed };
}

function groupEntries(
  entries: readonly ParticipantEntry[],
  language: Language,
  alphabet: TextComparator,
): ParticipantGroup[] {
  const byKey = Map.groupBy(entries, (entry) => toComparisonKey(findEntryHeading(entry, language) ?? ""));
  const groups = [...byKey.values()].map((members): ParticipantGroup => {
    const sorted = members.toSorted(createMemberComparator(alphabet));
    const headings = members.flatMap((each) => findEntryHeading(each, language) ?? []).toSorted();
    return headings[0] === undefined ? { entries: sorted } : { heading: headings[0], entries: sorted };
  });
  const first = groups.filter(({ heading }) => heading !== undefined);
  const rest = groups.filter(({ heading }) => heading === undefined);
  return [...first.toSorted((a, b) => alphabet(a.heading as string, b.heading as string)), ...rest];
}

const stateCodeSet = new Set(stateCodes);

/** The heading of a person: the State by its name at the United Nations, or the delegation, or the organization. */
function findEntryHeading(
  { category, country, delegation, organization }: ParticipantEntry,
  language: Language,
): string | undefined {
  if (isStateCategory(category) && country !== undefined && stateCodeSet.has(country))
    return getStateName(country, language);
  return delegation ? getTextInLanguage(delegation.name, language) : organization;
}

/** Compares two texts; below 0 if the first comes first. */
export type TextComparator = (a: string, b: string) => number;

/**
 * The alphabetical order of a language. Accents, apostrophes, hyphens and case make no difference; in Arabic, the article
 * at the beginning does not either. Chinese is sorted by Pinyin. Texts that are equal so far are sorted by their characters,
 * so that the order is deterministic.
 */
export function createTextComparator(language: Language): TextComparator {
  const { compare } = new Intl.Collator(language, { sensitivity: "base", ignorePunctuation: true, numeric: true });
  const toKey = (text: string) => (language === "ar" ? text.replace(/^ال/u, "") : text);
  return (a, b) => compare(toKey(a), toKey(b)) || compareCharacters(a, b);
}

const compareCharacters: TextComparator = (a, b) => Number(a > b) - Number(a < b);

/** The letters and digits of a text: the same for two spellings of one organization. */
export const toComparisonKey = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase();

/** The rank of unranked members, who come last. */
const unrankedPosition = Number.MAX_SAFE_INTEGER;

/** The order within a delegation: the head, then by rank, then by family name, then by name. */
function createMemberComparator(alphabet: TextComparator): (a: ParticipantEntry, b: ParticipantEntry) => number {
  return (a, b) =>
    Number(b.isHead) - Number(a.isHead) ||
    (a.rank ?? unrankedPosition) - (b.rank ?? unrankedPosition) ||
    alphabet(a.sortName, b.sortName) ||
    alphabet(a.name, b.name) ||
    compareCharacters(a.registrationId, b.registrationId);
}
