import { parseProposals } from "#shared/accreditation/proposals.repository.ts";
import { type DecisionProposal, listCurrentProposals } from "#shared/accreditation/proposals.rules.ts";
import { readAnnotations } from "#shared/annotations/annotations.repository.ts";
import type { Annotations } from "#shared/annotations/annotations.rules.ts";
import { type Key, keys } from "#shared/dynamodb/keys.ts";
import { assertSound, batchGetItems, getString, type Item, parseData, type Table } from "#shared/dynamodb/table.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { findMatchReasons, type MatchCandidate } from "./match-candidates.rules.ts";

/** Hints for staff about a registration: the proposals of reviewers, possible duplicates, and annotations. */
export interface ReviewHints {
  readonly annotations: Annotations;
  readonly proposals: readonly DecisionProposal[];
  readonly possibleDuplicates: readonly Registration[];
}

/** Loads the hints about one registration. @throws DomainError `damaged-record` for damaged annotations */
export async function loadRegistrationHints(table: Table, registration: Registration): Promise<ReviewHints> {
  const hints = await loadReviewHints(table, [registration]);
  return assertSound(hints.get(registration.registrationId));
}

/**
 * Loads the hints about registrations, without those whose annotations are damaged. Traits are read from the search
 * entries, because comparing names needs the transliteration tables of all scripts; the registrations themselves are read
 * to exclude withdrawn ones.
 */
export async function loadReviewHints(
  table: Table,
  registrations: readonly Registration[],
): Promise<ReadonlyMap<string, ReviewHints>> {
  const itemKeys = registrations.flatMap(({ registrationId: id }) => [
    keys.searchEntry(id),
    keys.proposals(id),
    keys.annotations(id),
  ]);
  const items = await batchGetItems(table, itemKeys);
  const indexed = await loadMatchCandidates(table, registrations, indexByRegistration(items, "search-entry"));
  const proposals = indexByRegistration(items, "proposals");
  const annotations = indexByRegistration(items, "annotations");
  const hints = registrations.flatMap((registration): [string, ReviewHints][] => {
    const { registrationId } = registration;
    const own = readAnnotations(annotations.get(registrationId));
    if (!own) return [];
    const current = listCurrentProposals(registration, parseProposals(proposals.get(registrationId)));
    const possibleDuplicates = findPossibleDuplicates(registration, indexed);
    return [[registrationId, { annotations: own, proposals: current, possibleDuplicates }]];
  });
  return new Map(hints);
}

/** The items of one entity by their registration. */
const indexByRegistration = (items: readonly Item[], entity: string): ReadonlyMap<string, Item> =>
  new Map(
    items.filter((item) => item["entity"]?.S === entity).map((item) => [getString(item, "registrationId"), item]),
  );

/** Registrations with their match candidates, and the search entries of all of them. */
interface IndexedRegistrations {
  readonly searchEntries: ReadonlyMap<string, Item>;
  readonly registrations: ReadonlyMap<string, Registration>;
}

const getMatchCandidateIds = (searchEntry: Item | undefined): readonly string[] =>
  searchEntry?.["matchCandidates"]?.SS ?? [];

/** Loads the match candidates that the search index recorded. Without candidates nothing is read. */
async function loadMatchCandidates(
  table: Table,
  registrations: readonly Registration[],
  searchEntries: ReadonlyMap<string, Item>,
): Promise<IndexedRegistrations> {
  const others = [...new Set([...searchEntries.values()].flatMap(getMatchCandidateIds))];
  const [items, loaded] = await Promise.all([
    batchGetItems(table, others.map(keys.searchEntry)),
    loadRegistrations(table, others),
  ]);
  return {
    searchEntries: new Map([...searchEntries, ...indexByRegistration(items, "search-entry")]),
    registrations: new Map([...loaded, ...registrations.map((each) => [each.registrationId, each] as const)]),
  };
}

function findPossibleDuplicates(registration: Registration, indexed: IndexedRegistrations): Registration[] {
  const searchEntry = indexed.searchEntries.get(registration.registrationId);
  const candidate = buildMatchCandidate(registration, searchEntry);
  return getMatchCandidateIds(searchEntry).flatMap((id) => {
    const other = indexed.registrations.get(id);
    if (!other) return [];
    const reasons = findMatchReasons(candidate, buildMatchCandidate(other, indexed.searchEntries.get(id)));
    return reasons.length > 0 ? [other] : [];
  });
}

/** A registration with the traits in its search entry. */
const buildMatchCandidate = (registration: Registration, searchEntry: Item | undefined): MatchCandidate => ({
  registration,
  matchKeys: Object.fromEntries(parseSearchKeys(searchEntry).flatMap(({ PK }) => parseTraitKey(PK))),
});

/** Kind and digest of `MATCH#<conference>#<kind>#<digest>`, as `keys.matchTrait` writes it. */
function parseTraitKey(PK: string): [string, string][] {
  const [entity, , kind = "", digest = ""] = PK.split("#");
  return entity === "MATCH" ? [[kind, digest]] : [];
}

/** The keys of the rows that lead to a registration, from its search entry. */
export const parseSearchKeys = (searchEntry: Item | undefined): Key[] =>
  searchEntry ? parseData<Key[]>(searchEntry) : [];
