import type { CategoryName, Texts } from "../conference.ts";
import type { Delegation } from "../delegation.ts";
import { asItAppears } from "../protection.ts";
import { displayName, isConfirmed, type Registration } from "../registration.ts";

/** One person as the list names them, in the language in which everything was given. */
export interface Entry {
  readonly registrationId: string;
  readonly category: CategoryName;
  readonly honorific?: string;
  readonly name: string;
  /** By what it is ordered among names. */
  readonly sortName: string;
  readonly functionTitle?: string;
  readonly organization?: string;
  /** The State represented, of a delegate of a State. */
  readonly country?: string;
  readonly delegation?: { readonly delegationId: string; readonly name: Texts };
  readonly isHead: boolean;
  /** Its place in the order that its delegation gave, from 0. */
  readonly rank?: number;
}

/** Who is on the list at one moment, in no language and no order: what a version keeps, and what versions differ in. */
export interface Snapshot {
  /** RFC 3339, UTC. */
  readonly asOf: string;
  readonly entries: readonly Entry[];
  /** How many are counted and not named, by category. */
  readonly unnamed: Readonly<Partial<Record<CategoryName, number>>>;
}

const statesCategories: ReadonlySet<CategoryName> = new Set(["member-state", "observer-state"]);

/** Whether its members stand under a State. */
export const isOfStates = (category: CategoryName): boolean => statesCategories.has(category);

/**
 * The list as the rows have it: everyone confirmed, named if they agreed to be. The media are counted and not named,
 * as lists of participants do.
 */
export function snapshotOf(
  registrations: readonly Registration[],
  delegations: readonly Delegation[],
  asOf: string,
): Snapshot {
  const confirmed = registrations.filter(isConfirmed);
  const isNamed = ({ category, consent }: Registration) => consent.listOfParticipants && category !== "media";
  const byId = new Map(delegations.map((each) => [each.delegationId, each]));
  const unnamed: Partial<Record<CategoryName, number>> = {};
  for (const { category } of confirmed.filter((each) => !isNamed(each))) {
    unnamed[category] = (unnamed[category] ?? 0) + 1;
  }
  const entries = confirmed.filter(isNamed).map((each) => entryOf(each, byId.get(each.delegationId ?? "")));
  return { asOf, entries, unnamed };
}

/** Under which name somebody stands on the list, and where among names. */
const listedName = (registration: Registration) => {
  const { honorific, familyName, givenName } = registration.person;
  const name = displayName(registration);
  return { ...(honorific !== undefined && { honorific }), name, sortName: familyName ?? givenName ?? name };
};

/** Somebody protected stands under the alias, and under no State or delegation, which might tell who they are. */
function entryOf(real: Registration, itsDelegation: Delegation | undefined): Entry {
  const registration = asItAppears(real);
  const delegation = real.protection ? undefined : itsDelegation;
  const { registrationId, category, functionTitle, organization, role } = registration;
  const country = isOfStates(category) ? (registration.country ?? delegation?.country) : undefined;
  const rank = delegation?.members.indexOf(registrationId) ?? -1;
  return {
    registrationId,
    category,
    ...listedName(registration),
    ...(functionTitle !== undefined && { functionTitle }),
    ...(organization !== undefined && { organization }),
    ...(country !== undefined && { country }),
    ...(delegation && { delegation: { delegationId: delegation.delegationId, name: delegation.name } }),
    isHead: role === "head-of-delegation" && !real.protection,
    ...(rank >= 0 && { rank }),
  };
}
