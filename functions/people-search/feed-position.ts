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
  /** What has been sent since: a part of all registrations, or a part of the next entry of the log. */
  readonly sent: SentRows | SentOfEntry;
}

interface SentRows {
  readonly of: "registrations";
  /** The bucket that is read next. */
  readonly bucket: number;
  /** The position in that bucket of the last row that was sent. */
  readonly after: string | undefined;
}

interface SentOfEntry {
  readonly of: "entry";
  readonly count: number;
}

export const nothingOfEntry: SentOfEntry = { of: "entry", count: 0 };

/** The beginning of a load of all registrations. */
export const beginLoad = (shape: string, place: FeedPlace): FeedPosition => ({
  shape,
  place,
  sent: { of: "registrations", bucket: 0, after: undefined },
});

const positionPattern = /^([0-9a-f]{16}) (\d{1,12})-([a-z2-7]*) (?:e(\d{1,6})|b(\d)(?: (\S+))?)$/;

/** @throws DomainError `bad-cursor` for a text that the feed has not returned */
export function parseFeedPosition(since: string | undefined): FeedPosition | undefined {
  const text = decodeCursor(since);
  if (text === undefined) return undefined;
  const [match, shape = "", sequence, entryId = "", count, bucket, after] = positionPattern.exec(text) ?? [];
  if (match === undefined || Number(bucket ?? 0) >= buckets.length) throw new DomainError("bad-cursor");
  const place = { sequence: Number(sequence), entryId };
  return bucket === undefined
    ? { shape, place, sent: { of: "entry", count: Number(count) } }
    : { shape, place, sent: { of: "registrations", bucket: Number(bucket), after } };
}

export function formatFeedPosition({ shape, place, sent }: FeedPosition): string {
  const rest =
    sent.of === "entry" ? `e${sent.count}` : `b${sent.bucket}${sent.after === undefined ? "" : ` ${sent.after}`}`;
  return encodeCursor(`${shape} ${place.sequence}-${place.entryId} ${rest}`) ?? "";
}
