import { Refusal } from "#shared/domain/refusal.ts";
import type { AccreditationState, QueueOrder, Registration } from "#shared/domain/registration.ts";
import { buckets, indexes, keys, lists } from "./keys.ts";
import { getItem, getItems, type Item, list, listAll, number, S, type Table, text } from "./table.ts";

/** @throws Error for an item that is not a registration */
export function registrationOf(item: Item): Registration {
  return { ...(JSON.parse(text(item, "data")) as Omit<Registration, "version">), version: number(item, "version") };
}

/** The registration, read consistently. @throws Refusal `not-found` */
export async function loadRegistration(table: Table, registrationId: string): Promise<Registration> {
  const item = await getItem(table, keys.registration(registrationId));
  if (!item) throw new Refusal("not-found");
  return registrationOf(item);
}

/** Those of the registrations that exist, by identifier. */
export async function loadRegistrations(table: Table, ids: readonly string[]): Promise<Map<string, Registration>> {
  const items = await getItems(table, [...new Set(ids)].map(keys.registration));
  return new Map(items.map((item) => [text(item, "registrationId"), registrationOf(item)]));
}

export interface QueueFilter {
  readonly accreditation?: AccreditationState | undefined;
  readonly seat?: string | undefined;
  readonly category?: string | undefined;
  readonly delegation?: string | undefined;
  readonly order?: QueueOrder | undefined;
}

/** Where the next page begins: the sort key of the last row that was given out. */
export type QueueCursor = string;

const matches = (row: Item, { accreditation, seat, category, delegation }: QueueFilter): boolean =>
  (delegation === undefined || row["delegationId"]?.S === delegation) &&
  (accreditation === undefined || row["accreditationState"]?.S === accreditation) &&
  (seat === undefined || row["seatState"]?.S === seat) &&
  (category === undefined || row["category"]?.S === category);

/**
 * One page of a conference's registrations, by accreditation and time of submission, over all buckets, from the
 * beginning or from the end. Which rows stand in it follows the index, which may lag by a second; what a row says is read from the table.
 */
export async function listRegistrations(
  table: Table,
  conferenceId: string,
  filter: QueueFilter,
  after: QueueCursor | undefined,
  limit: number,
): Promise<{ registrations: Registration[]; next: QueueCursor | null }> {
  const pages = await Promise.all(
    buckets.map((bucket) => firstMatches(table, conferenceId, bucket, filter, after, limit)),
  );
  const first = filter.order === "newest" ? 1 : -1;
  const rows = pages
    .flat()
    .toSorted((a, b) => (text(a, "conferenceSort") < text(b, "conferenceSort") ? first : -first));
  const shown = rows.slice(0, limit);
  const found = await loadRegistrations(
    table,
    shown.map((row) => text(row, "registrationId")),
  );
  const registrations = shown.flatMap((row) => found.get(text(row, "registrationId")) ?? []);
  const last = shown.at(-1);
  return { registrations, next: rows.length > limit && last ? text(last, "conferenceSort") : null };
}

/** A longer page than this is read piece by piece. */
const mostAtOnce = 1_000;

/** The first rows of one bucket that match, one more than a page holds, so that a next page is known of. */
async function firstMatches(
  table: Table,
  conferenceId: string,
  bucket: number,
  filter: QueueFilter,
  cursor: QueueCursor | undefined,
  limit: number,
): Promise<Item[]> {
  const partition = lists.registrations(conferenceId, bucket);
  const found: Item[] = [];
  // Where every row matches, no more is read than is shown: a page of fifty reads 400 rows, however long the queue is.
  const isWhole = filter.seat === undefined && filter.category === undefined && filter.delegation === undefined;
  let after = cursor === undefined ? undefined : startAfter(partition, cursor);
  do {
    const prefix = filter.accreditation && `${filter.accreditation}#`;
    const page = await list(table, {
      index: indexes.byConference,
      partition,
      ...(prefix && { prefix }),
      ...(after && { after }),
      ...(isWhole && { limit: Math.min(limit + 1, mostAtOnce) }),
      backwards: filter.order === "newest",
    });
    found.push(...page.items.filter((row) => matches(row, filter)));
    after = page.after;
  } while (after && found.length <= limit);
  return found.slice(0, limit + 1);
}

/** The registrations of a conference that stand in one bucket, by the index. */
export async function* idsInBucket(table: Table, conferenceId: string, bucket: number): AsyncGenerator<string> {
  const partition = lists.registrations(conferenceId, bucket);
  for await (const row of listAll(table, { index: indexes.byConference, partition })) yield text(row, "registrationId");
}

/** All registrations of a conference, by the index. */
export async function* idsInConference(table: Table, conferenceId: string): AsyncGenerator<string> {
  for (const bucket of buckets) yield* idsInBucket(table, conferenceId, bucket);
}

/** A start key between rows: the row itself may stand in another bucket. */
function startAfter(partition: string, sort: string): Item {
  const { PK, SK } = keys.registration(sort.split("#").at(-1) ?? "");
  return { PK: S(PK), SK: S(SK), conferenceKey: S(partition), conferenceSort: S(sort) };
}
