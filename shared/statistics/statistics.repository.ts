import { keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  type Deadline,
  findItem,
  getNumber,
  getString,
  type Item,
  ifVersion,
  N,
  parseData,
  queryItems,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { readRegistrations } from "#shared/registrations/registrations.repository.ts";
import {
  type CountCell,
  type CountedRegistration,
  cellsPerRegistration,
  computeCountChanges,
  type RegistrationStatus,
  removeZeroCounts,
  type StatisticsCounts,
  toCountedRegistration,
} from "./counts.rules.ts";
import { computeStatistics } from "./statistics.rules.ts";
import { type SeatedCounts, toSeatedCounts } from "./targets.rules.ts";

/** How a registration was last counted, and in which version. */
export interface CountMarker extends CountedRegistration {
  readonly registrationId: string;
  readonly version: number;
}

/** @throws Error for an item that is not a count marker */
export const parseCountMarker = (item: Item): CountMarker => ({
  registrationId: getString(item, "registrationId"),
  version: getNumber(item, "version"),
  ...parseData<CountedRegistration>(item),
});

/**
 * The number of registrations in one transaction of at most 100 writes: each registration writes its count marker, and
 * changes at most its cells before and after.
 */
const registrationsPerTransaction = Math.floor(100 / (1 + 2 * cellsPerRegistration));

/**
 * Counts registrations as the table has them now. The count marker with the version is written in the same transaction,
 * so that repeated, late or unordered records have no effect. The counts of a removed registration stay.
 * @throws DomainError `too-busy` at the deadline
 */
export async function countRegistrations(
  table: Table,
  conferenceId: string,
  ids: readonly string[],
  deadline: Deadline,
): Promise<void> {
  const distinct = [...new Set(ids)];
  for (let begin = 0; begin < distinct.length; begin += registrationsPerTransaction) {
    await countBatch(table, conferenceId, distinct.slice(begin, begin + registrationsPerTransaction), deadline);
  }
}

async function countBatch(table: Table, conferenceId: string, ids: readonly string[], deadline: Deadline) {
  for (;;) {
    const changes = await loadCountChanges(table, ids);
    if (changes.length === 0) return;
    const failure = await writeTransaction(table, buildCountWrites(table, conferenceId, changes), deadline);
    if (!failure) return;
    if (Date.now() >= deadline) throw new DomainError("too-busy");
  }
}

/** A registration that has changed since it was counted. Without `after` it was removed. */
interface CountChange {
  readonly registrationId: string;
  readonly before?: CountMarker | undefined;
  readonly after?: CountMarker | undefined;
}

async function loadCountChanges(table: Table, ids: readonly string[]): Promise<CountChange[]> {
  const [items, stored] = await Promise.all([
    batchGetItems(table, ids.map(keys.countMarker)),
    batchGetItems(table, ids.map(keys.registration)),
  ]);
  const read = await readRegistrations(stored);
  const registrations = new Map(read.map((each) => [each?.registrationId, each]));
  const counted = new Map(items.map(parseCountMarker).map((row) => [row.registrationId, row]));
  return ids.flatMap((registrationId): CountChange[] => {
    const [before, registration] = [counted.get(registrationId), registrations.get(registrationId)];
    // What a damaged one counts as is unknown.
    if (!registration && findItem(stored, keys.registration(registrationId))) return [];
    const isCounted = registration && !registration.erasure?.completedAt;
    if (!isCounted) return before ? [{ registrationId, before }] : [];
    const after = { registrationId, version: registration.version, ...toCountedRegistration(registration) };
    if (before && !isOutdated(before, after)) return [];
    return [{ registrationId, before, after }];
  });
}

/** Whether a marker is of an earlier version, or says something else of this version than the registration. */
function isOutdated(before: CountMarker, after: CountMarker): boolean {
  if (before.version !== after.version) return before.version < after.version;
  return serializeCountMarker(before) !== serializeCountMarker(after);
}

/** What a marker says, in an order of its own. */
export const serializeCountMarker = ({ status, values }: Pick<CountMarker, "status" | "values">): string =>
  JSON.stringify([status, Object.entries(values).toSorted()]);

function buildCountWrites(
  table: Table,
  conferenceId: string,
  changes: readonly CountChange[],
): TransactionWrite<"count-marker">[] {
  const present = computeCountChanges(changes.filter(({ after }) => after));
  const removed = computeCountChanges(
    changes.flatMap(({ before, after }) => (after || !before ? [] : [{ after: before }])),
  );
  const cells = new Set([...present.keys(), ...removed.keys()]);
  return [
    ...changes.map((change) => buildCountMarkerWrite(table, change)),
    ...[...cells].map((cell) => buildCellWrite(table, conferenceId, cell, { present, removed })),
  ];
}

/** The marker is written only if it is as it was read, so that concurrent runs do not count a change twice. */
function buildCountMarkerWrite(
  { name }: Table,
  { registrationId, before, after }: CountChange,
): TransactionWrite<"count-marker"> {
  const Key = toItemKey(keys.countMarker(registrationId));
  const condition = ifVersion(before?.version);
  if (!after) return { item: { Delete: { TableName: name, Key, ...condition } }, onConditionFailed: "count-marker" };
  const { status, values } = after;
  const Item = {
    ...Key,
    entity: S("count-marker"),
    registrationId: S(registrationId),
    version: N(after.version),
    data: S(JSON.stringify({ status, values })),
  };
  return { item: { Put: { TableName: name, Item, ...condition } }, onConditionFailed: "count-marker" };
}

/**
 * The prefix of the attributes that count removed registrations. `verify-counters` subtracts them before it compares the
 * counts with the registrations.
 */
const removedPrefix = "removed ";

function buildCellWrite(
  { name }: Table,
  conferenceId: string,
  cell: CountCell,
  { present, removed }: { readonly present: StatisticsCounts; readonly removed: StatisticsCounts },
): TransactionWrite<"count-marker"> {
  const changes = [
    ...(present.get(cell) ?? []),
    ...[...(removed.get(cell) ?? [])].map(([status, n]) => [removedPrefix + status, n] as const),
  ];
  const Update = {
    TableName: name,
    Key: toItemKey(keys.statistic(conferenceId, cell)),
    UpdateExpression: `SET entity = :entity ADD ${changes.map((_, index) => `#s${index} :n${index}`).join(", ")}`,
    ExpressionAttributeNames: Object.fromEntries(changes.map(([status], index) => [`#s${index}`, status])),
    ExpressionAttributeValues: {
      ":entity": S("statistics"),
      ...Object.fromEntries(changes.map(([, n], index) => [`:n${index}`, N(n)])),
    },
  };
  return { item: { Update }, onConditionFailed: "count-marker" };
}

/** A cell as it must be, for the rebuild of the statistics. */
export const toCellItem = (conferenceId: string, cell: CountCell, { all, removed }: ConferenceCounts): Item => ({
  ...toItemKey(keys.statistic(conferenceId, cell)),
  entity: S("statistics"),
  ...Object.fromEntries([...(all.get(cell) ?? [])].map(([status, n]) => [status, N(n)])),
  ...Object.fromEntries([...(removed.get(cell) ?? [])].map(([status, n]) => [removedPrefix + status, N(n)])),
});

/** The counts of a conference: of all registrations, and of the removed ones among them. */
export interface ConferenceCounts {
  readonly all: StatisticsCounts;
  readonly removed: StatisticsCounts;
}

/** The counts, from the stream. They lag by a few seconds. */
export async function loadConferenceCounts(table: Table, conferenceId: string): Promise<ConferenceCounts> {
  const rows = queryItems(table, { partition: keys.statistic(conferenceId, "").PK, isConsistent: true });
  return parseConferenceCounts(await Array.fromAsync(rows));
}

/** @param items the cells of one conference */
export function parseConferenceCounts(items: readonly Item[]): ConferenceCounts {
  const parseCounts = (isRemoved: boolean) =>
    removeZeroCounts(new Map(items.map((item) => [getString(item, "SK") as CountCell, parseCell(item, isRemoved)])));
  return { all: parseCounts(false), removed: parseCounts(true) };
}

/** The seated composition of a conference. */
export const loadSeatedCounts = async (table: Table, conferenceId: string): Promise<SeatedCounts> =>
  toSeatedCounts(computeStatistics((await loadConferenceCounts(table, conferenceId)).all));

/** The counts of a cell, sorted by status, because DynamoDB returns attributes in any order. */
function parseCell(item: Item, isRemoved: boolean): ReadonlyMap<RegistrationStatus, number> {
  const numbers = Object.entries(item).flatMap(([name, { N: n }]) =>
    n !== undefined && name.startsWith(removedPrefix) === isRemoved
      ? [[name.replace(removedPrefix, "") as RegistrationStatus, Number(n)] as const]
      : [],
  );
  return new Map(numbers.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
