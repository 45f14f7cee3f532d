import { buckets } from "#shared/dynamodb/keys.ts";
import type { FeedPlace } from "#shared/feed/feed-log.repository.ts";
import { decodeCursor, encodeCursor } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/** What a caller of the feed has received, as `since`. */
export interface FeedPosition {
  /** The digest of what all rows depend on: the rights of the caller, the conference and the columns. */
  readonly shape: string;
  /** Every change that the caller does not have yet is behind this place of the log. */
  readonly place: FeedPlace;
  /** What has been sent since: a part of all registrations, or a part of what the next entries of the log name. */
  readonly sent: SentRows | SentOfEntries;
}

interface SentRows {
  readonly of: "registrations";
  /** The bucket that is read next. */
  readonly bucket: number;
  /** The position in that bucket of the last row that was sent. */
  readonly after: string | undefined;
}

/**
 * The registrations that some entries name are sent in the order of their identifiers. Only the end of an answer is a
 * place in the log that a caller learns: no position divides the entries otherwise, because the order in which people
 * changed tells who changed together.
 */
interface SentOfEntries {
  readonly of: "entries";
  readonly part?: EntriesPart;
}

export interface EntriesPart {
  /** The identifier of the last one of the entries. */
  readonly end: string;
  /** The first identifier that was not sent. */
  readonly next: string;
}

export const nothingOfEntries: SentOfEntries = { of: "entries" };

/** The beginning of a load of all registrations. */
export const beginLoad = (shape: string, place: FeedPlace): FeedPosition => ({
  shape,
  place,
  sent: { of: "registrations", bucket: 0, after: undefined },
});

const positionPattern = /^([0-9a-f]{16}) (\d{1,12})-([a-z2-7]*) (?:e(?:([a-z2-7]+) (\S+))?|b(\d)(?: (\S+))?)$/;

/** @throws DomainError `bad-cursor` for a text that the feed has not returned */
export function parseFeedPosition(since: string | undefined): FeedPosition | undefined {
  const text = decodeCursor(since);
  if (text === undefined) return undefined;
  const [match, shape = "", sequence, entryId = "", end = "", next, bucket, after] = positionPattern.exec(text) ?? [];
  if (match === undefined || Number(bucket ?? 0) >= buckets.length) throw new DomainError("bad-cursor");
  const place = { sequence: Number(sequence), entryId };
  if (bucket !== undefined) return { shape, place, sent: { of: "registrations", bucket: Number(bucket), after } };
  if (next === undefined) return { shape, place, sent: nothingOfEntries };
  return { shape, place, sent: { of: "entries", part: { end, next } } };
}

export const formatFeedPosition = ({ shape, place, sent }: FeedPosition): string =>
  encodeCursor(
    `${shape} ${place.sequence}-${place.entryId} ${sent.of === "entries" ? formatPart(sent) : formatRows(sent)}`,
  ) ?? "";

const formatPart = ({ part }: SentOfEntries) => (part ? `e${part.end} ${part.next}` : "e");

const formatRows = ({ bucket, after }: SentRows) => `b${bucket}${after === undefined ? "" : ` ${after}`}`;
