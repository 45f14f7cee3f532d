import { type Conference, findCategoryKind, type LocalizedText, representsState } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { ResolveOrganization, ShownOrganization } from "#shared/organizations/organizations.rules.ts";
import { findLatinLine, getDisplayName } from "#shared/registrations/names.rules.ts";
import { isConfirmed, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";

/** A named person of the list. Texts are as the person gave them. */
export interface ParticipantEntry {
  readonly registrationId: string;
  readonly category: string;
  readonly honorific?: string;
  readonly name: string;
  /** The key of its order among names. */
  readonly sortName: string;
  /** The name in Latin letters, with its key, of a name in another script. */
  readonly latin?: { readonly name: string; readonly sortName: string };
  readonly functionTitle?: string;
  readonly organization?: string;
  /** The State that a delegate of a State represents. */
  readonly country?: string;
  readonly delegation?: { readonly delegationId: string; readonly name: LocalizedText };
  /** The organization that the delegation or the text is. A snapshot of an older version has none. */
  readonly organizationId?: string;
  /** The organization that heads the person instead of their own. */
  readonly shownAs?: NonNullable<ShownOrganization["shownAs"]>;
  readonly isHead: boolean;
  /** The order of the person's role within a delegation, where the conference sets one. */
  readonly roleOrder?: number;
  /** The place among the listed members of the delegation, from 0. */
  readonly rank?: number;
}

/** The content of the list at one time, without language and order. A version stores it. */
export interface ListSnapshot {
  /** RFC 3339, UTC. */
  readonly asOf: string;
  readonly entries: readonly ParticipantEntry[];
  /** The number of people who are counted but not named, by category. */
  readonly unnamed: Readonly<Record<string, number>>;
}

/** What the list needs of a conference. */
type ListedConference = Pick<Conference, "categories" | "removedCategories" | "roles">;

/**
 * All confirmed people, named if they agreed to it. The media are counted but not named, as is usual in lists of
 * participants.
 */
export function createListSnapshot(
  registrations: readonly Registration[],
  delegations: readonly Delegation[],
  asOf: string,
  resolveOrganization: ResolveOrganization,
  conference: ListedConference = { categories: [] },
): ListSnapshot {
  const confirmed = registrations.filter(isConfirmed);
  const isNamed = ({ category, consent }: Registration) =>
    consent.listOfParticipants && findCategoryKind(conference, category) !== "media";
  const byId = new Map(delegations.map((each) => [each.delegationId, each]));
  const unnamed = countUnnamed(confirmed.filter((each) => !isNamed(each)));
  const entries = confirmed
    .filter(isNamed)
    .map((each) => toParticipantEntry(each, byId.get(each.delegationId ?? ""), { resolveOrganization, conference }));
  return { asOf, entries: rankListedMembers(entries), unnamed };
}

/**
 * The entries with ranks that count only the listed members of each delegation: a gap would tell that it has a member whom
 * the list does not name as one, such as a protected person.
 * @param entries with ranks in any distance, in the order of the members
 */
function rankListedMembers(entries: readonly ParticipantEntry[]): ParticipantEntry[] {
  const ranked = entries.flatMap((entry) => {
    const { delegation, rank } = entry;
    return delegation && rank !== undefined ? [{ entry, id: delegation.delegationId, rank }] : [];
  });
  const counts = new Map<string, number>();
  const ranks = new Map<ParticipantEntry, number>();
  for (const { entry, id } of ranked.toSorted((a, b) => a.rank - b.rank)) {
    const before = counts.get(id) ?? 0;
    ranks.set(entry, before);
    counts.set(id, before + 1);
  }
  return entries.map((entry) => {
    const rank = ranks.get(entry);
    return rank === undefined ? entry : { ...entry, rank };
  });
}

/**
 * Counts people by category, in addition to those counted before. A category may have the name of a property that each
 * object inherits, such as `constructor`.
 */
export function countUnnamed(
  people: readonly Pick<Registration, "category">[],
  before: ListSnapshot["unnamed"] = {},
): ListSnapshot["unnamed"] {
  const counts = new Map(Object.entries(before));
  for (const { category } of people) counts.set(category, (counts.get(category) ?? 0) + 1);
  return Object.fromEntries(counts);
}

const toListedName = (registration: Registration) => {
  const { person, latinName } = registration;
  const { honorific, familyName, givenName } = person;
  const name = getDisplayName(registration);
  const latin = findLatinLine(registration);
  return {
    ...(honorific !== undefined && { honorific }),
    name,
    sortName: familyName ?? givenName ?? name,
    ...(latin && { latin: { name: latin, sortName: latinName?.familyName ?? latin } }),
  };
};

/** How the entries name organizations, and the categories and roles of the conference. */
interface EntryContext {
  readonly resolveOrganization: ResolveOrganization;
  readonly conference: ListedConference;
}

/** A protected person is listed by the alias, without State and delegation, which could reveal the identity. */
function toParticipantEntry(
  unmasked: Registration,
  ownDelegation: Delegation | undefined,
  { resolveOrganization, conference }: EntryContext,
): ParticipantEntry {
  const registration = maskProtectedIdentity(unmasked);
  const { delegationId: _delegationId, ...withoutDelegation } = registration;
  const delegation = unmasked.protection ? undefined : ownDelegation;
  const { registrationId, category, functionTitle, organization, role } = registration;
  const country = representsState(conference, category) ? (registration.country ?? delegation?.country) : undefined;
  const roleOrder = unmasked.protection ? undefined : conference.roles?.find((each) => each.role === role)?.listOrder;
  const rank = delegation?.members.indexOf(registrationId) ?? -1;
  return {
    registrationId,
    category,
    ...toListedName(registration),
    ...(functionTitle !== undefined && { functionTitle }),
    ...(organization !== undefined && { organization }),
    ...(country !== undefined && { country }),
    ...resolveOrganization(unmasked.protection ? withoutDelegation : registration),
    ...(delegation && { delegation: { delegationId: delegation.delegationId, name: delegation.name } }),
    isHead: role === "head-of-delegation" && !unmasked.protection,
    ...(roleOrder !== undefined && { roleOrder }),
    ...(rank >= 0 && { rank }),
  };
}

/**
 * A saved list as it may be read now: people who are protected since are listed by the alias, and people who withdrew their
 * consent are counted but not named. As in the current list, this also holds for readers, because others get the same files.
 * @param current the present registrations of those on the list
 */
export function maskSnapshot(snapshot: ListSnapshot, current: ReadonlyMap<string, Registration>): ListSnapshot {
  const mayName = ({ registrationId }: ParticipantEntry) =>
    current.get(registrationId)?.consent.listOfParticipants === true;
  const unnamed = countUnnamed(
    snapshot.entries.filter((entry) => !mayName(entry)),
    snapshot.unnamed,
  );
  const entries = snapshot.entries.filter(mayName).map((entry): ParticipantEntry => {
    const registration = current.get(entry.registrationId);
    if (!registration?.protection) return entry;
    const { organization } = maskProtectedIdentity(registration);
    return {
      registrationId: entry.registrationId,
      category: entry.category,
      ...toListedName(maskProtectedIdentity(registration)),
      ...(organization !== undefined && { organization }),
      isHead: false,
    };
  });
  return { ...snapshot, entries: rankListedMembers(entries), unnamed };
}
