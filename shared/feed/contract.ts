import * as z from "zod/mini";
import { id } from "#shared/contracts/fields.ts";
import { damaged, pageQuery } from "#shared/registrations/contract.ts";

export const feedQuery = z.strictObject({
  /** `since` of the last answer; without it, everything. */
  since: pageQuery.shape.cursor,
  /** The questions whose answers follow as columns, separated by commas. */
  answers: z.optional(z.string().check(z.maxLength(4_100))),
});

export const feedResponse = z.object({
  /** The columns of `feedColumns`, then `answers.<key>` for each question that was asked for. */
  columns: z.array(z.string()),
  /**
   * The rows that are new or changed, each in the order of `columns`; times are in ms since 1970 (UTC). A row replaces an
   * earlier one of its registration.
   */
  rows: z.array(z.array(z.nullable(z.union([z.string(), z.number(), z.boolean()])))),
  /** The registrations that are erased. */
  removed: z.array(id),
  damaged,
  /** For the next request. */
  since: z.string(),
  /** Whether the next request has more now. */
  more: z.boolean(),
  /** All rows of before are void: this is the first answer of a new load. */
  reload: z.optional(z.literal(true)),
});
