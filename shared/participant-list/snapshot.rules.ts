import type { CategoryName, LocalizedText } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getDisplayName, isConfirmed, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";

/** A named person of the list. Texts are as the person gave them. */
export interface ParticipantEntry {
  readonly registrationId: string;
  readonly category: CategoryName;
  readonly honorific?: string;
  readonly name: string;
  /** The key of its order among names. */
  readonly sortName: string;
  readonly functionTitle?: string;
  readonly organization?: string;
  /** The State that a delegate of a State represents. */
  readonly country?: string;
  readonly delegation?: { readonly delegationId: string; readonly name: LocalizedText };
  readonly isHead: boolean;
  /** Its rank in the delegation, from 0. */
  readonly rank?: number;
}

/** The content of the list at one time, without language and order. A version stores it. */
export interface ListSnapshot {
  /** RFC 3339, UTC. */
  readonly asOf: string;
  readonly entries: readonly ParticipantEntry[];
  /** The number of people who are counted but not named, by category. */
  readonly unnamed: Readonly<Partial<Record<CategoryName, number>>>;
}

const stateCategories: ReadonlySet<CategoryName> = new Set(["member-state", "observer-state"]);

/** Whether people of the category are listed under a State. */
export const isStateCategory = (category: CategoryName): boolean => stateCategories.has(category);

/**
 * All confirmed people, named if they agreed to it. The media are counted but not named, as is usual in lists of
 * participants.
 */
export function createListSnapshot(
  registrations: readonly Registration[],
  delegations: readonly Delegation[],
  asOf: string,
): ListSnapshot {
  const confirmed = registrations.filter(isConfirmed);
  const isNamed = ({ category, consent }: Registration) => consent.listOfParticipants && category !== "media";
  const byId = new Map(delegations.map((each) => [each.delegationId, each]));
  const unnamed: Partial<Record<CategoryName, number>> = {};
  for (const { category } of confirmed.filter((each) => !isNamed(each))) {
    unnamed[category] = (unnamed[category] ?? 0) + 1;
  }
  const entries = confirmed.filter(isNamed).map((each) => toParticipantEntry(each, byId.get(each.delegationId ?? "")));
  return { asOf, entries, unnamed };
}

const toListedName = (registration: Registration) => {
  const { honorific, familyName, givenName } = registration.person;
  const name = getDisplayName(registration);
  return { ...(honorific !== undefined && { honorific }), name, sortName: familyName ?? givenName ?? name };
};

/** A protected person is listed by the alias, without State and delegation, which could reveal the identity. */
function toParticipantEntry(unmasked: Registration, ownDelegation: Delegation | undefined): ParticipantEntry {
  const registration = maskProtectedIdentity(unmasked);
  const delegation = unmasked.protection ? undefined : ownDelegation;
  const { registrationId, category, functionTitle, organization, role } = registration;
  const country = isStateCategory(category) ? (registration.country ?? delegation?.country) : undefined;
  const rank = delegation?.members.indexOf(registrationId) ?? -1;
  return {
    registrationId,
    category,
    ...toListedName(registration),
    ...(functionTitle !== undefined && { functionTitle }),
    ...(organization !== undefined && { organization }),
    ...(country !== undefined && { country }),
    ...(delegation && { delegation: { delegationId: delegation.delegationId, name: delegation.name } }),
    isHead: role === "head-of-delegation" && !unmasked.protection,
    ...(rank >= 0 && { rank }),
  };
}
