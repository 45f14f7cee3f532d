import { type FeedColumn, type FeedValue, listSeparator, toAnswerColumn } from "#shared/feed/feed-columns.rules.ts";
import { roundToDay } from "#shared/model/time.ts";

/**
 * The columns of the feed that a filter names: a registration has one of the values in each. An empty value stands for
 * registrations without one.
 */
export const filteredColumns = {
  accreditation: "accreditation",
  seat: "seat",
  category: "category",
  delegation: "delegationId",
  country: "country",
  nationality: "nationality",
  language: "language",
  role: "role",
  tags: "tags",
  participation: "participation",
  missing: "missing",
  organization: "organization",
  functionTitle: "functionTitle",
  gender: "gender",
  assignee: "assignee",
  sessions: "sessions",
  waitingFor: "waitingFor",
  flags: "flags",
} as const satisfies Readonly<Record<string, FeedColumn>>;
export type FilteredColumn = keyof typeof filteredColumns;

export const filteredColumnNames = Object.keys(filteredColumns) as FilteredColumn[];

/** The most values of one list of a filter, and the longest of them, in UTF-16 units. */
export const maxFilteredValues = 500;
export const maxFilteredValueLength = 500;

/** The most registrations that a filter names one by one: about what fits into a request. */
export const maxFilteredIds = 2_000;

type AnyOf = readonly string[];

/** Chooses registrations: all members hold. Lists are "any of". Times are RFC 3339, UTC. */
export type PeopleFilter = { readonly [Column in FilteredColumn]?: AnyOf | undefined } & {
  readonly kind?: AnyOf | undefined;
  /** By question. */
  readonly answers?: Readonly<Record<string, AnyOf>> | undefined;
  /** Whether the person was scanned at the entrance of the venue. */
  readonly checkedIn?: boolean | undefined;
  readonly submittedAfter?: string | undefined;
  readonly submittedBefore?: string | undefined;
  readonly registrationIds?: AnyOf | undefined;
};

/**
 * The values of a row of the feed by column, as the caller sees them in every list. An answer that is no list is a list of
 * one value: a text may have several lines.
 */
export type FilteredRow = ReadonlyMap<string, FeedValue | readonly string[]>;

/**
 * Whether a registration passes a filter. It decides on what lists show, and so tells nothing more of a protected person
 * than they do.
 * @param kind that of the category of the registration
 */
export function passesFilter(row: FilteredRow, kind: string, filter: PeopleFilter): boolean {
  const hasOneOf = (column: string, values: AnyOf | undefined) =>
    values === undefined || splitValues(row.get(column)).some((value) => values.includes(value));
  const submittedAt = String(row.get("submittedAt"));
  const { submittedAfter = "", submittedBefore, checkedIn } = filter;
  return (
    filteredColumnNames.every((name) => hasOneOf(filteredColumns[name], filter[name])) &&
    Object.entries(filter.answers ?? {}).every(([key, values]) => hasOneOf(toAnswerColumn(key), values)) &&
    (filter.kind === undefined || filter.kind.includes(kind)) &&
    hasOneOf("registrationId", filter.registrationIds) &&
    (checkedIn === undefined || checkedIn === ((row.get("scannedAt") ?? null) !== null)) &&
    submittedAt >= submittedAfter &&
    (submittedBefore === undefined || submittedAt < submittedBefore)
  );
}

/**
 * Whether a registration has changed since a time; that of a protected person on that day or later, because others of the
 * delegation may have changed at the same moment. Times are RFC 3339, UTC.
 */
export const hasChangedSince = (changedAt: string, since: string, isProtected: boolean): boolean =>
  isProtected ? roundToDay(changedAt) >= roundToDay(since) : changedAt >= since;

const splitValues = (value: FeedValue | readonly string[] | undefined): readonly string[] =>
  typeof value === "object" && value !== null ? value : String(value ?? "").split(listSeparator);
