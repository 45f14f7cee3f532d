import type { Conference } from "#shared/domain/conference.ts";
import { type Fact, latest } from "#shared/domain/entry/history.ts";
import type { Direction, Place, RefusalReason, Verdict } from "#shared/domain/entry/verdict.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { conferenceOf } from "./conference-item.ts";
import { doorOf, presenceItem, presenceOf, type StoredPresence } from "./gate-rows.ts";
import { digestOf } from "./ids.ts";
import { gateRows, keys } from "./keys.ts";
import { registrationOf } from "./registrations.ts";
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
  /** What the history has against a passage that a gate decided alone. */
  readonly conflict?: RefusalReason | undefined;
}

/** Who wears the badge, and where they were last read at a place. */
export interface Holder {
  readonly registration: Registration | undefined;
  readonly presence: StoredPresence | undefined;
}

export const nobody: Holder = { registration: undefined, presence: undefined };

/** The verdict this scan got before, or none. */
export async function earlierVerdict(table: Table, conferenceId: string, scanId: string): Promise<Scan | undefined> {
  const item = await getItem(table, keys.scan(conferenceId, digestOf(scanId)));
  return item && (JSON.parse(text(item, "data")) as Scan);
}

const holderKeys = (conferenceId: string, registrationId: string, place: Place) => [
  keys.registration(registrationId),
  keys.presence(conferenceId, registrationId, place),
];

/** The holder of a badge and their presence at a place, in one consistent read. */
export async function loadHolder(
  table: Table,
  conferenceId: string,
  registrationId: string,
  place: Place,
): Promise<Holder> {
  return holderIn(await getItems(table, holderKeys(conferenceId, registrationId, place)), registrationId);
}

function holderIn(items: readonly Item[], registrationId: string): Holder {
  const find = (entity: string) =>
    items.find((item) => item["entity"]?.S === entity && item["registrationId"]?.S === registrationId);
  const [registration, presence] = [find("registration"), find("presence")];
  return {
    registration: registration && registrationOf(registration),
    presence: presence && presenceOf(presence),
  };
}

/**
 * A conference and the holders of badges, in one consistent read where they are few.
 * @throws Refusal `unknown-conference`
 */
export async function loadAtDoor(
  table: Table,
  conferenceId: string,
  registrationIds: readonly string[],
  place: Place,
): Promise<{ readonly conference: Conference; readonly holders: Map<string, Holder> }> {
  const ids = [...new Set(registrationIds)];
  const wanted = [keys.conference(conferenceId), ...ids.flatMap((id) => holderKeys(conferenceId, id, place))];
  const items = await getItems(table, wanted);
  const conference = items.find((item) => item["entity"]?.S === "conference");
  if (!conference) throw new Refusal("unknown-conference");
  const byId = Map.groupBy(items, (item) => item["registrationId"]?.S);
  return {
    conference: conferenceOf(conference),
    holders: new Map(ids.map((id) => [id, holderIn(byId.get(id) ?? [], id)])),
  };
}

/** The door of a delegation, read consistently; none while nobody of it came in and nothing limits it. */
export async function loadDelegationDoor(table: Table, conferenceId: string, delegationId: string) {
  const item = await getItem(table, keys.door(conferenceId, delegationId));
  return item && doorOf(item);
}

/** The passages of a person through the doors of a place, read consistently, in no order. */
export async function loadPassages(
  table: Table,
  conferenceId: string,
  registrationId: string,
  place: Place,
): Promise<Fact[]> {
  const { PK: partition } = keys.passage(conferenceId, registrationId, place, "");
  const prefix = `${gateRows.passage}${registrationId}#${place}#`;
  return Array.fromAsync(listAll(table, { partition, prefix, consistent: true }), factOf);
}

/** @throws Error for an item that isn't a passage */
export const factOf = (item: Item): Fact => JSON.parse(text(item, "data")) as Fact;

/**
 * Keeps a scan and, where somebody went through the door, their passage and where it leaves them: only if registration and
 * presence are still as they were when the verdict was found.
 * @param room the limit of the delegation's door must leave room for one more
 * @returns `kept`; `scanned` when the same scan is there already; `changed` when the verdict must be found anew
 */
export async function keepScan(
  table: Table,
  scan: Scan,
  { fact, holder, room }: { readonly fact: Fact | undefined; readonly holder: Holder; readonly room: boolean },
  deadline: Deadline,
): Promise<"kept" | "scanned" | "changed"> {
  const { conferenceId, scanId } = scan;
  const data = S(JSON.stringify(scan));
  const Item = { ...keyOf(keys.scan(conferenceId, digestOf(scanId))), entity: S("scan"), data };
  const put = { TableName: table.name, Item, ConditionExpression: "attribute_not_exists(PK)" };
  const writes: Write<"scanned" | "changed">[] = [
    { item: { Put: put }, otherwise: "scanned" },
    ...(fact ? passageWrites(table, conferenceId, fact, holder, room) : []),
  ];
  return (await writeAll(table, writes, deadline))?.failed ?? "kept";
}

const isAtVersion = (version: number | undefined) =>
  version === undefined
    ? { ConditionExpression: "attribute_not_exists(PK)" }
    : { ConditionExpression: "version = :v", ExpressionAttributeValues: { ":v": N(version) } };

function passageWrites(
  { name }: Table,
  conferenceId: string,
  fact: Fact,
  { registration, presence }: Holder,
  room: boolean,
): Write<"changed">[] {
  if (!registration) throw new Error("a passage of nobody");
  const { registrationId, place, scanId } = fact;
  const after = presenceAfter(fact, registration, presence);
  const Item = presenceItem(conferenceId, after);
  const passage = {
    ...keyOf(keys.passage(conferenceId, registrationId, place, digestOf(scanId))),
    entity: S("passage"),
    data: S(JSON.stringify(fact)),
  };
  const check = { Key: keyOf(keys.registration(registrationId)), ...isAtVersion(registration.version) };
  return [
    { item: { ConditionCheck: { TableName: name, ...check } }, otherwise: "changed" },
    { item: { Put: { TableName: name, Item, ...isAtVersion(presence?.version) } }, otherwise: "changed" },
    { item: { Put: { TableName: name, Item: passage } }, otherwise: "changed" },
    ...(place === "venue" ? doorWrites(name, conferenceId, after, presence, room) : []),
  ];
}

/** Where the person is after all their passages; whose door was counted is known until they leave. */
function presenceAfter(fact: Fact, { delegationId }: Registration, before: StoredPresence | undefined): StoredPresence {
  const { registrationId, place } = fact;
  const now = latest([fact], before);
  if (!now) throw new Error("a passage that leads nowhere");
  const { inside, gate, since, scanId } = now;
  const counted = before?.inside ? before.delegationId : delegationId;
  const version = (before?.version ?? 0) + 1;
  const standing = { registrationId, place, inside, gate, since, scanId, version };
  return inside && counted !== undefined ? { ...standing, delegationId: counted } : standing;
}

/** Who of a delegation is inside, where that changes. */
function doorWrites(
  TableName: string,
  conferenceId: string,
  after: StoredPresence,
  before: StoredPresence | undefined,
  room: boolean,
): Write<"changed">[] {
  const delegationId = after.delegationId ?? before?.delegationId;
  if (delegationId === undefined || after.inside === (before?.inside ?? false)) return [];
  const Update = {
    TableName,
    Key: keyOf(keys.door(conferenceId, delegationId)),
    UpdateExpression: `${after.inside ? "ADD" : "DELETE"} inside :who SET entity = :door, delegationId = :id`,
    ...(room && after.inside && { ConditionExpression: hasRoom }),
    ExpressionAttributeValues: {
      ":who": { SS: [after.registrationId] },
      ":door": S("door"),
      ":id": S(delegationId),
    },
  };
  return [{ item: { Update }, otherwise: "changed" }];
}

const hasRoom = "attribute_not_exists(insideAtOnce) OR attribute_not_exists(inside) OR size(inside) < insideAtOnce";
