import { readAnnotations } from "#shared/annotations/annotations.repository.ts";
import type { Annotations } from "#shared/annotations/annotations.rules.ts";
import { parsePresence } from "#shared/check-in/check-in.repository.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { batchGetItems, type Deadline, findItem, type Table } from "#shared/dynamodb/table.ts";
import type { Presence } from "#shared/model/check-in.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistrations, readRegistrations } from "#shared/registrations/registrations.repository.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";

/** Everything that a row of the feed shows. */
export interface FeedRecord {
  readonly registration: Registration;
  readonly annotations: Annotations;
  /** At the entrance of the venue. */
  readonly presence: Presence | undefined;
  /** The registrations that some clash with. */
  readonly counterparts: ReadonlyMap<string, Registration>;
}

/** The registrations of one call, which reads 100 items at a time: three for each. */
const registrationsPerCall = 33;
const readConcurrency = 4;

/**
 * The records of the registrations that exist and are not erased, by identifier, from consistent reads; `damaged` ones.
 * @throws DomainError `too-busy` at the deadline
 */
export async function loadFeedRecords(
  table: Table,
  conferenceId: string,
  ids: readonly string[],
  deadline: Deadline,
): Promise<ReadonlyMap<string, FeedRecord | "damaged">> {
  const calls = Array.from({ length: Math.ceil(ids.length / registrationsPerCall) }, (_, index) =>
    ids.slice(index * registrationsPerCall, (index + 1) * registrationsPerCall),
  );
  const loaded = await mapConcurrent(calls, readConcurrency, async (part) => {
    const itemKeys = part.flatMap((id) => [
      keys.registration(id),
      keys.annotations(id),
      keys.presence(conferenceId, id, "venue"),
    ]);
    const items = await batchGetItems(table, itemKeys, deadline);
    const stored = part.map((id) => findItem(items, keys.registration(id)));
    const read = await readRegistrations(stored.filter((item) => item !== undefined));
    const registrations = new Map(read.map((each) => [each?.registrationId, each]));
    const counterparts = await loadRegistrations(
      table,
      read.flatMap((each) => (each && !each.erasure && each.clash ? [each.clash.registrationId] : [])),
    );
    return part.flatMap((id, index): [string, FeedRecord | "damaged"][] => {
      const registration = registrations.get(id);
      if (!stored[index] || registration?.erasure) return [];
      const annotations = readAnnotations(findItem(items, keys.annotations(id)));
      if (!registration || !annotations) return [[id, "damaged"]];
      const presence = findItem(items, keys.presence(conferenceId, id, "venue"));
      return [[id, { registration, counterparts, annotations, presence: presence && parsePresence(presence) }]];
    });
  });
  return new Map(loaded.flat());
}
