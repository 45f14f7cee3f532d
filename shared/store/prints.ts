import type { Print } from "#shared/domain/badge-batch.ts";
import type { GateBadge } from "#shared/domain/entry/badge.ts";
import { badgeOf, presenceOf } from "./gate-rows.ts";
import { buckets, gateRows, keys, lists } from "./keys.ts";
import { getItem, type Item, listAll, N, number, S, type Table, text } from "./table.ts";
import { update } from "./update.ts";

/** A conference's badges, what of them was printed, and when a gate last let each person pass. */
export interface Prints {
  readonly badges: readonly GateBadge[];
  readonly prints: ReadonlyMap<string, Print>;
  readonly lastRead: ReadonlyMap<string, string>;
}

/** Read consistently, from the partitions that gates read: no index is in between. */
export async function readPrints(table: Table, conferenceId: string): Promise<Prints> {
  const [badges, prints, presences] = await Promise.all(
    [gateRows.badge, gateRows.print, gateRows.inside].map((prefix) => rowsOf(table, conferenceId, prefix)),
  );
  const lastRead = new Map<string, string>();
  for (const { registrationId, since } of (presences ?? []).map(presenceOf)) {
    if (since > (lastRead.get(registrationId) ?? "")) lastRead.set(registrationId, since);
  }
  return {
    badges: (badges ?? []).map(badgeOf),
    prints: new Map((prints ?? []).map(printOf).map((print) => [print.registrationId, print])),
    lastRead,
  };
}

async function rowsOf(table: Table, conferenceId: string, prefix: string): Promise<Item[]> {
  const found = await Promise.all(
    buckets.map((bucket) =>
      Array.fromAsync(listAll(table, { partition: lists.gate(conferenceId, bucket), prefix, consistent: true })),
    ),
  );
  return found.flat();
}

/** What was printed of one badge last. */
export async function findPrint(table: Table, conferenceId: string, registrationId: string) {
  const item = await getItem(table, keys.print(conferenceId, registrationId));
  return item && printOf(item);
}

function printOf(item: Item): Print {
  const collectedAt = item["collectedAt"]?.S;
  return {
    registrationId: text(item, "registrationId"),
    serial: number(item, "serial"),
    printedAt: text(item, "printedAt"),
    ...(collectedAt !== undefined && { collectedAt }),
  };
}

interface Printed {
  readonly conferenceId: string;
  readonly registrationId: string;
  readonly serial: number;
}

/** Keeps that this serial was printed. Printed once more it stays as it was, also whether it was collected. */
export async function markPrinted(table: Table, printed: Printed, at: string): Promise<void> {
  const { conferenceId, registrationId, serial } = printed;
  await update(table, keys.print(conferenceId, registrationId), {
    expression: "SET entity = :print, registrationId = :id, serial = :serial, printedAt = :at REMOVE collectedAt, #by",
    condition: "attribute_not_exists(PK) OR serial < :serial",
    names: { "#by": "by" },
    values: { ":print": S("print"), ":id": S(registrationId), ":serial": N(serial), ":at": S(at) },
  });
}

/** Keeps that this serial is in its owner's hands, and who of the staff said so. @returns since when it is */
export async function markCollected(table: Table, printed: Printed, at: string, by: string): Promise<string> {
  await markPrinted(table, printed, at);
  const { conferenceId, registrationId, serial } = printed;
  const kept = await update(table, keys.print(conferenceId, registrationId), {
    expression: "SET collectedAt = if_not_exists(collectedAt, :at), #by = if_not_exists(#by, :by)",
    condition: "serial = :serial",
    names: { "#by": "by" },
    values: { ":serial": N(serial), ":at": S(at), ":by": S(by) },
  });
  return kept ? text(kept, "collectedAt") : at;
}
