import { buckets } from "#shared/dynamodb/keys.ts";
import { decodeCursor, encodeCursor } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/** What a caller of the feed has received. */
export interface FeedPosition {
  /** The digest of what the rows depend on besides the registrations: the rights of the caller and the columns. */
  readonly shape: string;
  /** The bucket that is read next; the number of buckets once all are read. */
  readonly bucket: number;
  /** The position in that bucket of the last row that was sent. */
  readonly after: string | undefined;
}

const positionPattern = /^([0-9a-f]{16}) (\d) (\S*)$/;

/** @throws DomainError `bad-cursor` for a text that the feed has not returned */
export function parseFeedPosition(since: string | undefined): FeedPosition | undefined {
  const text = decodeCursor(since);
  if (text === undefined) return undefined;
  const [, shape = "", bucket, after = ""] = positionPattern.exec(text) ?? [];
  if (shape === "" || Number(bucket) > buckets.length) throw new DomainError("bad-cursor");
  return { shape, bucket: Number(bucket), after: after || undefined };
}

export const formatFeedPosition = ({ shape, bucket, after = "" }: FeedPosition): string =>
  encodeCursor(`${shape} ${bucket} ${after}`) ?? "";
