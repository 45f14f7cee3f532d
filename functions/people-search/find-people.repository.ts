import { keys } from "#shared/dynamodb/keys.ts";
import { countItems, type Deadline, getString, type Item, queryPage, S, type Table } from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { listTerms, matchesWord, type SearchWord, toQueryWords } from "#shared/search/search-terms.ts";

/**
 * The most rows that one request reads before it returns an incomplete page. It returns no empty page before the end.
 */
const maxRowsPerRequest = 1_000;
const rowsPerQuery = 100;

/** The most rows that are counted to find the rarest term: as many as a request reads. */
const maxCountedRows = maxRowsPerRequest;

/** The words of a query. One term selects rows of the index; all words are compared with the registrations. */
export interface SearchQuery {
  readonly words: readonly SearchWord[];
  /** The terms that can select rows, the longest first. */
  readonly leadTerms: readonly string[];
}

/** @returns `undefined` for a text without two consecutive letters or digits */
export function parseSearchQuery(text: string): SearchQuery | undefined {
  const words = toQueryWords(text);
  const terms = [...new Set(words.map(({ term }) => term))].filter(({ length }) => length > 1);
  return terms.length > 0 ? { words, leadTerms: terms.toSorted((a, b) => b.length - a.length) } : undefined;
}

type ListWords = (registration: Registration) => readonly SearchWord[];

/** Whether each word of the query is the beginning of a word of the registration. */
const hasAllWords = ({ words }: SearchQuery, ownWords: readonly SearchWord[]) =>
  words.every((word) => ownWords.some((ownWord) => matchesWord(word, ownWord)));

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

/** The end of a page: the term that selects the rows, and the position among them. */
interface SearchCursor {
  readonly leadTerm: string;
  readonly position: string | undefined;
}

/** @throws DomainError `bad-cursor` for the position in the list of another query */
function parseSearchCursor({ leadTerms }: SearchQuery, after: string): SearchCursor {
  const [leadTerm = "", ...position] = after.split("#");
  if (!leadTerms.includes(leadTerm) || !position[0]?.startsWith(leadTerm)) throw new DomainError("bad-cursor");
  return { leadTerm, position: position.join("#") };
}

/** The term of a query with the fewest rows, so that two common words do not hide a rare one. */
async function findRarestTerm(table: Table, conferenceId: string, { leadTerms }: SearchQuery): Promise<string> {
  const [longest = "", ...others] = leadTerms;
  if (others.length === 0) return longest;
  const counts = await Promise.all(
    leadTerms.map(async (term) => {
      const { PK: partition } = keys.searchTerm(conferenceId, term, "");
      return { term, count: await countItems(table, { partition, prefix: term, limit: maxCountedRows }) };
    }),
  );
  return counts.reduce((rarest, each) => (each.count < rarest.count ? each : rarest)).term;
}

/**
 * Lists the registrations that match a query, in the order of its rarest term. The index selects candidates; each is
 * compared with the registration as it is now, so that an outdated row never discloses a name. A page is empty only at
 * the end of the list.
 * @param listWords the words of a registration that this caller may find it by
 * @param after the end of the page before. It never names a registration that the caller could not see
 * @throws DomainError `bad-cursor` for the position in another list; `too-busy` at the deadline without a match
 */
export async function findPeople(
  table: Table,
  conferenceId: string,
  { listWords, ...query }: SearchQuery & { readonly listWords: ListWords },
  after: string | undefined,
  limit: number,
  deadline: Deadline,
): Promise<{ registrations: Registration[]; next: string | null }> {
  const start =
    after === undefined
      ? { leadTerm: await findRarestTerm(table, conferenceId, query), position: undefined }
      : parseSearchCursor(query, after);
  const { leadTerm } = start;
  const matches: SearchHit[] = [];
  let [rowCount, position, lastHit]: [number, string | undefined, string | undefined] = [0, start.position, undefined];
  do {
    const page = await listSearchTermRows(table, conferenceId, leadTerm, position);
    const hits = await findHits(table, query, listWords, leadTerm, page.rows);
    matches.push(...hits.filter(({ isMatch }) => isMatch));
    lastHit = hits.at(-1)?.position ?? lastHit;
    rowCount += page.rows.length;
    position = page.next;
    if (matches.length === 0 && position !== undefined && Date.now() >= deadline) throw new DomainError("too-busy");
  } while (position !== undefined && matches.length <= limit && (matches.length === 0 || rowCount < maxRowsPerRequest));
  const shown = matches.slice(0, limit);
  const end = matches.length > limit ? shown.at(-1)?.position : position && lastHit;
  return {
    registrations: shown.map(({ registration }) => registration),
    next: end === undefined ? null : `${leadTerm}#${end}`,
  };
}

/** A row whose registration still has the term, by which the caller may find it, and whether the registration matches the query. */
interface SearchHit {
  readonly registration: Registration;
  readonly position: string;
  readonly isMatch: boolean;
}

async function findHits(
  table: Table,
  query: SearchQuery,
  listWords: ListWords,
  leadTerm: string,
  rows: readonly SearchTermRow[],
): Promise<SearchHit[]> {
  const ids = rows.map(({ registrationId }) => registrationId);
  const registrations = await loadRegistrations(table, ids);
  return rows.flatMap((row): SearchHit[] => {
    const registration = registrations.get(row.registrationId);
    const ownWords = registration ? listWords(registration) : [];
    const ownTerms = listTerms(ownWords);
    if (!registration || !ownTerms.includes(row.term)) return [];
    const isMatch = hasAllWords(query, ownWords) && isFirstTermRow(leadTerm, ownTerms, row);
    return [{ registration, position: row.position, isMatch }];
  });
}

/** A registration with two terms of the same beginning has two rows, and is listed once. */
const isFirstTermRow = (leadTerm: string, ownTerms: readonly string[], { term }: SearchTermRow) =>
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
