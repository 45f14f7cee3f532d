import { executeTogether } from "#shared/commands/execute-command.ts";
import { serializeKey } from "#shared/dynamodb/keys.ts";
import type { ImportedRow } from "#shared/imports/import.rules.ts";
import { drawNextTime } from "#shared/model/time.ts";
import type { PassportDigester } from "#shared/registrations/passport-digest.ts";
import {
  buildPersonConstraintKey,
  type ImportContext,
  loadPersonConstraints,
  serializeItemKey,
} from "./import-context.ts";
import { createRowCommand, importRow, toInvalidOutcome, toRowOutcome } from "./import-row.ts";
import {
  deriveRowRegistrationId,
  identifyRows,
  type RegistrationStatusView,
  type RowIdentity,
} from "./row-identity.ts";
import type { ImportRowBody, SheetPerson } from "./sheet-people.ts";

/**
 * The most rows that are decided for one transaction. A row has three writes at least, and a transaction has room for
 * 100 and for the seats.
 */
const maxRowsTogether = 32;

/** What the table has of the people in some rows. */
interface ExistingPeople {
  /** By row. */
  readonly identities: ReadonlyMap<number, RowIdentity>;
  /** The uniqueness constraints of people who are registered. */
  readonly constraints: ReadonlySet<string>;
}

/**
 * Creates a function that imports rows in the order of the file. New people are registered together, as many as one
 * transaction holds; every other row is imported by itself. Each row has a time of its own, some milliseconds after the
 * row before, so that the waiting list keeps the order of the file. The rows of a page get their times before the first of
 * them is imported: how long a row takes would tell whether its person is registered, and protected. Earlier imports are
 * looked up once for all rows of a page, and are not repeated.
 */
export function createRowImporter(context: ImportContext) {
  let last = 0;
  return async (people: readonly SheetPerson[]): Promise<ImportedRow[]> => {
    const page = { ...context, digestPassport: rememberDigests(context.digestPassport) };
    const existing = await loadExistingPeople(page, people);
    const times = assignTimes(people, existing, Math.max(Date.now(), last + 1));
    const rows: ImportedRow[] = [];
    for (let next = people[0]; next; next = people[rows.length]) {
      const together = await importTogether(page, people.slice(rows.length), existing, times);
      const now = toRowTime(getRowTime(times, next));
      const identity = existing.identities.get(next.row);
      rows.push(...(together.length > 0 ? together : [await importRow(page, next, identity, now)]));
    }
    last = Math.max(last, ...times.values());
    return rows;
  };
}

/**
 * The times of rows, in ms since 1970. A row that an earlier import has made a person gets none of its own, because it
 * changes nothing: the times would otherwise run ahead of the clock.
 */
function assignTimes(
  people: readonly SheetPerson[],
  { identities }: ExistingPeople,
  start: number,
): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  let next = start;
  for (const { row } of people) {
    times.set(row, next);
    const identity = identities.get(row);
    if (identity && (!identity.earlier || identity.withdrawn)) next = drawNextTime(next, Math.random());
  }
  return times;
}

function getRowTime(times: ReadonlyMap<number, number>, { row }: SheetPerson): number {
  const time = times.get(row);
  if (time === undefined) throw new Error(`no time for row ${row}`);
  return time;
}

/** @param now in ms since 1970 */
const toRowTime = (now: number): string => new Date(now).toISOString();

/** @returns the outcomes of the first rows, if they could be imported together */
async function importTogether(
  context: ImportContext,
  people: readonly SheetPerson[],
  existing: ExistingPeople,
  times: ReadonlyMap<number, number>,
): Promise<ImportedRow[]> {
  const first = context.delegation ? [] : listFirstNewPeople(context, people, existing);
  const commands = first.flatMap((person) => {
    const { row, body } = person;
    const idempotency = existing.identities.get(row)?.idempotency;
    if (!body || !idempotency) return [];
    const registrationId = deriveRowRegistrationId(context, row);
    const now = toRowTime(getRowTime(times, person));
    return createRowCommand(context, body as ImportRowBody<"registrations">, { registrationId, now, idempotency });
  });
  const answers = await executeTogether(context.store, await Promise.all(commands));
  return toOutcomes(context, first, answers);
}

/** The first rows that are new people, with the invalid rows between them. */
function listFirstNewPeople(
  context: ImportContext,
  people: readonly SheetPerson[],
  { identities, constraints }: ExistingPeople,
): SheetPerson[] {
  const first: SheetPerson[] = [];
  let count = 0;
  for (const person of people) {
    const { row, body } = person;
    if (body) {
      const isKnown =
        identities.get(row)?.earlier !== undefined ||
        constraints.has(serializeKey(buildPersonConstraintKey(context, body)));
      if (isKnown || count === maxRowsTogether) break;
      count += 1;
    }
    first.push(person);
  }
  return first;
}

/** The outcomes of the first rows, up to a person without an answer. */
function toOutcomes(
  context: ImportContext,
  people: readonly SheetPerson[],
  answers: readonly RegistrationStatusView[],
): ImportedRow[] {
  const left = [...answers];
  const rows: ImportedRow[] = [];
  for (const person of people) {
    const answer = person.body && left.shift();
    if (person.body && !answer) break;
    rows.push(answer ? toRowOutcome(context, person, answer) : toInvalidOutcome(person));
  }
  return rows;
}

async function loadExistingPeople(context: ImportContext, people: readonly SheetPerson[]): Promise<ExistingPeople> {
  const [identities, constraints] = await Promise.all([
    identifyRows(context, people),
    loadPersonConstraints(context, people),
  ]);
  return { identities, constraints: new Set(constraints.map(serializeItemKey)) };
}

/**
 * Computes each digest once. A row that is not imported together with the rows before it is decided again, and each
 * digest is a request to KMS.
 */
function rememberDigests(digestPassport: PassportDigester): PassportDigester {
  const digests = new Map<string, ReturnType<PassportDigester>>();
  return (conferenceId, passportNumber, owner) => {
    const key = JSON.stringify([conferenceId, passportNumber, owner?.registrationId]);
    const digest = digests.get(key) ?? digestPassport(conferenceId, passportNumber, owner);
    digests.set(key, digest);
    return digest;
  };
}
