import { getRegion, getRegionalGroup, unknownRegion } from "#shared/countries/regions.ts";
import { type Conference, findCategoryKind } from "#shared/model/conference.ts";
import { normalizeText } from "#shared/text/text-rules.ts";
import type { ShownPerson, ShownSession } from "./programme.rules.ts";

export const balanceDimensions = ["gender", "region", "regionalGroup", "kind"] as const;
export type BalanceDimension = (typeof balanceDimensions)[number];

/** The people with one value of a dimension. */
export interface BalanceValue {
  readonly value: string;
  readonly people: number;
  /** Of the people whose value is known; 0 if it is known of no one. */
  readonly share: number;
  /** The target of the conference, from 0 to 1. */
  readonly target?: number;
}

export interface DimensionBalance {
  readonly dimension: BalanceDimension;
  /** The people whose value is known. */
  readonly known: number;
  readonly values: readonly BalanceValue[];
}

/** The composition of the people on panels. */
export interface Balance {
  /** Each person counts once. */
  readonly people: number;
  readonly dimensions: readonly DimensionBalance[];
}

export interface ProgrammeBalance {
  readonly programme: Balance;
  readonly panels: readonly (Balance & { readonly panelId: string })[];
}

type BalancedConference = Pick<Conference, "categories" | "removedCategories" | "targets">;

/** The same person on several panels: the same registration, or the same name without one. */
const toPersonKey = ({ registrationId, name }: ShownPerson): string => registrationId ?? `name ${normalizeText(name)}`;

/** The value of a person in a dimension; `undefined` if it is not known. */
function findValue(person: ShownPerson, dimension: BalanceDimension, conference: BalancedConference) {
  const { gender, category, registration } = person;
  const country = person.country ?? registration?.person.nationality;
  const toKnown = (value: string | undefined) =>
    value === undefined || value === unknownRegion || value === "undisclosed" ? undefined : value;
  switch (dimension) {
    case "gender":
      return toKnown(gender);
    case "region":
      return toKnown(country && getRegion(country));
    case "regionalGroup":
      return toKnown(country && getRegionalGroup(country));
    case "kind":
      return category === undefined ? undefined : findCategoryKind(conference, category);
  }
}

/** The targets of a dimension by value. The target of a kind is the sum of the targets of its categories. */
function listTargets(dimension: BalanceDimension, conference: BalancedConference): ReadonlyMap<string, number> {
  const { targets = {} } = conference;
  if (dimension !== "kind") return new Map(Object.entries(targets[dimension] ?? {}));
  const byKind = new Map<string, number>();
  for (const [category, target] of Object.entries(targets.category ?? {})) {
    const kind = findCategoryKind(conference, category);
    byKind.set(kind, (byKind.get(kind) ?? 0) + target);
  }
  return byKind;
}

function measureDimension(
  people: readonly ShownPerson[],
  dimension: BalanceDimension,
  conference: BalancedConference,
): DimensionBalance {
  const found = people.flatMap((person) => findValue(person, dimension, conference) ?? []);
  const targets = listTargets(dimension, conference);
  const values = [...new Set([...targets.keys(), ...found])].toSorted().map((value) => {
    const count = found.filter((each) => each === value).length;
    const target = targets.get(value);
    const share = found.length === 0 ? 0 : count / found.length;
    return { value, people: count, share, ...(target !== undefined && { target }) };
  });
  return { dimension, known: found.length, values: values.toSorted((a, b) => b.people - a.people) };
}

/** The composition of people on panels, without those who do not come. */
function measureBalance(all: readonly ShownPerson[], conference: BalancedConference): Balance {
  const people = [
    ...new Map(all.filter(({ isGone }) => !isGone).map((person) => [toPersonKey(person), person])).values(),
  ];
  return {
    people: people.length,
    dimensions: balanceDimensions.map((dimension) => measureDimension(people, dimension, conference)),
  };
}

/** The composition of the whole programme and of each panel, with the targets of the conference. */
export function measureProgramme(sessions: readonly ShownSession[], conference: BalancedConference): ProgrammeBalance {
  const panels = sessions.flatMap((session) => session.panels);
  return {
    programme: measureBalance(
      panels.flatMap(({ people }) => people),
      conference,
    ),
    panels: panels.map(({ panelId, people }) => ({ panelId, ...measureBalance(people, conference) })),
  };
}
