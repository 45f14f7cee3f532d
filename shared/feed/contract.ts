import * as z from "zod/mini";
import { id } from "#shared/contracts/fields.ts";
import { questionKeyPattern } from "#shared/model/question.ts";

/** The most columns with answers in one answer. */
const maxAnswerColumns = 100;

export const feedQuery = z.strictObject({
  /** `since` of the last answer; without it, everything. */
  since: z.optional(z.string().check(z.regex(/^[\w-]{1,1000}$/))),
  /** The questions whose answers follow as columns, separated by commas. */
  answers: z.optional(
    z
      .string()
      .check(z.regex(new RegExp(`^${questionKeyPattern}(?:,${questionKeyPattern}){0,${maxAnswerColumns - 1}}$`))),
  ),
});

export const feedResponse = z.object({
  /** The columns of `feedColumns`, then `answers.<key>` for each question that was asked for. */
  columns: z.array(z.string()),
  /** The rows that are new or changed, each in the order of `columns`. A row replaces an earlier one of its registration. */
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  /** The registrations that are erased. */
  removed: z.array(id),
  /** For the next request. */
  since: z.string(),
  /** Whether the next request has more now. */
  more: z.boolean(),
  /** All rows of before are void: this is the first answer of a new load. */
  reload: z.optional(z.literal(true)),
});
