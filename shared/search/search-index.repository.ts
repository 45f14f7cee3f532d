import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { computeDigest, type Key, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  type Deadline,
  findByEntity,
  findItem,
  getNumber,
  getString,
  type Item,
  N,
  queryPage,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  updateItem,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadProtectedIds } from "#shared/registrations/protections.repository.ts";
import { readRegistrations } from "#shared/registrations/registrations.repository.ts";
import { type MatchReason, maxMatchCandidates } from "./match-candidates.rules.ts";
import { parseSearchKeys } from "./review-hints.repository.ts";
import { buildMatchTraits, buildSearchKeys } from "./search-terms.ts";

/** A registration, and its rows in the search index. */
interface SearchIndexState {
  readonly registration: Registration | undefined;
  /** The item that lists the rows, as it is stored. */
  readonly searchEntry: Item | undefined;
  /** The keys of the rows that the registration needs. */
  readonly searchKeys: readonly Key[];
  /** The digest of these keys. The search entry stores the digest of the rows that are written. */
  readonly digest: string;
}

/** @returns `undefined` for a damaged registration: what its rows must be is unknown */
async function loadSearchIndexState(table: Table, registrationId: string): Promise<SearchIndexState | undefined> {
  const items = await batchGetItems(table, [keys.registration(registrationId), keys.searchEntry(registrationId)]);
  const item = findItem(items, keys.registration(registrationId));
  const [registration] = item ? await readRegistrations([item]) : [];
  if (item && !registration) return undefined;
  const searchKeys = registration ? buildSearchKeys(registration) : [];
  return {
    registration,
    searchEntry: findByEntity(items, "search-entry"),
    searchKeys,
    digest: computeDigest(...searchKeys.map(serializeKey)),
  };
}

/**
 * Writes the rows of a registration, deletes those of a former name or address, and then records match candidates in
 * both search entries. Of two concurrent calls, the later one finds the rows of the earlier one, because each looks for
 * candidates only after its own rows are written. The function is idempotent.
 * @param isForced whether rows are written again that are said to exist, for a rebuild
 * @throws DomainError `too-busy` at the deadline
 */
export async function indexRegistration(
  table: Table,
  registrationId: string,
  deadline: Deadline,
  isForced = false,
): Promise<void> {
  do {
    const state = await loadSearchIndexState(table, registrationId);
    if (!state) return;
    const { registration, searchEntry, searchKeys, digest } = state;
    if (searchKeys.length === 0 && !searchEntry) return;
    const isWritten =
      (!isForced && searchEntry?.["keysDigest"]?.S === digest) ||
      (await saveSearchRows(table, registrationId, state, deadline, isForced));
    if (!isWritten) continue;
    if (registration && (isForced || searchEntry?.["matchedKeysDigest"]?.S !== digest))
      await saveMatchCandidates(table, registration, digest);
    return;
  } while (Date.now() < deadline);
  throw new DomainError("too-busy");
}

/** Whether the rows and the match candidates of a registration are up to date. */
export async function isRegistrationIndexed(table: Table, registrationId: string): Promise<boolean> {
  const state = await loadSearchIndexState(table, registrationId);
  // What a damaged registration is found by is unknown.
  if (!state) return true;
  const { searchEntry, searchKeys, digest } = state;
  if (searchKeys.length === 0 && !searchEntry) return true;
  return searchEntry?.["keysDigest"]?.S === digest && searchEntry["matchedKeysDigest"]?.S === digest;
}

/** Writes all rows in one transaction. @returns `false` if another call has changed the search entry */
async function saveSearchRows(
  table: Table,
  registrationId: string,
  state: SearchIndexState,
  deadline: Deadline,
  isForced: boolean,
): Promise<boolean> {
  const { name: TableName } = table;
  const stored = parseSearchKeys(state.searchEntry);
  const subtract = (some: readonly Key[], others: readonly Key[]) => {
    const texts = new Set(others.map(serializeKey));
    return some.filter((key) => !texts.has(serializeKey(key)));
  };
  const writes: TransactionWrite<"changed">[] = [
    buildSearchEntryWrite(TableName, registrationId, state),
    ...subtract(stored, state.searchKeys).map((key) => ({ Delete: { TableName, Key: toItemKey(key) } })),
    ...(isForced ? state.searchKeys : subtract(state.searchKeys, stored)).map((key) => ({
      Put: { TableName, Item: toSearchRow(key, registrationId) },
    })),
  ].map((item) => ({ item, onConditionFailed: "changed" }));
  return (await writeTransaction(table, writes, deadline)) === undefined;
}

const toSearchRow = (key: Key, registrationId: string): Item => ({
  ...toItemKey(key),
  entity: S(key.PK.startsWith("TERM#") ? "search-term" : "match-trait"),
  registrationId: S(registrationId),
});

/** Writes the list of rows, if it has not changed since it was read. */
function buildSearchEntryWrite(
  TableName: string,
  registrationId: string,
  { searchEntry, searchKeys, digest }: SearchIndexState,
): TransactWriteItem {
  const Key = toItemKey(keys.searchEntry(registrationId));
  const revision = searchEntry ? getNumber(searchEntry, "revision") : 0;
  const ConditionExpression = searchEntry ? "revision = :seen" : "attribute_not_exists(PK) AND revision <> :seen";
  const values: Item = { ":seen": N(revision) };
  if (searchKeys.length === 0)
    return { Delete: { TableName, Key, ConditionExpression, ExpressionAttributeValues: values } };
  const Update = {
    TableName,
    Key,
    UpdateExpression: "SET entity = :entity, registrationId = :id, revision = :next, #digest = :digest, #data = :keys",
    ConditionExpression,
    ExpressionAttributeNames: { "#digest": "keysDigest", "#data": "data" },
    ExpressionAttributeValues: {
      ...values,
      ":entity": S("search-entry"),
      ":id": S(registrationId),
      ":next": N(revision + 1),
      ":digest": S(digest),
      ":keys": S(JSON.stringify(searchKeys)),
    },
  };
  return { Update };
}

/**
 * The most registrations with the same trait. A passport or a date of birth that more registrations share yields some of
 * them; a name and nationality that more share is no hint and yields none.
 */
const maxMatchesByTrait = {
  passport: maxMatchCandidates,
  address: maxMatchCandidates,
  "name-and-birth-date": maxMatchCandidates,
  "name-and-nationality": 10,
} as const satisfies Record<MatchReason, number>;

/**
 * Lists the registrations with a trait in common, by the rows, read consistently.
 * @param hidden registrations that are left out before the limits apply: otherwise a missing match would tell of them
 */
export async function listMatchCandidateIds(
  table: Table,
  registration: Registration,
  hidden: ReadonlySet<string>,
): Promise<string[]> {
  return (await findMatchCandidateIds(table, registration, hidden)).shown;
}

/** The registrations with a trait in common, and those among the hidden ones. */
async function findMatchCandidateIds(table: Table, registration: Registration, hidden: ReadonlySet<string>) {
  const traits = Object.entries(buildMatchTraits(registration)) as [MatchReason, string][];
  const found = await Promise.all(
    traits.map(([kind, digest]) => listRegistrationsWithTrait(table, registration, { kind, digest }, hidden)),
  );
  const merge = (ids: readonly string[]) => [...new Set(ids)].slice(0, maxMatchCandidates);
  return { shown: merge(found.flatMap(({ shown }) => shown)), hidden: merge(found.flatMap((each) => each.hidden)) };
}

async function listRegistrationsWithTrait(
  table: Table,
  { conferenceId, registrationId }: Registration,
  { kind, digest }: { readonly kind: MatchReason; readonly digest: string },
  hidden: ReadonlySet<string>,
) {
  const { PK: partition } = keys.matchTrait(conferenceId, kind, digest, "");
  const limit = maxMatchesByTrait[kind] + 2 + hidden.size;
  const { items } = await queryPage(table, { partition, limit, isConsistent: true });
  const others = items.map((item) => getString(item, "SK")).filter((id) => id !== registrationId);
  const shown = others.filter((id) => !hidden.has(id));
  return {
    shown: kind === "name-and-nationality" && shown.length > maxMatchesByTrait[kind] ? [] : shown,
    hidden: others.filter((id) => hidden.has(id)),
  };
}

/**
 * Updates the other search entries first and that of the registration last, so that an interrupted call starts again.
 * Protected people are candidates besides as many others as there may be.
 */
async function saveMatchCandidates(table: Table, registration: Registration, digest: string): Promise<void> {
  const { conferenceId, registrationId } = registration;
  const hidden = await loadProtectedIds(table, conferenceId);
  const found = await findMatchCandidateIds(table, registration, hidden);
  const others = [...found.shown, ...found.hidden];
  const maximum = maxMatchCandidates + hidden.size;
  for (const other of others) await addMatchCandidates(table, other, [registrationId], maximum);
  if (others.length > 0) await addMatchCandidates(table, registrationId, others, maximum);
  await updateItem(table, keys.searchEntry(registrationId), {
    expression: "SET matchedKeysDigest = :digest",
    condition: "keysDigest = :digest",
    values: { ":digest": S(digest) },
  });
}

const addMatchCandidates = (table: Table, registrationId: string, others: readonly string[], maximum: number) =>
  updateItem(table, keys.searchEntry(registrationId), {
    expression: "ADD matchCandidates :others",
    condition: "attribute_exists(PK) AND (attribute_not_exists(matchCandidates) OR size(matchCandidates) < :maximum)",
    values: { ":others": { SS: [...others] }, ":maximum": N(maximum) },
  });
