import { buckets, getBucket, indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import {
  assertSound,
  batchGetItems,
  type Deadline,
  getItem,
  getString,
  type Item,
  N,
  queryItems,
  queryPage,
  readSound,
  S,
  type Table,
  toItemKey,
  toStartKey,
} from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import {
  type AccreditationState,
  accreditationStates,
  type QueueOrder,
  type Registration,
} from "#shared/model/registration.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import { isLive, isOnline, maskProtectedIdentity } from "./registration.rules.ts";

type RegistrationData = Omit<Registration, "version">;

/** The registrations in items, each in its place; `undefined` for a damaged one, of which nothing is read. */
export async function readRegistrations(items: readonly Item[]): Promise<(Registration | undefined)[]> {
  // With the first registration that a function reads: a submission reads none.
  const { storedRegistration } = await import("./stored-registration.contract.ts");
  return items.map((item) => readSound<Registration>(item, storedRegistration, "registration"));
}

/** The registration in an item. @throws DomainError `not-found` without an item, `damaged-record` */
export async function parseRegistration(item: Item | undefined): Promise<Registration> {
  if (!item) throw new DomainError("not-found");
  const [registration] = await readRegistrations([item]);
  return assertSound(registration);
}

/** Loads a registration, read consistently. @throws DomainError `not-found`, `damaged-record` */
export const loadRegistration = async (table: Table, registrationId: string): Promise<Registration> =>
  parseRegistration(await getItem(table, keys.registration(registrationId)));

/**
 * Loads the registrations that exist, by identifier. No registration is ever deleted, so one that is in a list and not
 * among them is damaged.
 */
export async function loadRegistrations(table: Table, ids: readonly string[]): Promise<Map<string, Registration>> {
  const items = await batchGetItems(table, [...new Set(ids)].map(keys.registration));
  const registrations = await readRegistrations(items);
  return new Map(registrations.flatMap((each) => (each ? [[each.registrationId, each]] : [])));
}

/** Loads the registrations that others substitute or clash with, by identifier. Without any, nothing is read. */
export const loadCounterparts = (table: Table, registrations: readonly Registration[]) =>
  loadRegistrations(
    table,
    registrations.flatMap(({ substitutes = [], clash }) => [substitutes, clash?.registrationId ?? []].flat()),
  );

export interface RegistrationFilter {
  readonly accreditation?: AccreditationState | undefined;
  readonly seat?: string | undefined;
  readonly category?: string | undefined;
  readonly delegation?: string | undefined;
  readonly changeRequested?: "yes" | undefined;
  readonly order?: QueueOrder | undefined;
  /** Whether a registration is in the list at all. The others are left out before the list is cut into pages. */
  readonly isListed?: (registration: Registration) => boolean;
  /**
   * The number of registrations after which no more are read for `isListed`, if it accepts few of many; no limit by
   * default. A page is then shorter, or empty, and `next` continues after the last one that was read.
   */
  readonly maxRead?: number;
}

/** The position of the next page: the sort key of the last row of this page, without the state in an order by time. */
export type RegistrationCursor = string;

/** Whether the rows are in the order of their submission over all states, not by state first. */
const isOrderedByTime = ({ order, accreditation }: RegistrationFilter): boolean =>
  order !== undefined && accreditation === undefined;

const matchesFilter = (
  row: Item,
  { accreditation, seat, category, delegation, changeRequested }: RegistrationFilter,
): boolean =>
  (changeRequested === undefined || row["changeRequestedAt"] !== undefined) &&
  (delegation === undefined || row["delegationId"]?.S === delegation) &&
  (accreditation === undefined || row["accreditationState"]?.S === accreditation) &&
  (seat === undefined || row["seatState"]?.S === seat) &&
  (category === undefined || row["category"]?.S === category);

/**
 * Lists one page of a conference's registrations over all buckets. With an `order`, by time of submission; without one,
 * by accreditation, then by time. The index selects the rows and may lag by a second; the registrations are read from the
 * table.
 * @returns also the identifiers of damaged ones, which no filter by content hides
 * @throws DomainError `bad-cursor` for a cursor of another order
 */
export async function listRegistrations(
  table: Table,
  conferenceId: string,
  filter: RegistrationFilter,
  after: RegistrationCursor | undefined,
  limit: number,
): Promise<RegistrationPage> {
  const { isListed, maxRead = Number.POSITIVE_INFINITY } = filter;
  if (!isListed) {
    const { rows, hasMore } = await listRows(table, conferenceId, filter, after, limit);
    const next = hasMore ? (rows.at(-1)?.position ?? null) : null;
    const registrations = (await loadRows(table, rows)).map(({ registration }) => registration);
    return { registrations, damaged: listDamaged(rows, registrations), next };
  }
  const listed: ListedRegistration[] = [];
  let cursor = after;
  let hasMore = true;
  let read = 0;
  const pageSize = filter.maxRead === undefined ? limit + 1 : Math.min(filter.maxRead, sparsePage);
  while (hasMore && listed.length <= limit && read < maxRead) {
    const page = await listRows(table, conferenceId, filter, cursor, pageSize);
    read += page.rows.length;
    listed.push(...(await loadRows(table, page.rows)).filter(({ registration }) => isListed(registration)));
    cursor = page.rows.at(-1)?.position;
    hasMore = page.hasMore;
  }
  const shown = listed.slice(0, limit);
  const last = listed.length > limit ? shown.at(-1)?.position : hasMore && cursor;
  const next = last || null;
  return { registrations: shown.map(({ registration }) => registration), damaged: [], next };
}

/** The number of registrations that are read at a time if few of them may be listed. */
const sparsePage = 200;

/** One page of a list. */
export interface RegistrationPage {
  readonly registrations: Registration[];
  readonly damaged: string[];
  readonly next: RegistrationCursor | null;
}

/** The identifiers in rows whose registration was not read: none is ever deleted. */
export function listDamaged(
  rows: readonly Pick<Registration, "registrationId">[],
  read: readonly Pick<Registration, "registrationId">[],
): string[] {
  const sound = new Set(read.map(({ registrationId }) => registrationId));
  return rows.map(({ registrationId }) => registrationId).filter((id) => !sound.has(id));
}

/** A row of the list, with its position in the order of the list. */
interface ListRow {
  readonly registrationId: string;
  readonly position: RegistrationCursor;
}

interface ListedRegistration extends ListRow {
  readonly registration: Registration;
}

async function loadRows(table: Table, rows: readonly ListRow[]): Promise<ListedRegistration[]> {
  const loaded = await loadRegistrations(
    table,
    rows.map(({ registrationId }) => registrationId),
  );
  return rows.flatMap((row) => {
    const registration = loaded.get(row.registrationId);
    return registration ? [{ ...row, registration }] : [];
  });
}

/** The first rows after a position that match the filter, over all buckets. */
async function listRows(
  table: Table,
  conferenceId: string,
  filter: RegistrationFilter,
  after: RegistrationCursor | undefined,
  limit: number,
): Promise<{ readonly rows: readonly ListRow[]; readonly hasMore: boolean }> {
  const byTime = isOrderedByTime(filter);
  if (after !== undefined && after.split("#").length !== (byTime ? 2 : 3)) throw new DomainError("bad-cursor");
  // The index has the rows of one state in the order of time, so an order over all states merges them.
  const states = byTime ? accreditationStates : [undefined];
  const parts = states.flatMap((state) => {
    const part = state ? { ...filter, accreditation: state } : filter;
    const cursor = state && after !== undefined ? `${state}#${after}` : after;
    return buckets.map((bucket) => listFirstMatches(table, conferenceId, bucket, part, cursor, limit));
  });
  const direction = filter.order === "newest" ? 1 : -1;
  const toListRow = (row: Item): ListRow => {
    const sort = getString(row, "conferenceSort");
    const position = byTime ? sort.slice(sort.indexOf("#") + 1) : sort;
    return { registrationId: getString(row, "registrationId"), position };
  };
  const rows = (await Promise.all(parts))
    .flat()
    .map(toListRow)
    .toSorted((a, b) => (a.position < b.position ? direction : -direction));
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
}

/** A longer page is read in several queries. */
const maxQueryLimit = 1_000;

/** The first matching rows of one bucket: one more than a page holds, which tells whether there is a next page. */
async function listFirstMatches(
  table: Table,
  conferenceId: string,
  bucket: number,
  filter: RegistrationFilter,
  cursor: RegistrationCursor | undefined,
  limit: number,
): Promise<Item[]> {
  const partition = lists.registrations(conferenceId, bucket);
  const matches: Item[] = [];
  // If every row matches, the query is limited to the page: a page of 50 reads 400 rows, however long the queue is.
  const { seat, category, delegation, changeRequested } = filter;
  const matchesAll = [seat, category, delegation, changeRequested].every((each) => each === undefined);
  let after = cursor === undefined ? undefined : toRowKey(partition, cursor);
  do {
    const prefix = filter.accreditation && `${filter.accreditation}#`;
    const page = await queryPage(table, {
      index: indexes.byConference,
      partition,
      ...(prefix && { prefix }),
      ...(after && { after }),
      ...(matchesAll && { limit: Math.min(limit + 1, maxQueryLimit) }),
      isDescending: filter.order === "newest",
    });
    matches.push(...page.items.filter((row) => matchesFilter(row, filter)));
    after = page.after;
  } while (after && matches.length <= limit);
  return matches.slice(0, limit + 1);
}

/** Those of the categories that have a live registration, by the index. */
export async function listLiveCategories(
  table: Table,
  conferenceId: string,
  categories: readonly string[],
): Promise<string[]> {
  const found = await mapConcurrent(categories, 4, async (category) => {
    const { registrations } = await listRegistrations(
      table,
      conferenceId,
      { category, isListed: isLive },
      undefined,
      1,
    );
    return registrations.length > 0 ? [category] : [];
  });
  return found.flat();
}

/** Whether a live registration takes part online, by the index: pages are large, because usually no one does. */
export async function hasOnlineRegistrations(table: Table, conferenceId: string): Promise<boolean> {
  const isListed = (registration: Registration) => isLive(registration) && isOnline(registration);
  const { registrations } = await listRegistrations(table, conferenceId, { isListed }, undefined, 500);
  return registrations.length > 0;
}

/** Lists the registrations of a conference in one bucket, by the index. */
export async function* listRegistrationIdsInBucket(
  table: Table,
  conferenceId: string,
  bucket: number,
): AsyncGenerator<string> {
  const partition = lists.registrations(conferenceId, bucket);
  for await (const row of queryItems(table, { index: indexes.byConference, partition }))
    yield getString(row, "registrationId");
}

/**
 * One page of the registrations of a conference in one bucket, in the order of the index.
 * @param after the position of the last row of the page before
 */
export async function listBucketPage(
  table: Table,
  conferenceId: string,
  bucket: number,
  after: RegistrationCursor | undefined,
  limit: number,
): Promise<{ readonly rows: readonly ListRow[]; readonly hasMore: boolean }> {
  const partition = lists.registrations(conferenceId, bucket);
  const page = await queryPage(table, {
    ...{ index: indexes.byConference, partition, limit },
    ...(after !== undefined && { after: toRowKey(partition, after) }),
  });
  const rows = page.items.map((row) => ({
    registrationId: getString(row, "registrationId"),
    position: getString(row, "conferenceSort"),
  }));
  return { rows, hasMore: page.after !== undefined };
}

/** The key of the row at a position of the index. */
const toRowKey = (partition: string, position: RegistrationCursor): Item =>
  toStartKey(keys.registration(position.split("#").at(-1) ?? ""), partition, position);

/** Lists all registrations of a conference, by the index. */
export async function* listRegistrationIds(table: Table, conferenceId: string): AsyncGenerator<string> {
  for (const bucket of buckets) yield* listRegistrationIdsInBucket(table, conferenceId, bucket);
}

/** The number of registrations that `loadAllRegistrations` reads at a time. */
const pageSize = 100;

/**
 * Loads all registrations of a conference, a hundred at a time, none twice, also if it moves in the index meanwhile.
 * @throws DomainError `too-busy` at the deadline
 */
export async function* loadAllRegistrations(
  table: Table,
  conferenceId: string,
  deadline: Deadline,
): AsyncGenerator<readonly Registration[]> {
  const loadPage = async (ids: readonly string[]) => {
    if (Date.now() > deadline) throw new DomainError("too-busy");
    return [...(await loadRegistrations(table, ids)).values()];
  };
  const seen = new Set<string>();
  let ids: string[] = [];
  for await (const id of listRegistrationIds(table, conferenceId)) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (ids.push(id) < pageSize) continue;
    yield await loadPage(ids);
    ids = [];
  }
  yield await loadPage(ids);
}

/** The format of stored items. A change of the format raises it, so that old items stay readable. */
const format = 1;

/** What the lists of the capacity subject need of a registration: its place on the waiting list, and its time limit. */
export interface RegistrationListing {
  /** The sort key on the waiting list, if the registration waits for the conference seat or for a session. */
  readonly waitingOrder: string | undefined;
  /** When the seat expires (RFC 3339, UTC), if it has a time limit. */
  readonly expiresAt: string | undefined;
}

/**
 * The item of a registration. A field that is looked up, listed or compared has an attribute; the others are one JSON
 * text, which is smaller than a map and as readable in the AWS console.
 */
export function toRegistrationItem(registration: Registration, { waitingOrder, expiresAt }: RegistrationListing): Item {
  const { version, ...data } = registration;
  const { registrationId, conferenceId, accreditation, seat, category, delegationId, waitingFor } = data;
  // The place of a protected person in a list, and a cursor, tell no more than the view.
  const { submittedAt } = maskProtectedIdentity(registration);
  const bucket = getBucket(registrationId);
  return {
    ...toItemKey(keys.registration(registrationId)),
    entity: S("registration"),
    form: N(format),
    version: N(version),
    data: S(JSON.stringify(data)),
    registrationId: S(registrationId),
    conferenceKey: S(lists.registrations(conferenceId, bucket)),
    conferenceSort: S(`${accreditation.state}#${submittedAt}#${registrationId}`),
    accreditationState: S(accreditation.state),
    seatState: S(seat.state),
    category: S(category),
    ...(delegationId !== undefined && { delegationId: S(delegationId) }),
    ...(data.changeRequest && { changeRequestedAt: S(data.changeRequest.at) }),
    ...(waitingOrder !== undefined && {
      dueKey: S(lists.waitingList(conferenceId, bucket)),
      dueSort: S(waitingOrder),
      waitingFor: { L: waitingFor.map(S) },
    }),
    ...(data.erasure ? toErasureKeys(data) : expiresAt !== undefined && toExpiryKeys(data, expiresAt)),
    ...(seat.state === "offered" && { seatUntil: S(seat.until) }),
  };
}

/** Lists the registration among the seats that expire. */
const toExpiryKeys = ({ conferenceId, registrationId }: RegistrationData, at: string): Item => ({
  expiringKey: S(lists.expiringSeats(conferenceId, getBucket(registrationId))),
  expiringSort: S(`${at}#${registrationId}`),
});

/** Lists the registration among the erasures that are not complete. */
function toErasureKeys({ registrationId, erasure }: RegistrationData): Item {
  if (!erasure || erasure.completedAt) return {};
  return {
    expiringKey: S(lists.pendingErasures(getBucket(registrationId))),
    expiringSort: S(`${erasure.startedAt}#${registrationId}`),
  };
}
