import { listGateItems, parseGateBadge, parsePresence } from "#shared/check-in/check-in.repository.ts";
import type { GateBadge } from "#shared/check-in/check-in.rules.ts";
import { gateRows, keys } from "#shared/dynamodb/keys.ts";
import { getItem, getNumber, getString, type Item, N, S, type Table, updateItem } from "#shared/dynamodb/table.ts";
import type { BadgePrint } from "./badge-batch.rules.ts";

/** A conference's badges, their last prints, and the last check-in, by registration. */
export interface BadgePrints {
  readonly badges: readonly GateBadge[];
  readonly prints: ReadonlyMap<string, BadgePrint>;
  readonly lastCheckIns: ReadonlyMap<string, string>;
}

/** Reads consistently, from the partitions that gates read; an index would lag. */
export async function loadBadgePrints(table: Table, conferenceId: string): Promise<BadgePrints> {
  const [badges = [], prints = [], presences = []] = await Promise.all(
    [gateRows.badge, gateRows.badgePrint, gateRows.presence].map((prefix) =>
      listGateItems(table, conferenceId, prefix),
    ),
  );
  const lastCheckIns = new Map<string, string>();
  for (const { registrationId, since } of presences.map(parsePresence)) {
    if (since > (lastCheckIns.get(registrationId) ?? "")) lastCheckIns.set(registrationId, since);
  }
  return {
    badges: badges.map(parseGateBadge),
    prints: new Map(prints.map(parseBadgePrint).map((print) => [print.registrationId, print])),
    lastCheckIns,
  };
}

/** The last print of a badge, or `undefined`. */
export async function findBadgePrint(table: Table, conferenceId: string, registrationId: string) {
  const item = await getItem(table, keys.badgePrint(conferenceId, registrationId));
  return item && parseBadgePrint(item);
}

function parseBadgePrint(item: Item): BadgePrint {
  const collectedAt = item["collectedAt"]?.S;
  return {
    registrationId: getString(item, "registrationId"),
    serial: getNumber(item, "serial"),
    printedAt: getString(item, "printedAt"),
    ...(collectedAt !== undefined && { collectedAt }),
  };
}

interface PrintedSerial {
  readonly conferenceId: string;
  readonly registrationId: string;
  readonly serial: number;
}

/** Records that a serial was printed. Printing it again changes nothing, also not whether it was collected. */
export async function markBadgePrinted(
  table: Table,
  { conferenceId, registrationId, serial }: PrintedSerial,
  at: string,
): Promise<void> {
  await updateItem(table, keys.badgePrint(conferenceId, registrationId), {
    expression: "SET entity = :print, registrationId = :id, serial = :serial, printedAt = :at REMOVE collectedAt, #by",
    condition: "attribute_not_exists(PK) OR serial < :serial",
    names: { "#by": "by" },
    values: { ":print": S("badge-print"), ":id": S(registrationId), ":serial": N(serial), ":at": S(at) },
  });
}

/** Records that a serial was handed out, and by which member of staff. @returns when it was collected first */
export async function markBadgeCollected(
  table: Table,
  printed: PrintedSerial,
  at: string,
  by: string,
): Promise<string> {
  await markBadgePrinted(table, printed, at);
  const { conferenceId, registrationId, serial } = printed;
  const item = await updateItem(table, keys.badgePrint(conferenceId, registrationId), {
    expression: "SET collectedAt = if_not_exists(collectedAt, :at), #by = if_not_exists(#by, :by)",
    condition: "serial = :serial",
    names: { "#by": "by" },
    values: { ":serial": N(serial), ":at": S(at), ":by": S(by) },
  });
  return item ? getString(item, "collectedAt") : at;
}
