import { executeTogether } from "#shared/commands/execute-command.ts";
import { serializeKey } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString, type Item } from "#shared/dynamodb/table.ts";
import type { ImportedRow } from "#shared/imports/import.rules.ts";
import { buildPersonConstraintKey, type ImportContext } from "./import-context.ts";
import { createRowCommand, importRow, toInvalidOutcome, toRowOutcome } from "./import-row.ts";
import {
  deriveRowRegistrationId,
  identifyRows,
  type RegistrationStatusView,
  type RowIdentity,
} from "./row-identity.ts";
import type { ImportRowBody, SheetPerson } from "./sheet-people.ts";

/**
 * The most rows that are decided for one transaction. A row has three writes at least, and a transaction has room for 100
 * and for the seats.
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
 * transaction holds; every other row is imported by itself. Each row has a time of its own, at least a millisecond after
 * the row before, so that the waiting list keeps the order of the file. Rows that were imported before are found in one
 * read, and are not repeated.
 */
export function createRowImporter(context: ImportContext) {
  let last = 0;
  const createTime = () => {
    last = Math.max(Date.now(), last + 1);
    return new Date(last).toISOString();
  };
  return async (people: readonly SheetPerson[]): Promise<ImportedRow[]> => {
    const existing = await loadExistingPeople(context, people);
    const rows: ImportedRow[] = [];
    for (let next = people[0]; next; next = people[rows.length]) {
      const together = await importTogether(context, people.slice(rows.length), existing, createTime);
      const identity = existing.identities.get(next.row);
      rows.push(...(together.length > 0 ? together : [await importRow(context, next, identity, createTime())]));
    }
    return rows;
  };
}

/** @returns the outcomes of the first rows, if they could be imported together */
async function importTogether(
  context: ImportContext,
  people: readonly SheetPerson[],
  existing: ExistingPeople,
  createTime: () => string,
): Promise<ImportedRow[]> {
  const first = context.delegation ? [] : listFirstNewPeople(context, people, existing);
  const commands = await Promise.all(
    first.flatMap(({ row, body }) => {
      const idempotency = existing.identities.get(row)?.idempotency;
      return body && idempotency
        ? createRowCommand(context, body as ImportRowBody<"registrations">, {
            registrationId: deriveRowRegistrationId(context, row),
            now: createTime(),
            idempotency,
          })
        : [];
    }),
  );
  const answers = await executeTogether(context.store, commands);
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
  const constraints = await loadPersonConstraints(context, people);
  return {
    identities: await identifyRows(context, people),
    constraints: new Set(constraints.map(serializeItemKey)),
  };
}

export const serializeItemKey = (item: Item): string =>
  serializeKey({ PK: getString(item, "PK"), SK: getString(item, "SK") });

/** The uniqueness constraints of these people that the table contains. */
export async function loadPersonConstraints(context: ImportContext, people: readonly SheetPerson[]): Promise<Item[]> {
  const all = people.flatMap(({ body }) => (body ? [buildPersonConstraintKey(context, body)] : []));
  return batchGetItems(context.store, [...new Map(all.map((key) => [serializeKey(key), key])).values()]);
}
