import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeCommand, replayResponse } from "#shared/commands/execute-command.ts";
import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import type { ImportedRow, ImportKind, ImportOrder } from "#shared/domain/import.ts";
import type { Job } from "#shared/domain/job.ts";
import { executeOnDelegation, nominationCommand } from "#shared/http/delegation-command.ts";
import { createSubmissionCommand, type SubmissionRequest } from "#shared/http/submission.ts";
import { derivedId, digestOf } from "#shared/store/ids.ts";
import { keys } from "#shared/store/keys.ts";
import { getItems, type Item, text } from "#shared/store/table.ts";
import type { Venue } from "./context.ts";
import { isRefused, type Standing, stands } from "./outcome.ts";
import type { Body, SheetPerson } from "./people.ts";

/** How long one row may be tried, in ms. */
const patience = 8_000;

export type ImportJob = Job<ImportOrder, ImportCursor>;

/** Where an import goes on: the next part of its rows, and how many there were of each outcome. */
export interface ImportCursor {
  readonly part: number;
  readonly counts: Readonly<Record<ImportedRow["outcome"], number>>;
}

/**
 * The key under which a row is taken once: who it brings, and where to. The same row in another file, or in another run
 * of the same, is the same request. Without the passport number, which is kept in no form.
 */
export function deriveIdempotency({ conferenceId, order }: ImportJob, body: Body<ImportKind>): IdempotencyRecord {
  const { passportNumber: _passportNumber, ...person } = body.person;
  const requestDigest = digestOf(JSON.stringify({ ...body, person }));
  const changeId = derivedId("import", conferenceId, order.what, order.delegationId ?? "", requestDigest);
  return { changeId, requestDigest };
}

/** Derived, so that a part that is taken again after a crash tells its own people from those of a run before. */
const registrationIdOf = ({ jobId }: ImportJob, row: number) => derivedId("import-row", jobId, String(row));

/** The application of a row, as the form would send it. */
export const applicationOf = (
  { conference, asking }: Venue,
  body: Body<"registrations">,
  now: string,
): SubmissionRequest => ({
  params: { conferenceId: conference.conferenceId },
  body: { ...body, uploads: [] },
  caller: asking.caller,
  language: conference.languages[0] ?? "en",
  now,
  deadline: Date.now() + patience,
  idempotency: undefined,
});

/**
 * Takes row after row, each by the command of the form, a millisecond apart at least: the line keeps the file's order.
 * What was taken before is looked up for all rows at once, and its command isn't given again.
 */
export function taker(table: CommandStore, job: ImportJob, venue: Venue) {
  let last = 0;
  return async (people: readonly SheetPerson[]): Promise<ImportedRow[]> => {
    const earlier = await earlierOf(table, job, people);
    const rows: ImportedRow[] = [];
    for (const person of people) {
      last = Math.max(Date.now(), last + 1);
      rows.push(await takeRow(table, job, venue, person, earlier, new Date(last).toISOString()));
    }
    return rows;
  };
}

/** The journal items of those rows that were taken before, by the identifier of their change. */
async function earlierOf(
  table: CommandStore,
  job: ImportJob,
  people: readonly SheetPerson[],
): Promise<Map<string, Item>> {
  const changes = people.flatMap(({ body }) => (body ? [deriveIdempotency(job, body).changeId] : []));
  const items = await getItems(table, changes.map(keys.journal));
  return new Map(items.map((item) => [text(item, "changeId"), item]));
}

async function takeRow(
  table: CommandStore,
  job: ImportJob,
  venue: Venue,
  person: SheetPerson,
  earlier: ReadonlyMap<string, Item>,
  now: string,
): Promise<ImportedRow> {
  const { row, body, faults } = person;
  if (!body) return { row, outcome: "wrong", ...(faults && { faults }) };
  const registrationId = registrationIdOf(job, row);
  const idempotency = deriveIdempotency(job, body);
  const found = earlier.get(idempotency.changeId);
  try {
    const standing = found
      ? replayResponse<Standing>(found, idempotency)
      : await takeOne(table, venue, body, { registrationId, now, idempotency });
    if (standing.registrationId === registrationId) return stands(person, standing);
    return { row, outcome: "imported-before", registrationId: standing.registrationId };
  } catch (error) {
    return isRefused(person, error);
  }
}

interface Taking {
  readonly registrationId: string;
  readonly now: string;
  readonly idempotency: IdempotencyRecord;
}

async function takeOne(
  table: CommandStore,
  venue: Venue,
  body: Body<ImportKind>,
  { registrationId, now, idempotency }: Taking,
): Promise<Standing> {
  const { delegation, asking } = venue;
  if (!delegation) {
    const request = applicationOf(venue, body as Body<"registrations">, now);
    return executeCommand(
      table,
      await createSubmissionCommand(table, venue.digest, { ...request, idempotency }, registrationId),
    );
  }
  const { delegationId } = delegation;
  const request = { params: { delegationId }, ...asking, now, deadline: Date.now() + patience, version: undefined };
  return executeOnDelegation(table, { ...request, idempotency }, nominationCommand(venue.digest, body, registrationId));
}
