import type { Entry, Snapshot } from "./snapshot.ts";

/** What of an entry a reader of the list sees. */
const shown = [
  "category",
  "honorific",
  "name",
  "functionTitle",
  "organization",
  "country",
  "delegation",
  "isHead",
  "rank",
] as const;
export type ShownField = (typeof shown)[number];

/** Somebody who stands in both, otherwise. */
export interface ChangedEntry {
  readonly before: Entry;
  readonly after: Entry;
  readonly fields: readonly ShownField[];
}

export interface Differences {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
  readonly changed: readonly ChangedEntry[];
}

/** What a later version of the list has more, less and otherwise than an earlier one; each in the order of the names. */
export function differencesOf(earlier: Snapshot, later: Snapshot): Differences {
  const [before, after] = [byId(earlier), byId(later)];
  const changed = [...before.values()].flatMap((was): ChangedEntry[] => {
    const is = after.get(was.registrationId);
    const fields = is ? shown.filter((field) => text(was, field) !== text(is, field)) : [];
    return is && fields.length > 0 ? [{ before: was, after: is, fields }] : [];
  });
  return {
    added: later.entries.filter(({ registrationId }) => !before.has(registrationId)).toSorted(byName),
    removed: earlier.entries.filter(({ registrationId }) => !after.has(registrationId)).toSorted(byName),
    changed: changed.toSorted((a, b) => byName(a.after, b.after)),
  };
}

const byId = ({ entries }: Snapshot) => new Map(entries.map((each) => [each.registrationId, each]));

/** A delegation is another one by its name, which is what the list shows. */
const text = (entry: Entry, field: ShownField) =>
  JSON.stringify(field === "delegation" ? entry.delegation?.name : entry[field]);

const orderOf = ({ sortName, name, registrationId }: Entry) => JSON.stringify([sortName, name, registrationId]);

const byName = (a: Entry, b: Entry) => (orderOf(a) < orderOf(b) ? -1 : 1);
