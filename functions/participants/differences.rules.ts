import type { ListSnapshot, ParticipantEntry } from "#shared/participant-list/snapshot.rules.ts";

/** The fields of an entry that the list shows. */
const shownFields = [
  "category",
  "honorific",
  "name",
  "functionTitle",
  "organization",
  "country",
  "delegation",
  "shownAs",
  "isHead",
  "rank",
] as const;
export type ShownEntryField = (typeof shownFields)[number];

/** A person who is on both lists, with differences. */
export interface ChangedParticipant {
  readonly before: ParticipantEntry;
  readonly after: ParticipantEntry;
  readonly fields: readonly ShownEntryField[];
}

export interface ListDifferences {
  readonly added: readonly ParticipantEntry[];
  readonly removed: readonly ParticipantEntry[];
  readonly changed: readonly ChangedParticipant[];
}

/** The differences between two versions of the list, each in the order of the names. */
export function compareSnapshots(earlier: ListSnapshot, later: ListSnapshot): ListDifferences {
  const [before, after] = [indexById(earlier), indexById(later)];
  const changed = [...before.values()].flatMap((previous): ChangedParticipant[] => {
    const current = after.get(previous.registrationId);
    if (!current) return [];
    const fields = shownFields.filter((field) => toComparable(previous, field) !== toComparable(current, field));
    return fields.length > 0 ? [{ before: previous, after: current, fields }] : [];
  });
  return {
    added: later.entries.filter(({ registrationId }) => !before.has(registrationId)).toSorted(compareByName),
    removed: earlier.entries.filter(({ registrationId }) => !after.has(registrationId)).toSorted(compareByName),
    changed: changed.toSorted((a, b) => compareByName(a.after, b.after)),
  };
}

const indexById = ({ entries }: ListSnapshot) => new Map(entries.map((entry) => [entry.registrationId, entry]));

/** Delegations and merged organizations are compared by name, because the list shows only the name. */
const toComparable = (entry: ParticipantEntry, field: ShownEntryField) =>
  JSON.stringify(field === "delegation" || field === "shownAs" ? entry[field]?.name : entry[field]);

const toNameKey = ({ sortName, name, registrationId }: ParticipantEntry) =>
  JSON.stringify([sortName, name, registrationId]);

const compareByName = (a: ParticipantEntry, b: ParticipantEntry) => (toNameKey(a) < toNameKey(b) ? -1 : 1);
