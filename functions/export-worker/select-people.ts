import { keys } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString, type Table } from "#shared/dynamodb/table.ts";
import type { ExportCursor } from "#shared/exports/export-cursor.ts";
import {
  type FilteredRow,
  hasChangedSince,
  type PeopleFilter,
  passesFilter,
} from "#shared/exports/people-filter.rules.ts";
import { type FeedValue, feedColumns, toAnswerColumn } from "#shared/feed/feed-columns.rules.ts";
import { type FeedRecord, loadFeedRecords } from "#shared/feed/feed-records.repository.ts";
import { toFeedRow } from "#shared/http/feed-row.ts";
import { toListedRegistrationView } from "#shared/http/views.ts";
import { type Conference, findCategoryKind } from "#shared/model/conference.ts";
import type { JobRequester } from "#shared/model/job.ts";
import type { Registration, VisaLetterState } from "#shared/model/registration.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { listRegistrationIds } from "#shared/registrations/registrations.repository.ts";
import { findVisaLetterState } from "#shared/visa-letters/visa-letters.rules.ts";
import { getExportPosition } from "./export-order.rules.ts";

/** A registration as the requester sees it in lists. */
export interface ExportedPerson {
  readonly view: ReturnType<typeof toListedRegistrationView>;
  /** Under the alias, without documents and answers, if the person is protected. */
  readonly registration: Registration;
  readonly presence: FeedRecord["presence"];
  readonly letterState: VisaLetterState | undefined;
}

export interface Selection extends Pick<ExportCursor, "filter" | "changedSince"> {
  readonly conference: Conference;
  readonly requestedBy: JobRequester;
}

/** The number of registrations that are read between two reports. */
const pageSize = 330;

/** How long the people of one page may be read, in ms: less than the lease of a job. */
const pageTimeoutMs = 15_000;

/**
 * Reads the registrations that an export is about, and keeps what `read` returns: everything else is in memory for a
 * moment only.
 * @param report is told how many of all registrations are read
 * @returns in the order of the submission, protected people at the beginning of their day
 * @throws DomainError `too-busy`
 */
export async function selectPeople<Kept>(
  table: Table,
  selection: Selection,
  read: (person: ExportedPerson) => Kept,
  report: (done: number, total: number) => Promise<void>,
): Promise<Kept[]> {
  const { conference, changedSince, filter = {} } = selection;
  const { registrationIds } = filter;
  const listed = registrationIds ?? (await Array.fromAsync(listRegistrationIds(table, conference.conferenceId)));
  const ids = [...new Set(listed)];
  const kept: { readonly position: string; readonly value: Kept }[] = [];
  for (let start = 0; start < ids.length; start += pageSize) {
    await report(start, ids.length);
    const page = ids.slice(start, start + pageSize);
    const deadline = Date.now() + pageTimeoutMs;
    const loaded = [...(await loadFeedRecords(table, conference.conferenceId, page, deadline)).values()];
    const records = loaded.filter((record) => record !== "damaged").filter(belongsTo(conference));
    const matching = records.filter((record) => isSelected(record, selection, filter));
    for (const record of await filterChanged(table, matching, changedSince)) {
      kept.push({
        position: getExportPosition(record.registration),
        value: read(toExportedPerson(record, selection)),
      });
    }
  }
  return kept.toSorted((a, b) => (a.position < b.position ? -1 : 1)).map(({ value }) => value);
}

/** A request may name registrations of other conferences. */
const belongsTo =
  ({ conferenceId }: Conference) =>
  ({ registration }: FeedRecord): boolean =>
    registration.conferenceId === conferenceId;

function isSelected(record: FeedRecord, selection: Selection, filter: PeopleFilter): boolean {
  const kind = findCategoryKind(selection.conference, record.registration.category);
  return passesFilter(toFilteredRow(record, selection, Object.keys(filter.answers ?? {})), kind, filter);
}

/** @param keys the questions that are filtered */
function toFilteredRow(
  record: FeedRecord,
  { conference, requestedBy: caller }: Selection,
  keys: readonly string[],
): FilteredRow {
  const { answers, staffAnswers } = record.registration;
  const row = toFeedRow(record, { conference, caller, answers: keys });
  const cells = feedColumns.map((column, index) => [column, row[index] ?? null] as const);
  const answerCells = keys.map((key, index) => {
    const cell = row[feedColumns.length + index] ?? null;
    const isList = Array.isArray((staffAnswers?.[key] ?? answers?.[key])?.value);
    return [toAnswerColumn(key), isList ? cell : [String(cell ?? "")]] as const;
  });
  return new Map<string, FeedValue | readonly string[]>([...cells, ...answerCells]);
}

/** A registration as an export may have it, masked if the person is protected. */
export function toExportedPerson(
  { registration, annotations, presence, counterparts }: FeedRecord,
  { conference, requestedBy: caller }: Pick<Selection, "conference" | "requestedBy">,
): ExportedPerson {
  const hints = { annotations, proposals: [], possibleDuplicates: [] };
  const view = toListedRegistrationView(registration, { conference, caller, counterparts }, hints);
  const masked = maskProtectedIdentity(registration);
  return { view, registration: masked, presence, letterState: findVisaLetterState(registration) };
}

/** The records that have changed since a time, if there is one (RFC 3339, UTC). */
async function filterChanged(table: Table, records: readonly FeedRecord[], since: string | undefined) {
  if (since === undefined) return records;
  const changes = records.flatMap(({ registration: { lastChange } }) => lastChange ?? []);
  const items = await batchGetItems(table, changes.map(keys.journal));
  const times = new Map(items.map((item) => [getString(item, "changeId"), getString(item, "at")]));
  return records.filter(({ registration: { lastChange = "", protection } }) => {
    const at = times.get(lastChange);
    return at === undefined || hasChangedSince(at, since, protection !== undefined);
  });
}
