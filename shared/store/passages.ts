import { livesOf } from "#shared/domain/entry/badge.ts";
import { type Conflict, type Fact, fold } from "#shared/domain/entry/history.ts";
import { factOf } from "./entry.ts";
import { doorOf, presenceOf, type StoredPresence } from "./gate-rows.ts";
import { buckets, gateRows, lists } from "./keys.ts";
import { loadRegistrations } from "./registrations.ts";
import { type Item, listAll, type Table } from "./table.ts";

/** All rows of a kind, from all buckets, read consistently. */
async function rowsOf(table: Table, conferenceId: string, prefix: string): Promise<Item[]> {
  const parts = buckets.map((bucket) =>
    Array.fromAsync(listAll(table, { partition: lists.gate(conferenceId, bucket), prefix, consistent: true })),
  );
  return (await Promise.all(parts)).flat();
}

/** Where everybody was last read, at each place. */
export async function loadPresences(table: Table, conferenceId: string): Promise<StoredPresence[]> {
  return (await rowsOf(table, conferenceId, gateRows.inside)).map(presenceOf);
}

/** The passages that the ordered history would have refused, from the passages themselves: the same whenever they came. */
export async function loadConflicts(table: Table, conferenceId: string): Promise<readonly Conflict[]> {
  const facts: Fact[] = (await rowsOf(table, conferenceId, gateRows.passage)).map(factOf);
  const doors = (await rowsOf(table, conferenceId, gateRows.door)).map(doorOf);
  const limits = new Map(doors.map((door) => [door.delegationId, door.insideAtOnce]));
  const people = await loadRegistrations(
    table,
    facts.map(({ registrationId }) => registrationId),
  );
  const limit = (registrationId: string) => {
    const delegationId = people.get(registrationId)?.delegationId;
    const insideAtOnce = delegationId === undefined ? undefined : limits.get(delegationId);
    return delegationId === undefined || insideAtOnce === undefined ? undefined : { delegationId, insideAtOnce };
  };
  const lives = (registrationId: string) => {
    const registration = people.get(registrationId);
    return registration ? livesOf(registration) : [];
  };
  return fold(facts, { lives, limit }).conflicts;
}
