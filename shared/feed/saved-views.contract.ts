import * as z from "zod/mini";
import { id, singleLine, singlePage, uniqueItems } from "#shared/contracts/fields.ts";
import { feedColumns, toAnswerColumn } from "./feed-columns.rules.ts";

/** A column of the feed, or of the answers to a question. */
const column = z.union([
  z.enum(feedColumns),
  z.string().check(z.maxLength(80), z.startsWith(toAnswerColumn("")), z.regex(/^[\w.-]+$/)),
]);

/** Values of which a registration has one. */
const oneOrMore = (value: z.ZodMiniType<string, string>) =>
  z.optional(z.array(value).check(z.minLength(1), z.maxLength(100)));

/** A code, number, day, time, or range of times. An empty one stands for registrations without a value. */
const anyCode = oneOrMore(z.string().check(z.regex(/^[\w:.+/-]{0,100}$/)));

/** A tag, or the address of a member of staff. */
const anyLabel = oneOrMore(z.string().check(z.maxLength(200)));

/**
 * Which registrations are shown: those that have one of the values of each field. The fields are columns of the feed,
 * `delegation` is `delegationId`. What people wrote about themselves is no field, so that a view contains nothing of
 * anyone: names, addresses, organizations, functions, and answers in their own words.
 */
const viewFilter = z.strictObject({
  accreditation: anyCode,
  seat: anyCode,
  category: anyCode,
  country: anyCode,
  nationality: anyCode,
  delegation: anyCode,
  role: anyCode,
  gender: anyCode,
  language: anyCode,
  participation: anyCode,
  submittedAt: anyCode,
  accreditationSince: anyCode,
  waitingFor: anyCode,
  sessions: oneOrMore(z.string().check(z.regex(/^(?:[\w-]{1,100} [a-z]+)?$/))),
  badgeSerial: anyCode,
  inside: anyCode,
  scannedAt: anyCode,
  tags: anyLabel,
  assignee: anyLabel,
  notes: anyCode,
  missing: anyCode,
  flags: anyCode,
  /** By the key of a question with fixed answers, a number, a date or a time. */
  answers: z.optional(z.record(z.string().check(z.maxLength(80)), anyCode)),
});

/** How the register is shown. */
export const registerViewRequest = z.strictObject({
  name: singleLine(80),
  /** Whether all staff of the conference have the view. */
  shared: z.boolean(),
  /** The shown columns in their order. */
  columns: z.array(column).check(z.minLength(1), z.maxLength(60), uniqueItems()),
  sort: z.strictObject({ column, isDescending: z.boolean() }),
  /** The column whose equal cells stand together. */
  group: z.optional(column),
  filter: viewFilter,
});

export const registerViewResponse = z.object({
  viewId: id,
  version: z.number(),
  /** Whether the caller has saved it first. */
  isOwn: z.boolean(),
  /** Whether the caller may change and delete it. */
  canChange: z.boolean(),
  name: z.string(),
  shared: z.boolean(),
  columns: z.array(z.string()),
  sort: z.object({ column: z.string(), isDescending: z.boolean() }),
  group: z.optional(z.string()),
  filter: viewFilter,
});

export const registerViewListResponse = singlePage(registerViewResponse);
