import { isState } from "#shared/countries/countries.ts";
import { getRepresentedName } from "#shared/countries/country-names.ts";
import { canBeRepresented } from "#shared/countries/represented-countries.rules.ts";
import {
  type Category,
  type Conference,
  categoryKinds,
  getCategoryKind,
  getTextInLanguage,
  type Language,
  representsState,
} from "#shared/model/conference.ts";
import { isReadableIn } from "#shared/registrations/names.rules.ts";
import { normalizeForIdentity } from "#shared/text/compare-text.ts";
import type { ListSnapshot, ParticipantEntry } from "./snapshot.rules.ts";

/** A State or an organization with its participants; without a heading, the individuals. */
export interface ParticipantGroup {
  readonly heading?: string;
  readonly entries: readonly ParticipantEntry[];
}

export interface ParticipantSection {
  readonly category: string;
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

/** The categories in the order of their sections: as the conference numbers them, then by kind, in the order of protocol. */
const sortCategories = ({ categories, removedCategories = [] }: Conference): Category[] =>
  [...categories, ...removedCategories].toSorted(
    (a, b) =>
      (a.listOrder ?? Number.MAX_SAFE_INTEGER) - (b.listOrder ?? Number.MAX_SAFE_INTEGER) ||
      categoryKinds.indexOf(getCategoryKind(a)) - categoryKinds.indexOf(getCategoryKind(b)),
  );

/** Sorts the list by category, then by State or organization, then in the order of each delegation. */
export function createParticipantList(
  conference: Conference,
  snapshot: ListSnapshot,
  language: Language,
): ParticipantList {
  const alphabet = createTextComparator(language);
  const sections = sortCategories(conference).map(({ category, title }): ParticipantSection => {
    const entries = snapshot.entries
      .filter((each) => each.category === category)
      .map((entry) => (entry.latin && !isReadableIn(entry.name, language) ? { ...entry, ...entry.latin } : entry));
    const groups = groupEntries(conference, entries, language, alphabet);
    return { category, title: getTextInLanguage(title, language), groups };
  });
  const unnamed = new Map(Object.entries(snapshot.unnamed));
  const offered = new Set(conference.categories.map(({ category }) => category));
  const statistics = sections
    .map((section) => ({ section, row: toListStatisticsRow(section, unnamed.get(section.category) ?? 0) }))
    .filter(({ section, row }) => offered.has(section.category) || row.total > 0)
    .map(({ row }) => row);
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
  conference: Conference,
  entries: readonly ParticipantEntry[],
  language: Language,
  alphabet: TextComparator,
): ParticipantGroup[] {
  const groups = [...Map.groupBy(entries, (entry) => getGroupKey(conference, entry)).values()].map(
    (members): ParticipantGroup => {
      const sorted = members.toSorted(createMemberComparator(alphabet));
      const heading = chooseHeading(conference, members, language);
      return heading === undefined ? { entries: sorted } : { heading, entries: sorted };
    },
  );
  const first = groups.filter(({ heading }) => heading !== undefined);
  const rest = groups.filter(({ heading }) => heading === undefined);
  return [...first.toSorted((a, b) => alphabet(a.heading as string, b.heading as string)), ...rest];
}

/** A State that the conference no longer offers still heads those who represent it. */
const canHeadMembers = (conference: Conference, country: string): boolean =>
  isState(country) || canBeRepresented(conference, country);

/** The State whose heading a person stands under. */
const findState = (conference: Conference, { category, country }: ParticipantEntry): string | undefined =>
  country !== undefined && representsState(conference, category) && canHeadMembers(conference, country)
    ? country
    : undefined;

/** People of one State, or of one organization by its identity, are one group, however their names are spelt. */
function getGroupKey(conference: Conference, entry: ParticipantEntry): string {
  const { delegation, organization, organizationId = delegation?.delegationId, shownAs } = entry;
  const text = organization === undefined ? "" : normalizeForIdentity(organization);
  return findState(conference, entry) ?? shownAs?.organizationId ?? organizationId ?? text;
}

/**
 * The heading of a group: the State by its name at the United Nations, or the delegation, or the organization. The people
 * whose own organization it is name it; of their spellings, which differ in case and blanks only, the most frequent.
 */
function chooseHeading(
  conference: Conference,
  members: readonly ParticipantEntry[],
  language: Language,
): string | undefined {
  const own = members.filter(({ shownAs }) => shownAs === undefined);
  const headings = (own.length > 0 ? own : members).flatMap(
    (each) => findEntryHeading(conference, each, language) ?? [],
  );
  const counts = [...Map.groupBy(headings, (heading) => heading)];
  const [first] = counts.toSorted(([a, as], [b, bs]) => bs.length - as.length || compareCharacters(a, b));
  return first?.[0];
}

function findEntryHeading(conference: Conference, entry: ParticipantEntry, language: Language): string | undefined {
  const { delegation, organization, shownAs } = entry;
  const state = findState(conference, entry);
  if (state !== undefined) return getRepresentedName(conference, state, language);
  const name = shownAs?.name ?? delegation?.name;
  return name ? getTextInLanguage(name, language) : organization;
}

/** Whether the heading of a person's group says already what the person gave as the organization. */
export function isNamedByHeading(conference: Conference, entry: ParticipantEntry, heading: string): boolean {
  const { organization = "", delegation, shownAs } = entry;
  const isOneOf = (names: readonly string[]) =>
    names.map(normalizeForIdentity).includes(normalizeForIdentity(organization));
  if (isOneOf([heading])) return true;
  // The secretariat has decided that the organization is the one in the heading.
  return (
    findState(conference, entry) === undefined &&
    shownAs !== undefined &&
    (!delegation || isOneOf(Object.values(delegation.name)))
  );
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

/** The rank of unranked members, who come last. */
const unrankedPosition = Number.MAX_SAFE_INTEGER;

/** The order within a delegation: the head, then by the order of the roles, then by rank, then by family name, then by name. */
function createMemberComparator(alphabet: TextComparator): (a: ParticipantEntry, b: ParticipantEntry) => number {
  return (a, b) =>
    Number(b.isHead) - Number(a.isHead) ||
    (a.roleOrder ?? unrankedPosition) - (b.roleOrder ?? unrankedPosition) ||
    (a.rank ?? unrankedPosition) - (b.rank ?? unrankedPosition) ||
    alphabet(a.sortName, b.sortName) ||
    alphabet(a.name, b.name) ||
    compareCharacters(a.registrationId, b.registrationId);
}
