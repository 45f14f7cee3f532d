import { keys } from "#shared/dynamodb/keys.ts";
import { getItem, getNumber, N, S, type Table, updateItem } from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/** How often a file is made again because people were erased meanwhile. */
const maxAttempts = 5;

/** The erasures that are counted: of people who were confirmed, or of all. */
export type ErasureCounter = "confirmed" | "all";

/** Before others were counted, `count` was the only counter. */
const counterNames = { confirmed: "count", all: "countOfAll" } as const satisfies Record<ErasureCounter, string>;

/** How many erasures each counter has. */
async function readErasureCounts(
  table: Table,
  conferenceId: string,
): Promise<Readonly<Record<ErasureCounter, number>>> {
  const item = (await getItem(table, keys.erasureCount(conferenceId))) ?? {};
  return { confirmed: getNumber(item, counterNames.confirmed), all: getNumber(item, counterNames.all) };
}

/**
 * Counts an erasure at a conference. It must come after the change that removes the person from the registration, and
 * before the files of the conference are deleted: `makeWithoutErased` relies on this order.
 */
export async function countErasure(table: Table, conferenceId: string, wasConfirmed: boolean): Promise<void> {
  await updateItem(table, keys.erasureCount(conferenceId), {
    expression: `SET entity = :entity ADD #all :one${wasConfirmed ? ", #confirmed :one" : ""}`,
    names: { "#all": counterNames.all, ...(wasConfirmed && { "#confirmed": counterNames.confirmed }) },
    values: { ":entity": S("erasure-count"), ":one": N(1) },
  });
}

/**
 * Makes and stores a file with data of people, and makes it again if a person was erased at the conference meanwhile. So
 * no erased person is in a stored file: a file that is stored before the erasure deletes the files is deleted with them,
 * and any later file is made again.
 * @param make loads the people, then stores the file, in place of the one that it stored before
 * @param attempts at most; each after the first needs another erasure that began meanwhile
 * @param getCounter the people who may be in the file that was made
 * @throws DomainError `too-busy` if people are erased during each attempt
 */
export async function makeWithoutErased<T>(
  table: Table,
  conferenceId: string,
  make: () => Promise<T>,
  attempts = maxAttempts,
  getCounter: (made: T) => ErasureCounter = () => "confirmed",
): Promise<T> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await readErasureCounts(table, conferenceId);
    const made = await make();
    const counter = getCounter(made);
    if ((await readErasureCounts(table, conferenceId))[counter] === before[counter]) return made;
  }
  throw new DomainError("too-busy");
}
