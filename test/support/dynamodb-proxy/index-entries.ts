import type { Item, Touch } from "./call.ts";

/** The keys of the indexes, each with the sort key that goes with it. */
const indexKeys = [
  ["conferenceKey", "conferenceSort"],
  ["dueKey", "dueSort"],
  ["expiringKey", "expiringSort"],
] as const;

/** Where an item stands in an index: partition and sort key, by the index's partition attribute. */
export type Entries = ReadonlyMap<string, { readonly partition: string; readonly sort: string }>;

const entriesOf = (item: Item): Entries =>
  new Map(
    indexKeys.flatMap(([partition, sort]) => {
      const value = item[partition]?.S;
      return value === undefined ? [] : [[partition, { partition: value, sort: item[sort]?.S ?? "" }] as const];
    }),
  );

/** An update's expression with its names filled in. */
function expressionOf({ update }: Touch): string {
  const names = update?.ExpressionAttributeNames ?? {};
  return (update?.UpdateExpression ?? "").replace(/#\w+/g, (name) => names[name] ?? name);
}

/** The text that an expression sets an attribute to, if it does. */
function setTo(expression: string, { update }: Touch, name: string): string | undefined {
  const placeholder = new RegExp(`\\b${name}\\s*=\\s*(:\\w+)`).exec(expression)?.[1];
  return placeholder === undefined ? undefined : update?.ExpressionAttributeValues?.[placeholder]?.S;
}

/** An update moves, makes or removes an entry where its expression names the entry's keys. */
function afterUpdate(before: Entries, touch: Touch): Entries {
  const expression = expressionOf(touch);
  const removed = /\bREMOVE\b(.*?)(\bSET\b|\bADD\b|\bDELETE\b|$)/.exec(expression)?.[1] ?? "";
  return new Map(
    indexKeys.flatMap(([attribute, sorted]) => {
      const was = before.get(attribute);
      const partition = setTo(expression, touch, attribute) ?? was?.partition;
      if (partition === undefined || new RegExp(`\\b${attribute}\\b`).test(removed)) return [];
      return [[attribute, { partition, sort: setTo(expression, touch, sorted) ?? was?.sort ?? "" }] as const];
    }),
  );
}

/** Where an item stands after a write. */
export function entriesAfter(before: Entries, touch: Touch): Entries {
  if (touch.how === "put") return entriesOf(touch.item ?? {});
  if (touch.how === "delete") return new Map();
  return touch.how === "update" ? afterUpdate(before, touch) : before;
}

/** The partitions of indexes that a write writes to: an entry that moves is deleted and put, one that stays is put. */
export function writtenPartitions(before: Entries, after: Entries, touch: Touch): string[] {
  return indexKeys.flatMap(([attribute]) => {
    const [was, is] = [before.get(attribute), after.get(attribute)];
    const stays = was?.partition === is?.partition && was?.sort === is?.sort;
    if (stays) return is && touch.how === "put" ? [`${attribute} ${is.partition}`] : [];
    return [was, is].flatMap((entry) => (entry ? [`${attribute} ${entry.partition}`] : []));
  });
}
