import type { PeopleFilter } from "./people-filter.rules.ts";

/**
 * Where an export stands. It also has what chooses the people, and the reason: an export forgets its cursor once it
 * has ended, because both may name people.
 */
export interface ExportCursor {
  readonly filter?: PeopleFilter;
  /** RFC 3339, UTC. */
  readonly changedSince?: string;
  readonly reason?: string;
  /** The number of attempts to make the file. Each begins anew. */
  readonly attempts: number;
  /** The upload of the last attempt, of which the bucket keeps the parts until it is aborted. */
  readonly uploadId?: string;
  /** The identifier of the file of that upload; absent for that of `toFileOfAllId`. */
  readonly fileId?: string;
}
