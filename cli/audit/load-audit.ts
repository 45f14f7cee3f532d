import { getPreviousChangeIds } from "#shared/audit/chain-link.ts";
import { keys, serializeKey } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  getItem,
  getString,
  type Item,
  parseVersioned,
  queryItems,
  scanItems,
  type Table,
} from "#shared/dynamodb/table.ts";
import type { Registration } from "#shared/model/registration.ts";
import { parseChainRows } from "./chain-rows.ts";
import { type AuditRecords, type AuditReport, listProvenValues, verifyChain } from "./verify-chain.ts";

/**
 * Verifies the history of a conference. It scans the whole table, so it is a tool for operators and never part of a
 * request. On a running system it verifies the chain up to the head that it read first, and reads entries again that
 * the scan missed.
 * @param now in ms since 1970
 * @param recordedHead a head of the chain that was recorded before, `NUMBER:HASH`
 */
export async function auditConference(
  table: Table,
  conferenceId: string,
  now: number,
  recordedHead?: string,
): Promise<AuditReport> {
  return verifyHistory(await loadAuditRecords(table, conferenceId), now, recordedHead);
}

/** @throws Error for a conference of which there is nothing */
export function verifyHistory(records: AuditRecords, now: number, recordedHead?: string): AuditReport {
  const { isKnown, entries, links, head, lastChanges, unreadable } = records;
  const isEmpty = entries.size === 0 && links.length + unreadable.length === 0 && head.sequence === 0;
  if (!isKnown && isEmpty && lastChanges.size === 0)
    throw new Error(`There is no conference ${records.conferenceId}: nothing was verified.`);
  return verifyChain(records, now, recordedHead);
}

/** The journal items that no link names. */
export async function listUnchainedEntries(table: Table, conferenceId: string): Promise<Item[]> {
  const { links, entries } = await loadAuditRecords(table, conferenceId);
  const chained = new Set(links.map(({ changeId }) => changeId));
  return [...entries].filter(([changeId]) => !chained.has(changeId)).map(([, item]) => item);
}

/** The beginning of the sort keys of links. */
const linkPrefix = "LINK#";

/** The history of a conference among all items of a table at one moment. An item without its fields is left out. */
export function toAuditRecords(conferenceId: string, items: readonly Item[]): AuditRecords {
  const isOwn = (item: Item) => item["PK"]?.S === keys.auditHead(conferenceId).PK;
  const head = items.find((item) => isOwn(item) && item["SK"]?.S === keys.auditHead(conferenceId).SK);
  const entries = new Map<string, Item>();
  const collected = new HistoryItems(conferenceId, entries);
  for (const item of items) collected.add(item);
  const links = items.filter((item) => isOwn(item) && item["SK"]?.S?.startsWith(linkPrefix));
  const chain = parseChainRows(head, links);
  return {
    conferenceId,
    ...chain,
    lastSequence: chain.head.sequence,
    entries,
    ...collected.getRegistrationRecords(),
  };
}

/** Sorts the items of a table that belong to the history of one conference. */
class HistoryItems {
  readonly #conferenceId: string;
  readonly #entries: Map<string, Item>;
  readonly #fieldChanges: Item[] = [];
  readonly #lastChanges = new Map<string, string>();
  readonly #erased = new Set<string>();
  #isKnown = false;

  constructor(conferenceId: string, entries: Map<string, Item>) {
    this.#conferenceId = conferenceId;
    this.#entries = entries;
  }

  add(item: Item): void {
    const entity = item["entity"]?.S;
    if (entity === "journal" && item["conferenceId"]?.S === this.#conferenceId)
      this.#entries.set(getEntryId(item), item);
    else if (entity === "field-changes") this.#fieldChanges.push(item);
    else if (entity === "registration") this.#addRegistration(tryParseRegistration(item));
    const { PK, SK } = keys.conference(this.#conferenceId);
    if (item["PK"]?.S === PK && item["SK"]?.S === SK) this.#isKnown = true;
  }

  #addRegistration({ conferenceId, registrationId, lastChange, erasure }: Partial<Registration>): void {
    if (conferenceId !== this.#conferenceId || registrationId === undefined) return;
    if (lastChange !== undefined) this.#lastChanges.set(registrationId, lastChange);
    if (erasure) this.#erased.add(registrationId);
  }

  getRegistrationRecords(): Pick<AuditRecords, "isKnown" | "fieldChanges" | "lastChanges" | "erasedRegistrations"> {
    const own = this.#fieldChanges.filter((item) => this.#lastChanges.has(getValuesOwner(item)));
    return {
      isKnown: this.#isKnown,
      lastChanges: this.#lastChanges,
      erasedRegistrations: this.#erased,
      fieldChanges: new Map(
        own.map((item) => [serializeKey({ PK: getString(item, "PK"), SK: getString(item, "SK") }), item]),
      ),
    };
  }
}

const getValuesOwner = (item: Item): string => getString(item, "PK").slice("REGISTRATION#".length);

/** The change that the key of a journal item names: its content proves the key, and not the other way round. */
const getEntryId = (item: Item): string => getString(item, "PK").slice("JOURNAL#".length);

/** A registration that can't be read names no change. `verify-counters` reports it. */
function tryParseRegistration(item: Item): Partial<Registration> {
  try {
    return parseVersioned<Registration>(item);
  } catch {
    return {};
  }
}

/** Reads all items of the history. */
export async function loadAuditRecords(table: Table, conferenceId: string): Promise<AuditRecords> {
  const loadHead = () => getItem(table, keys.auditHead(conferenceId));
  const head = await loadHead();
  const entries = new Map<string, Item>();
  const collected = new HistoryItems(conferenceId, entries);
  for await (const item of scanItems(table)) collected.add(item);
  const records = collected.getRegistrationRecords();
  const { lastChanges } = records;
  const rows = queryItems(table, {
    partition: keys.auditHead(conferenceId).PK,
    prefix: linkPrefix,
    isConsistent: true,
  });
  const chain = parseChainRows(head, await Array.fromAsync(rows));
  const { links } = chain;
  const last = await loadHead();
  // The chain began since its head was read.
  if (!head && last && links.length > 0) return loadAuditRecords(table, conferenceId);
  const lastSequence = parseChainRows(last, []).head.sequence;
  await addReferencedEntries(table, entries, [...links.map(({ changeId }) => changeId), ...lastChanges.values()]);
  const fieldChanges = await addReferencedFieldChanges(table, entries, records.fieldChanges);
  return { conferenceId, ...chain, lastSequence, entries, ...records, fieldChanges };
}

/** Reads the values that entries name and that the scan missed. */
async function addReferencedFieldChanges(
  table: Table,
  entries: ReadonlyMap<string, Item>,
  scanned: ReadonlyMap<string, Item>,
): Promise<ReadonlyMap<string, Item>> {
  const missing = [...entries].flatMap(([changeId, item]) =>
    listProvenValues(item)
      .map(({ registrationId }) => keys.fieldChanges(registrationId, changeId))
      .filter((key) => !scanned.has(serializeKey(key))),
  );
  const items = await batchGetItems(table, missing);
  const read = items.map(
    (item) => [serializeKey({ PK: getString(item, "PK"), SK: getString(item, "SK") }), item] as const,
  );
  return new Map([...scanned, ...read]);
}

/** Reads the referenced entries that the scan missed, and those that they reference. */
async function addReferencedEntries(table: Table, entries: Map<string, Item>, ids: readonly string[]): Promise<void> {
  const listMissing = (referenced: readonly string[]) => [...new Set(referenced)].filter((id) => !entries.has(id));
  let missing = listMissing([...ids, ...[...entries.values()].flatMap(getPreviousChangeIds)]);
  while (missing.length > 0) {
    const items = await batchGetItems(table, missing.map(keys.journal));
    for (const item of items) entries.set(getEntryId(item), item);
    missing = listMissing(items.flatMap(getPreviousChangeIds));
  }
}
