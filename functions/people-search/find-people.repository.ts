import { keys } from "#shared/dynamodb/keys.ts";
import { getString, type Item, queryPage, S, type Table } from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { buildSearchTerms, toQueryTerms } from "#shared/search/search-terms.ts";

/** The most rows that one request reads before it returns an incomplete page. */
const maxRowsPerRequest = 1_000;
const rowsPerQuery = 100;

/** The terms of a query. The longest one selects rows of the index; all are compared with the registrations. */
export interface SearchQuery {
  readonly terms: readonly string[];
  readonly leadTerm: string;
}

/** @returns `undefined` for a text without two consecutive letters or digits */
export function parseSearchQuery(text: string): SearchQuery | undefined {
  const terms = toQueryTerms(text);
  const leadTerm = terms.toSorted((a, b) => b.length - a.length)[0];
  return leadTerm !== undefined && leadTerm.length > 1 ? { terms, leadTerm } : undefined;
}

/** Whether each term of the query is the beginning of a term of the registration. */
const hasAllTerms = ({ terms }: SearchQuery, ownTerms: readonly string[]) =>
  terms.every((term) => ownTerms.some((ownTerm) => ownTerm.startsWith(term)));

interface SearchTermRow {
  readonly position: string;
  readonly term: string;
  readonly registrationId: string;
}

const parseSearchTermRow = (item: Item): SearchTermRow => {
  const position = getString(item, "SK");
  const [term = "", registrationId = ""] = position.split("#");
  return { position, term, registrationId };
};

/**
 * Lists the registrations that match a query, in the order of the lead term. The index selects candidates; each is
 * compared with the registration as it is now, so that an outdated row never discloses a name.
 * @param after the end of the page before. It never names a registration that the caller could not see
 * @throws DomainError `bad-cursor` for the position in another list
 */
export async function findPeople(
  table: Table,
  conferenceId: string,
  query: SearchQuery,
  after: string | undefined,
  limit: number,
): Promise<{ registrations: Registration[]; next: string | null }> {
  if (after !== undefined && !after.startsWith(query.leadTerm)) throw new DomainError("bad-cursor");
  const matches: SearchHit[] = [];
  let [rowCount, position, lastHit] = [0, after, after];
  do {
    const page = await listSearchTermRows(table, conferenceId, query.leadTerm, position);
    const hits = await findHits(table, query, page.rows);
    matches.push(...hits.filter(({ isMatch }) => isMatch));
    lastHit = hits.at(-1)?.position ?? lastHit;
    rowCount += page.rows.length;
    position = page.next;
  } while (position !== undefined && matches.length <= limit && rowCount < maxRowsPerRequest);
  const shown = matches.slice(0, limit);
  const resumption = position !== undefined && lastHit !== after ? lastHit : undefined;
  const next = matches.length > limit ? shown.at(-1)?.position : resumption;
  return { registrations: shown.map(({ registration }) => registration), next: next ?? null };
}

/** A row whose registration still has the term, and whether the registration matches the query. */
interface SearchHit {
  readonly registration: Registration;
  readonly position: string;
  readonly isMatch: boolean;
}

async function findHits(table: Table, query: SearchQuery, rows: readonly SearchTermRow[]): Promise<SearchHit[]> {
  const ids = rows.map(({ registrationId }) => registrationId);
  const registrations = await loadRegistrations(table, ids);
  return rows.flatMap((row): SearchHit[] => {
    const registration = registrations.get(row.registrationId);
    const ownTerms = registration ? buildSearchTerms(registration) : [];
    if (!registration || !ownTerms.includes(row.term)) return [];
    const isMatch = hasAllTerms(query, ownTerms) && isFirstTermRow(query, ownTerms, row);
    return [{ registration, position: row.position, isMatch }];
  });
}

/** A registration with two terms of the same beginning has two rows, and is listed once. */
const isFirstTermRow = ({ leadTerm }: SearchQuery, ownTerms: readonly string[], { term }: SearchTermRow) =>
  ownTerms.filter((ownTerm) => ownTerm.startsWith(leadTerm)).toSorted()[0] === term;

async function listSearchTermRows(table: Table, conferenceId: string, leadTerm: string, after: string | undefined) {
  const { PK } = keys.searchTerm(conferenceId, leadTerm, "");
  const page = await queryPage(table, {
    partition: PK,
    prefix: leadTerm,
    limit: rowsPerQuery,
    ...(after !== undefined && { after: { PK: S(PK), SK: S(after) } }),
  });
  return { rows: page.items.map(parseSearchTermRow), next: page.after && getString(page.after, "SK") };
}
