import { createHash } from "node:crypto";
import type { GateBadge } from "#shared/domain/entry/badge.ts";
import type { ListedPresence } from "#shared/domain/entry/gate-list.ts";
import { digestLength, type GatePosition, groups } from "./gate-position.ts";
import { badgeOf, type Door, doorOf, presenceOf } from "./gate-rows.ts";
import { buckets, gateRows, hashOf, lists } from "./keys.ts";
import { type Item, listAll, type Table, text } from "./table.ts";

/** After so many rows a page ends, with the bucket that it is in: about 400 KB of JSON. */
const fullPage = 2_000;

/** What changed, and the position after it. */
export interface GatePage {
  readonly badges: readonly GateBadge[];
  readonly presences: readonly ListedPresence[];
  readonly doors: readonly Omit<Door, "inside">[];
  readonly position: GatePosition;
}

/**
 * The rows of a gate list that differ from what the gate was given before. Rows stand in small groups; a position holds the
 * digest of each group as it was given out, and a group that has another digest now goes out again, whole. So nothing
 * that changed can be missed: no clock, sequence or index says what is new, only the rows themselves, read consistently.
 * @param since what the gate was given; the empty position for the whole list
 * @param from where the page before ended
 */
export async function readGatePage(
  table: Table,
  conferenceId: string,
  since: GatePosition,
  from: GatePosition,
): Promise<GatePage> {
  const page = { badges: [] as GateBadge[], presences: [] as ListedPresence[], doors: [] as Omit<Door, "inside">[] };
  const position = from.copy();
  while (position.bucket < buckets.length && page.badges.length + page.presences.length < fullPage) {
    const rows = await readBucket(table, conferenceId, position.bucket);
    page.badges.push(...rows.badges.flatMap((group, index) => changed("badges", group, index, since, position)));
    page.presences.push(
      ...rows.presences.flatMap((group, index) => changed("presences", group, index, since, position)),
    );
    page.doors.push(...rows.doors);
    position.bucket += 1;
  }
  return { ...page, position };
}

/** The group's rows if they aren't as they were given out before; either way the position knows them now. */
function changed<Row>(
  kind: "badges" | "presences",
  rows: readonly Row[],
  group: number,
  since: GatePosition,
  position: GatePosition,
): readonly Row[] {
  if (group % buckets.length !== position.bucket || rows.length === 0) return [];
  const digest = createHash("sha256").update(JSON.stringify(rows)).digest().subarray(0, digestLength);
  position.set(kind, group, digest);
  return since.has(kind, group, digest) ? [] : rows;
}

async function readBucket(table: Table, conferenceId: string, bucket: number) {
  const badges: GateBadge[][] = Array.from({ length: groups }, () => []);
  const presences: ListedPresence[][] = Array.from({ length: groups }, () => []);
  const doors: Omit<Door, "inside">[] = [];
  for await (const item of rowsOf(table, conferenceId, bucket)) {
    const kind = item["entity"]?.S;
    if (kind === "door") doors.push(limitOf(item));
    if (kind === "badge") badges[groupOf(item)]?.push(badgeOf(item));
    if (kind === "presence") presences[groupOf(item)]?.push(listedOf(item));
  }
  return { badges, presences, doors };
}

/** The rows of a list in the order of their keys; the passages, which come after them, are left out. */
const rowsOf = (table: Table, conferenceId: string, bucket: number) =>
  listAll(table, { partition: lists.gate(conferenceId, bucket), before: gateRows.passage, consistent: true });

const groupOf = (item: Item) => hashOf(text(item, "registrationId")) % groups;

function listedOf(item: Item): ListedPresence {
  const { version: _version, delegationId: _delegationId, ...listed } = presenceOf(item);
  return listed;
}

function limitOf(item: Item): Omit<Door, "inside"> {
  const { inside: _, ...limit } = doorOf(item);
  return limit;
}
