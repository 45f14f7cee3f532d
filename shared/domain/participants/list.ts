import type { CategoryName, Conference, Language, Texts } from "../conference.ts";
import { stateName, states } from "../state-names.ts";
import { alphabetOf, type Comparison, folded, memberOrder } from "./order.ts";
import { type Entry, isOfStates, type Snapshot } from "./snapshot.ts";

/** A State or an organization with those whom it sends; without a heading, people who belong to none. */
export interface ListedGroup {
  readonly heading?: string;
  readonly entries: readonly Entry[];
}

export interface ListedSection {
  readonly category: CategoryName;
  readonly title: string;
  readonly groups: readonly ListedGroup[];
}

/** A line of the table of statistics: `named` and `unnamed` make `total`. */
export interface CountedLine {
  readonly title: string;
  /** States and organizations that are named. */
  readonly groups: number;
  readonly named: number;
  readonly unnamed: number;
  readonly total: number;
}

/** The list of participants in one language, in its order. */
export interface ParticipantsList {
  readonly language: Language;
  readonly asOf: string;
  readonly statistics: readonly CountedLine[];
  /** All lines together. */
  readonly total: Omit<CountedLine, "title">;
  readonly sections: readonly ListedSection[];
}

/** In what order the categories stand: States, then organizations, at last those who serve the conference. */
const protocol: readonly CategoryName[] = [
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

const inLanguage = (texts: Texts, language: Language): string => texts[language] ?? texts.en;

/** The list in a language: by category, then by State or organization, then in the order of each delegation. */
export function listOf(conference: Conference, snapshot: Snapshot, language: Language): ParticipantsList {
  const alphabet = alphabetOf(language);
  const titles = new Map(conference.categories.map(({ category, title }) => [category, inLanguage(title, language)]));
  const sections = protocol.flatMap((category): ListedSection[] => {
    const title = titles.get(category);
    const entries = snapshot.entries.filter((each) => each.category === category);
    return title === undefined ? [] : [{ category, title, groups: groupsOf(entries, language, alphabet) }];
  });
  const statistics = sections.map((section) => countedLine(section, snapshot.unnamed[section.category] ?? 0));
  const sum = (of: keyof Omit<CountedLine, "title">) => statistics.reduce((total, line) => total + line[of], 0);
  return {
    language,
    asOf: snapshot.asOf,
    statistics,
    total: { groups: sum("groups"), named: sum("named"), unnamed: sum("unnamed"), total: sum("total") },
    sections: sections.filter(({ groups }) => groups.length > 0),
  };
}

function countedLine({ title, groups }: ListedSection, unnamed: number): CountedLine {
  const named = groups.reduce((sum, { entries }) => sum + entries.length, 0);
  return { title, groups: groups.filter(({ heading }) => heading).length, named, unnamed, total: named + unnamed };
}

function groupsOf(entries: readonly Entry[], language: Language, alphabet: Comparison): ListedGroup[] {
  const byKey = Map.groupBy(entries, (entry) => folded(headingOf(entry, language) ?? ""));
  const groups = [...byKey.values()].map((members): ListedGroup => {
    const sorted = members.toSorted(memberOrder(alphabet));
    const headings = members.flatMap((each) => headingOf(each, language) ?? []).toSorted();
    return headings[0] === undefined ? { entries: sorted } : { heading: headings[0], entries: sorted };
  });
  const first = groups.filter(({ heading }) => heading !== undefined);
  const rest = groups.filter(({ heading }) => heading === undefined);
  return [...first.toSorted((a, b) => alphabet(a.heading as string, b.heading as string)), ...rest];
}

const isState = new Set(states);

/** Under what a person stands: the State by its name at the United Nations, else the delegation, else the organization. */
function headingOf({ category, country, delegation, organization }: Entry, language: Language): string | undefined {
  if (isOfStates(category) && country !== undefined && isState.has(country)) return stateName(country, language);
  return delegation ? inLanguage(delegation.name, language) : organization;
}
