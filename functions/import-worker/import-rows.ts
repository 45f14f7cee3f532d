import { executeTogether } from "#shared/commands/execute-command.ts";
import { serializeKey } from "#shared/dynamodb/keys.ts";
import type { ImportedRow } from "#shared/imports/import.rules.ts";
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
 * transaction holds; every other row is imported by itself. Each row has a time of its own, at least a millisecond
 * after the row before, so that the waiting list keeps the order of the file. Earlier imports are looked up once for
 * all rows of a page, and are not repeated.
 */
export function createRowImporter(context: ImportContext) {
  let last = 0;
  return async (people: readonly SheetPerson[]): Promise<ImportedRow[]> => {
    const page = { ...context, digestPassport: rememberDigests(context.digestPassport) };
    const existing = await loadExistingPeople(page, people);
    const rows: ImportedRow[] = [];
    for (let next = people[0]; next; next = people[rows.length]) {
      const start = Math.max(Date.now(), last + 1);
      const together = await importTogether(page, people.slice(rows.length), existing, start);
      const identity = existing.identities.get(next.row);
      rows.push(
        ...(together.rows.length > 0 ? together.rows : [await importRow(page, next, identity, toRowTime(start))]),
      );
      // The times of rows that were not imported are given again. Otherwise they would run ahead of the clock.
      last = start + Math.max(together.imported, 1) - 1;
    }
    return rows;
  };
}

/** @param now in ms since 1970 */
const toRowTime = (now: number): string => new Date(now).toISOString();

/**
 * @param start the time of the first person, in ms since 1970; each next person has the next millisecond
 * @returns the outcomes of the first rows, if they could be imported together, and how many people they are
 */
async function importTogether(
  context: ImportContext,
  people: readonly SheetPerson[],
  existing: ExistingPeople,
  start: number,
): Promise<{ readonly rows: ImportedRow[]; readonly imported: number }> {
  const first = context.delegation ? [] : listFirstNewPeople(context, people, existing);
  const drafts = first.flatMap(({ row, body }) => {
    const idempotency = existing.identities.get(row)?.idempotency;
    return body && idempotency ? [{ row, body: body as ImportRowBody<"registrations">, idempotency }] : [];
  });
  // Each attempt builds its own commands, because the times of the rows follow from its start.
  const commands = await Promise.all(
    drafts.map(({ row, body, idempotency }, index) =>
      createRowCommand(context, body, {
        registrationId: deriveRowRegistrationId(context, row),
        now: toRowTime(start + index),
        idempotency,
      }),
    ),
  );
  const answers = await executeTogether(context.store, commands);
  return { rows: toOutcomes(context, first, answers), imported: answers.length };
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
  return (conferenceId, passportNumber) => {
    const key = `${conferenceId}#${passportNumber ?? ""}`;
    const digest = digests.get(key) ?? digestPassport(conferenceId, passportNumber);
    digests.set(key, digest);
    return digest;
  };
}
