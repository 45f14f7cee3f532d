import { keys } from "#shared/dynamodb/keys.ts";
import { getItem, getNumber, N, S, type Table, updateItem } from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/** How often a file is made again because people were erased meanwhile. */
const maxAttempts = 5;

const readErasureCount = async (table: Table, conferenceId: string): Promise<number> =>
  getNumber((await getItem(table, keys.erasureCount(conferenceId))) ?? {}, "count");

/**
 * Counts an erasure at a conference. It must come after the change that removes the person from the registration, and
 * before the files of the conference are deleted: `makeWithoutErased` relies on this order.
 */
export async function countErasure(table: Table, conferenceId: string): Promise<void> {
  await updateItem(table, keys.erasureCount(conferenceId), {
    expression: "SET entity = :entity ADD #count :one",
    names: { "#count": "count" },
    values: { ":entity": S("erasure-count"), ":one": N(1) },
  });
}

/**
 * Makes and stores a file with data of people, and makes it again if a person was erased at the conference meanwhile. So
 * no erased person is in a stored file: a file that is stored before the erasure deletes the files is deleted with them,
 * and any later file is made again.
 * @param make loads the people, then stores the file, in place of the one that it stored before
 * @param attempts at most; each after the first needs another erasure that began meanwhile
 * @throws DomainError `too-busy` if people are erased during each attempt
 */
export async function makeWithoutErased<T>(
  table: Table,
  conferenceId: string,
  make: () => Promise<T>,
  attempts = maxAttempts,
): Promise<T> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await readErasureCount(table, conferenceId);
    const made = await make();
    if ((await readErasureCount(table, conferenceId)) === before) return made;
  }
  throw new DomainError("too-busy");
}
