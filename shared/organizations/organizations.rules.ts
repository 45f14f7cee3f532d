import { type Change, type CommandContext, createConferenceChange } from "#shared/model/change.ts";
import type { LocalizedText } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { OrganizationMerge } from "#shared/model/organization.ts";
import type { Registration } from "#shared/model/registration.ts";

/** The most merges of one conference: they are one item of the table. */
export const maxOrganizationMerges = 1_000;

/** The most delegations whose names are read. */
export const maxListedDelegations = 1_000;

/** The organization that another one is shown as, by identifier. */
type Successors = ReadonlyMap<string, string>;

/**
 * The organization under which an organization is shown, after all merges. Members of a circle, which can arise when a
 * delegation is renamed after a merge, are shown under the same one of them.
 */
function followMerges(successors: Successors, organizationId: string): string {
  const path = [organizationId];
  for (let next = successors.get(organizationId); next !== undefined; next = successors.get(next)) {
    const circleStart = path.indexOf(next);
    if (circleStart >= 0) return path.slice(circleStart).toSorted()[0] as string;
    path.push(next);
  }
  return path.at(-1) as string;
}

/** @param aliases the delegation whose exact name a text is, by the identifier of the text */
const toSuccessors = (merges: readonly OrganizationMerge[], aliases: Successors): Successors =>
  new Map([...aliases, ...merges.map(({ from, into }) => [from, into] as const)]);

/**
 * The merges with another one; the same merges if they contain it already.
 * @throws DomainError `invalid-request` if both are the same organization, or there are too many merges; `already-merged`
 * if the first is merged with another one, or the second is shown under the first
 */
export function addOrganizationMerge(
  merges: readonly OrganizationMerge[],
  aliases: Successors,
  merge: OrganizationMerge,
): readonly OrganizationMerge[] {
  const { from, into } = merge;
  if (from === into) throw new DomainError("invalid-request", [{ path: "into", rule: "duplicate" }]);
  const existing = merges.find((each) => each.from === from);
  if (existing?.into === into) return merges;
  const successors = toSuccessors(merges, aliases);
  if (existing || followMerges(successors, into) === followMerges(successors, from))
    throw new DomainError("already-merged");
  if (merges.length >= maxOrganizationMerges) {
    const values = { maximum: maxOrganizationMerges };
    throw new DomainError("invalid-request", [{ path: "from", rule: "tooMany", values }]);
  }
  return [...merges, merge];
}

/** The merges without one. @throws DomainError `not-found` */
export function removeOrganizationMerge(
  merges: readonly OrganizationMerge[],
  mergeId: string,
): { readonly removed: OrganizationMerge; readonly merges: readonly OrganizationMerge[] } {
  const removed = merges.find((each) => each.mergeId === mergeId);
  if (!removed) throw new DomainError("not-found");
  return { removed, merges: merges.filter((each) => each !== removed) };
}

/** Identifies the organization of a person. It is a parameter, because it hashes the text. */
export type IdentifyOrganization = (
  registration: Pick<Registration, "conferenceId" | "delegationId" | "organization">,
) => string | undefined;

/**
 * The delegation whose exact name a text is, by the identifier of the text: the form offers the names of delegations to
 * everyone. A name of several delegations belongs to none of them.
 */
export function findDelegationAliases(
  delegations: readonly Pick<Delegation, "conferenceId" | "delegationId" | "name">[],
  identify: IdentifyOrganization,
): Successors {
  const byText = new Map<string, Set<string>>();
  for (const { conferenceId, delegationId, name } of delegations) {
    for (const organization of Object.values(name)) {
      const id = identify({ conferenceId, organization }) as string;
      byText.set(id, (byText.get(id) ?? new Set()).add(delegationId));
    }
  }
  const single = [...byText].filter(([, ids]) => ids.size === 1);
  return new Map(single.map(([id, ids]) => [id, [...ids][0] as string]));
}

/** The organization of a person, and the one under which it is shown, if that is another one. */
export interface ShownOrganization {
  readonly organizationId: string;
  readonly shownAs?: { readonly organizationId: string; readonly name: LocalizedText };
}

export type ResolveOrganization = (
  registration: Pick<Registration, "conferenceId" | "delegationId" | "organization">,
) => ShownOrganization | undefined;

/**
 * Creates a function that tells under which organization a person is shown.
 * @param people those whose texts name the organizations that are not delegations
 */
export function createOrganizationResolver(
  people: readonly Pick<Registration, "conferenceId" | "delegationId" | "organization">[],
  delegations: readonly Delegation[],
  merges: readonly OrganizationMerge[],
  identify: IdentifyOrganization,
): ResolveOrganization {
  const successors = toSuccessors(merges, findDelegationAliases(delegations, identify));
  const names = new Map<string, LocalizedText>(
    people.flatMap((person) => {
      const id = person.delegationId === undefined ? identify(person) : undefined;
      return id === undefined ? [] : [[id, { en: person.organization as string }] as const];
    }),
  );
  for (const { delegationId, name } of delegations) names.set(delegationId, name);
  return (registration) => {
    const organizationId = identify(registration);
    if (organizationId === undefined) return undefined;
    const shownId = followMerges(successors, organizationId);
    const name = names.get(shownId) ?? names.get(organizationId);
    if (shownId === organizationId || !name) return { organizationId };
    return { organizationId, shownAs: { organizationId: shownId, name } };
  };
}

/** An organization, and how many people of the list it has. */
export interface OrganizationSummary {
  readonly organizationId: string;
  readonly name: LocalizedText;
  readonly isDelegation: boolean;
  readonly categories: string[];
  readonly approved: number;
  readonly shownAs?: string;
}

/** The delegations, and the texts of people that are not the exact name of one, by name. */
export function summarizeOrganizations(
  people: readonly Pick<Registration, "conferenceId" | "delegationId" | "organization" | "category">[],
  delegations: readonly Delegation[],
  merges: readonly OrganizationMerge[],
  identify: IdentifyOrganization,
): OrganizationSummary[] {
  const aliases = findDelegationAliases(delegations, identify);
  const successors = toSuccessors(merges, aliases);
  const own = Map.groupBy(people, (person) => {
    const id = identify(person) ?? "";
    return aliases.get(id) ?? id;
  });
  const summarize = (organizationId: string, name: LocalizedText, isDelegation: boolean): OrganizationSummary => {
    const members = own.get(organizationId) ?? [];
    const shownAs = followMerges(successors, organizationId);
    return {
      organizationId,
      name,
      isDelegation,
      categories: [...new Set(members.map(({ category }) => category))],
      approved: members.length,
      ...(shownAs !== organizationId && { shownAs }),
    };
  };
  const known = new Set(delegations.map(({ delegationId }) => delegationId));
  const texts = [...own].filter(([id, [first]]) => first?.organization !== undefined && !known.has(id));
  const all = [
    ...delegations.map(({ delegationId, name }) => summarize(delegationId, name, true)),
    ...texts.map(([id, [first]]) => summarize(id, { en: first?.organization as string }, false)),
  ];
  return all.toSorted((a, b) => Number(a.name.en > b.name.en) - Number(a.name.en < b.name.en));
}

/** The entry of the history for a merge that is recorded or taken back. It changes no registration. */
export const createMergeChange = (
  conferenceId: string,
  action: "merge-organizations" | "separate-organizations",
  { mergeId, from, into }: OrganizationMerge,
  context: CommandContext,
): Change => ({
  ...createConferenceChange(conferenceId, action, context),
  organizationMerge: { mergeId, from, into },
});
