import { keys } from "#shared/dynamodb/keys.ts";
import { getItem, getNumber, N, S, type Table, type TransactionWrite, toItemKey } from "#shared/dynamodb/table.ts";
import type { StaffUser } from "#shared/model/access.ts";
import type { Change } from "#shared/model/change.ts";
import { canReadName } from "./protected-identity.rules.ts";
import { changesListedName, changesProtection } from "./registration.rules.ts";
import { loadRegistrations } from "./registrations.repository.ts";

/**
 * Counts each protection that begins, each change of a protection, such as of its readers, and each change of how lists
 * name a person, and lists a protected person until the protection ends, in the transaction of the change.
 */
export const deriveProtectionWrites = (
  { name }: Table,
  { conferenceId, registrations }: Change,
): TransactionWrite<"changed-meanwhile">[] =>
  registrations.filter(changesListedName).map((change) => {
    const { registrationId, protection } = change.after;
    const isChanged = changesProtection(change);
    const begins = isChanged && protection !== undefined;
    const ends = isChanged && protection === undefined;
    const isOfProtection = change.before?.protection !== protection;
    const Update = {
      TableName: name,
      Key: toItemKey(keys.protections(conferenceId)),
      UpdateExpression: `SET entity = :entity ADD listedNames :one${isOfProtection ? ", readerChanges :one" : ""}${
        begins ? ", begun :one, people :people" : ""
      }${ends ? " DELETE people :people" : ""}`,
      ExpressionAttributeValues: {
        ":entity": S("protections"),
        ":one": N(1),
        ...(isChanged && { ":people": { SS: [registrationId] } }),
      },
    };
    return { item: { Update }, onConditionFailed: "changed-meanwhile" as const };
  });

/**
 * How often it changed at a conference how lists name a person, read consistently. A file that others get may be kept under
 * a name with this count, read before its people.
 */
export const countListedNameChanges = async (table: Table, conferenceId: string): Promise<number> =>
  getNumber((await getItem(table, keys.protections(conferenceId))) ?? {}, "listedNames");

/**
 * How often a protection changed at a conference, and so who may read the name of a person, read consistently. What a
 * member of staff sees of other registrations depends on it, too.
 */
export const countReaderChanges = async (table: Table, conferenceId: string): Promise<number> =>
  getNumber((await getItem(table, keys.protections(conferenceId))) ?? {}, "readerChanges");

/** The number of protections that have begun at a conference, read consistently. It never decreases. */
export const countProtections = async (table: Table, conferenceId: string): Promise<number> =>
  getNumber((await getItem(table, keys.protections(conferenceId))) ?? {}, "begun");

/** The registrations of the people who are protected at a conference, read consistently. */
export const loadProtectedIds = async (table: Table, conferenceId: string): Promise<ReadonlySet<string>> =>
  new Set((await getItem(table, keys.protections(conferenceId)))?.["people"]?.SS);

/**
 * Whether data of people that was collected at a conference may name a protected person whose name the member of staff may
 * not read. It does not depend on who is in the data: that a file of one delegation is withheld would say that a protected
 * person belongs to it.
 * @param count the number of protections before the data was collected with the rights of the member of staff: it names
 * no one who was protected then. `undefined` if it was collected with the rights of another.
 */
export async function mayNameProtected(
  table: Table,
  conferenceId: string,
  count: number | undefined,
  staff: StaffUser,
): Promise<boolean> {
  if (count !== undefined && (await countProtections(table, conferenceId)) === count) return false;
  return (await loadUnreadableIds(table, conferenceId, staff)).size > 0;
}

/**
 * The registrations of the people who are protected at a conference, and whose name the member of staff may not read. An
 * erased person is in no data of people any more.
 */
export async function loadUnreadableIds(
  table: Table,
  conferenceId: string,
  staff: StaffUser,
): Promise<ReadonlySet<string>> {
  const ids = [...(await loadProtectedIds(table, conferenceId))];
  const people = await loadRegistrations(table, ids);
  const isUnreadable = (id: string) => {
    const person = people.get(id);
    // From whom a damaged one is protected is unknown.
    return !person || (!person.erasure && !canReadName(person, staff));
  };
  return new Set(ids.filter(isUnreadable));
}
