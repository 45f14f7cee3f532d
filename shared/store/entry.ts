import type { Direction, Presence, Verdict } from "#shared/domain/entry.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { digestOf } from "./ids.ts";
import { indexes, keys, lists } from "./keys.ts";
import { registrationOf } from "./registration-item.ts";
import { getItem, getItems, type Item, keyOf, listAll, N, S, type Table, text } from "./table.ts";
import { type Deadline, type Write, writeAll } from "./transaction.ts";

/** One reading of a badge, with its verdict. */
export interface Scan {
  readonly scanId: string;
  readonly conferenceId: string;
  readonly gate: string;
  readonly direction: Direction;
  /** When the gate read it, by the gate's clock; RFC 3339, UTC. */
  readonly at: string;
  readonly by: string;
  readonly registrationId?: string | undefined;
  readonly verdict: Verdict;
}

/** Who wears the badge, and where they were last read. */
export interface Holder {
  readonly registration: Registration | undefined;
  readonly presence: (Presence & { readonly version: number }) | undefined;
}

/** The verdict this scan got before, or none. */
export async function earlierVerdict(table: Table, conferenceId: string, scanId: string): Promise<Scan | undefined> {
  const item = await getItem(table, keys.scan(conferenceId, digestOf(scanId)));
  return item && (JSON.parse(text(item, "data")) as Scan);
}

/** The holder of a badge and their presence, in one consistent read. */
export async function loadHolder(table: Table, registrationId: string): Promise<Holder> {
  const items = await getItems(table, [keys.registration(registrationId), keys.presence(registrationId)]);
  const find = (entity: string) => items.find((item) => item["entity"]?.S === entity);
  const [registration, presence] = [find("registration"), find("presence")];
  return {
    registration: registration && registrationOf(registration),
    presence: presence && presenceOf(presence),
  };
}

const presenceOf = (item: Item) => ({
  inside: item["inside"]?.BOOL ?? false,
  gate: text(item, "gate"),
  since: text(item, "since"),
  version: Number(item["version"]?.N ?? 0),
});

/**
 * Keeps a scan and, where it admits, moves the person in or out: only if registration and presence are still as
 * they were when the verdict was found.
 * @returns `kept`; `scanned` when the same scan is there already; `changed` when the verdict must be found anew
 */
export async function keepScan(
  table: Table,
  scan: Scan,
  holder: Holder,
  deadline: Deadline,
): Promise<"kept" | "scanned" | "changed"> {
  const writes: Write<"scanned" | "changed">[] = [
    {
      item: { Put: { TableName: table.name, Item: scanItem(scan), ConditionExpression: "attribute_not_exists(PK)" } },
      otherwise: "scanned",
    },
    ...(scan.verdict.verdict === "admit" ? moves(table, scan, holder) : []),
  ];
  return (await writeAll(table, writes, deadline))?.failed ?? "kept";
}

function scanItem(scan: Scan): Item {
  return {
    ...keyOf(keys.scan(scan.conferenceId, digestOf(scan.scanId))),
    entity: S("scan"),
    data: S(JSON.stringify(scan)),
  };
}

function moves({ name }: Table, scan: Scan, { registration, presence }: Holder): Write<"changed">[] {
  if (!registration) throw new Error("a scan that admits nobody");
  const version = { ConditionExpression: "version = :v", ExpressionAttributeValues: { ":v": N(registration.version) } };
  const Key = keyOf(keys.registration(registration.registrationId));
  const unmoved = presence
    ? { ConditionExpression: "version = :v", ExpressionAttributeValues: { ":v": N(presence.version) } }
    : { ConditionExpression: "attribute_not_exists(PK)" };
  const Item = presenceItem(scan, registration, (presence?.version ?? 0) + 1);
  return [
    { item: { ConditionCheck: { TableName: name, Key, ...version } }, otherwise: "changed" },
    { item: { Put: { TableName: name, Item, ...unmoved } }, otherwise: "changed" },
  ];
}

/** Who is inside stands in the conference's list of those inside, by gate; who went out doesn't. */
function presenceItem(
  { conferenceId, gate, direction, at }: Scan,
  { registrationId }: Registration,
  version: number,
): Item {
  const inside = direction === "in";
  const listed = { conferenceKey: S(lists.inside(conferenceId)), conferenceSort: S(`${gate}#${registrationId}`) };
  return {
    ...keyOf(keys.presence(registrationId)),
    entity: S("presence"),
    inside: { BOOL: inside },
    gate: S(gate),
    since: S(at),
    version: N(version),
    ...(inside && listed),
  };
}

/** How many are inside now, by the gate they came through; the list may lag by a second. */
export async function headcount(table: Table, conferenceId: string): Promise<Map<string, number>> {
  const gates = new Map<string, number>();
  for await (const row of listAll(table, { index: indexes.byConference, partition: lists.inside(conferenceId) })) {
    const gate = text(row, "conferenceSort").split("#").slice(0, -1).join("#");
    gates.set(gate, (gates.get(gate) ?? 0) + 1);
  }
  return gates;
}
