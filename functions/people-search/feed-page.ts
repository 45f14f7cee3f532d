import { buckets } from "#shared/dynamodb/keys.ts";
import type { Deadline, Table } from "#shared/dynamodb/table.ts";
import { type FeedValue, packFeedTimes } from "#shared/feed/feed-columns.rules.ts";
import { type FeedEntry, listFeedEntries } from "#shared/feed/feed-log.repository.ts";
import { loadFeedRecords } from "#shared/feed/feed-records.repository.ts";
import { type FeedRequest, toFeedRow } from "#shared/http/feed-row.ts";
import { listBucketPage } from "#shared/registrations/registrations.repository.ts";
import { type EntriesPart, type FeedPosition, nothingOfEntries } from "./feed-position.ts";

/** Rows that a caller does not have, and what the caller has with them. */
export interface FeedRows {
  readonly rows: readonly FeedValue[][];
  readonly removed: readonly string[];
  /** The registrations that are left out because their records are damaged. */
  readonly damaged: readonly string[];
  readonly next: FeedPosition;
  readonly more: boolean;
}

/** What is read for a page. */
export interface FeedReader {
  readonly table: Table;
  readonly request: FeedRequest;
  readonly deadline: Deadline;
  readonly limits: FeedLimits;
}

/** How much a page has. */
export interface FeedLimits {
  /** The most rows of the first page of a load, which a person waits for, and of every other page. */
  readonly firstRows: number;
  readonly rows: number;
  /** The most bytes of the rows, as the function returns them: as a JSON text in JSON. */
  readonly bytes: number;
  /** The number of registrations, or of entries of the log, that are read at a time. */
  readonly read: number;
}

/** Lambda returns 6 MB. */
export const feedLimits: FeedLimits = { firstRows: 150, rows: 2_500, bytes: 4_000_000, read: 500 };

/** Collects the rows of a page, in the order in which they are sent. */
class PageRows {
  readonly rows: FeedValue[][] = [];
  readonly removed: string[] = [];
  readonly damaged: string[] = [];
  readonly #maxRows: number;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(limits: Pick<FeedLimits, "rows" | "bytes">) {
    this.#maxRows = limits.rows;
    this.#maxBytes = limits.bytes;
  }

  addRow(row: FeedValue[]): void {
    this.rows.push(row);
    this.#bytes += Buffer.byteLength(JSON.stringify(JSON.stringify(row)));
  }

  addRemoved(registrationId: string): void {
    this.removed.push(registrationId);
  }

  addDamaged(registrationId: string): void {
    this.damaged.push(registrationId);
  }

  /** How many rows the page can still take, by their number. */
  get rowsLeft(): number {
    return this.#maxRows - this.rows.length - this.removed.length;
  }

  /** A row has at most about 200 KB, so that one more always fits into an answer. */
  isFull(): boolean {
    return this.rowsLeft <= 0 || this.#bytes >= this.#maxBytes;
  }
}

/**
 * The next rows of a load of all registrations, bucket by bucket. One that moves in the index meanwhile, or that the
 * index does not have yet, is in an entry of the log behind the place of the load.
 */
export async function loadFirstRows(reader: FeedReader, from: FeedPosition): Promise<FeedRows> {
  const { sent } = from;
  if (sent.of !== "registrations") throw new Error("a load that is complete");
  const { rows, firstRows, bytes } = reader.limits;
  const isFirst = sent.bucket === 0 && sent.after === undefined;
  const page = new PageRows({ rows: isFirst ? firstRows : rows, bytes });
  let progress: LoadProgress = sent;
  while (progress.bucket < buckets.length && !page.isFull()) progress = await loadBucketRows(reader, page, progress);
  const isOver = progress.bucket === buckets.length;
  const next = { ...from, sent: isOver ? nothingOfEntries : ({ of: "registrations", ...progress } as const) };
  return { ...page, rows: page.rows.toSorted(compareRows), next, more: true };
}

/** Pages are in the order of the identifiers, because others would tell more than the rows. */
const compareRows = ([one]: readonly FeedValue[], [other]: readonly FeedValue[]) =>
  String(one) < String(other) ? -1 : 1;

interface LoadProgress {
  readonly bucket: number;
  readonly after: string | undefined;
}

/** Adds the next rows of a bucket to a page. */
async function loadBucketRows(reader: FeedReader, page: PageRows, { bucket, after }: LoadProgress) {
  const { conferenceId } = reader.request.conference;
  const limit = Math.min(reader.limits.read, page.rowsLeft);
  const found = await listBucketPage(reader.table, conferenceId, bucket, after, limit);
  const ids = found.rows.map(({ registrationId }) => registrationId);
  const rows = await computeRows(reader, ids);
  let last = after;
  for (const { registrationId, position } of found.rows) {
    if (page.isFull()) return { bucket, after: last };
    const row = rows.get(registrationId);
    if (row === "damaged") page.addDamaged(registrationId);
    else if (row) page.addRow(row);
    last = position;
  }
  return found.hasMore ? { bucket, after: last } : { bucket: bucket + 1, after: undefined };
}

/**
 * The rows of the registrations that the log names behind a place, as they are now, each once, in the order of their
 * identifiers.
 * @returns `undefined` if the log does not follow this place
 */
export async function loadChangedRows(reader: FeedReader, from: FeedPosition): Promise<FeedRows | undefined> {
  const { table, request, limits } = reader;
  const listed = await listFeedEntries(table, request.conference.conferenceId, from.place, limits.read);
  const part = from.sent.of === "entries" ? from.sent.part : undefined;
  const entries = listed && takeEntries(listed.entries, part, limits);
  if (!entries) return undefined;
  const place = entries.at(-1) ?? from.place;
  const changed = listChanged(entries, part);
  const page = new PageRows(limits);
  for (let start = 0; start < changed.length; start += limits.read) {
    const unsent = await addChangedRows(reader, page, changed.slice(start, start + limits.read));
    if (unsent === undefined) continue;
    const sent = { of: "entries", part: { end: place.entryId, next: unsent } } as const;
    return { ...page, next: { ...from, sent }, more: true };
  }
  const next = { ...from, place, sent: nothingOfEntries };
  return { ...page, next, more: listed.hasMore || entries.length < listed.entries.length };
}

/** Adds the rows of changed registrations to a page. @returns the first one that does not fit */
async function addChangedRows(reader: FeedReader, page: PageRows, changed: readonly string[]) {
  if (page.isFull()) return changed[0];
  const rows = await computeRows(reader, changed);
  return changed.find((registrationId) => {
    if (page.isFull()) return true;
    const row = rows.get(registrationId);
    if (row === "damaged") page.addDamaged(registrationId);
    // What the caller has of a damaged one is not shown any more either.
    if (row && row !== "damaged") page.addRow(row);
    else page.addRemoved(registrationId);
    return false;
  });
}

/** The registrations of these entries that were not sent yet, each once, in the order of their identifiers. */
const listChanged = (entries: readonly FeedEntry[], part: EntriesPart | undefined): string[] =>
  [...new Set(entries.flatMap(({ registrationIds }) => registrationIds))]
    .toSorted()
    .filter((id) => part === undefined || id >= part.next);

/**
 * The first entries, until they name enough registrations for a page; at least one. Of those of which a part was sent,
 * the same again: a registration that a later entry names may be before those that were sent.
 * @returns `undefined` if they are not in the log
 */
function takeEntries(
  entries: readonly FeedEntry[],
  part: EntriesPart | undefined,
  { rows }: FeedLimits,
): readonly FeedEntry[] | undefined {
  if (part) {
    const last = entries.findIndex(({ entryId }) => entryId === part.end);
    return last < 0 ? undefined : entries.slice(0, last + 1);
  }
  let named = 0;
  const end = entries.findIndex(({ registrationIds }) => {
    named += registrationIds.length;
    return named >= rows;
  });
  return end < 0 ? entries : entries.slice(0, end + 1);
}

/** The rows of the registrations that exist and are not erased, by identifier, from consistent reads; `damaged` ones. */
async function computeRows(
  { table, request, deadline }: FeedReader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FeedValue[] | "damaged">> {
  const records = await loadFeedRecords(table, request.conference.conferenceId, ids, deadline);
  return new Map(
    [...records].map(
      ([id, record]) => [id, record === "damaged" ? record : packFeedTimes(toFeedRow(record, request))] as const,
    ),
  );
}
