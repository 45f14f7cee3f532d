import { parseJournalEntry } from "#shared/commands/journal.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { type Item, parseData } from "#shared/dynamodb/table.ts";

/** The entities of the items of whose changes the history says something. */
export const subjectKinds = ["conference", "delegation", "registration", "annotations", "check-in-event"] as const;

/** What an item is about, by which its changes are found in the history. */
export interface ItemSubject {
  readonly kind: (typeof subjectKinds)[number];
  /** The conference, the delegation, or the registration of the other kinds. */
  readonly id: string;
  readonly conferenceId: string;
}

/** The changes of an item by which a backup and a table differ: the keys of their entries. */
export interface ChangeDifference {
  /** Those after the backup. */
  readonly later: readonly string[];
  /** Those that the table has lost, or never had: the backup is of another system. */
  readonly unknown: readonly string[];
}

/** Compares the histories of a table and of a backup, as far as they are about one item. */
export function compareChanges(
  subject: ItemSubject,
  stored: readonly Item[],
  archived: readonly Item[],
): ChangeDifference {
  const [own, former] = [listChanges(subject, stored), listChanges(subject, archived)];
  return { later: own.filter((each) => !former.includes(each)), unknown: former.filter((each) => !own.includes(each)) };
}

const listChanges = (subject: ItemSubject, items: readonly Item[]): string[] =>
  items
    .filter((item) => item["PK"]?.S?.startsWith(keys.journal("").PK) && mayConcern(subject, item))
    .map((item) => item["PK"]?.S ?? "");

/** Whether a change may have written the item, or erased the person. An entry that can't be read may be of any. */
function mayConcern({ kind, id, conferenceId }: ItemSubject, item: Item): boolean {
  try {
    const entry = parseJournalEntry(item);
    if (entry.conferenceId !== conferenceId) return false;
    const { registrations, annotated, action } = entry;
    const { delegationId } = parseData<{ readonly delegationId?: string }>(item);
    const isOfNone = registrations.length === 0 && annotated === undefined && delegationId === undefined;
    // The end of the retention period erases everyone.
    if (isOfNone && action === "erase") return true;
    const isOfRegistration = registrations.some(({ registrationId }) => registrationId === id);
    switch (kind) {
      case "conference":
        return action === "update-conference";
      case "delegation":
        return delegationId === id;
      case "registration":
        return isOfRegistration;
      case "annotations":
        return annotated === id || (isOfRegistration && action === "erase");
      case "check-in-event":
        return isOfRegistration && action === "erase";
    }
  } catch {
    return true;
  }
}
