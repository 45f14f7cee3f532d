import { buckets, computeDigest, gateRows, getBucket, keys, lists } from "#shared/dynamodb/keys.ts";
import {
  assertSound,
  BOOL,
  batchGetItems,
  type Deadline,
  findByEntity,
  findItem,
  getItem,
  getNumber,
  getString,
  type Item,
  ifAbsent,
  ifVersion,
  N,
  parseData,
  putItem,
  queryItems,
  readSound,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import type { CheckInPlace, ScanDirection, ScanRefusalReason, ScanVerdict } from "#shared/model/check-in.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { type ConferenceClock, getConferenceDay } from "#shared/model/time.ts";
import { readRegistrations } from "#shared/registrations/registrations.repository.ts";
import {
  type CheckInEvent,
  type DelegationOccupancy,
  findLatestPresence,
  type GateBadge,
  isInside,
} from "./check-in.rules.ts";
import type { GateListPresence } from "./offline-scan.rules.ts";

// Items of the gate partitions

/** All items of a conference whose sort key has a prefix, from all buckets, read consistently. */
export async function listGateItems(table: Table, conferenceId: string, prefix: string): Promise<Item[]> {
  const items = buckets.map((bucket) =>
    Array.fromAsync(queryItems(table, { partition: lists.gate(conferenceId, bucket), prefix, isConsistent: true })),
  );
  return (await Promise.all(items)).flat();
}

/** The conference of an item of these partitions, by its key. */
export const getConferenceOfGateRow = (item: Item): string => getString(item, "PK").split("#")[1] ?? "";

/** The gate rows of a person at all places. @param prefix of `gateRows` */
export const queryPersonGateRows = (
  table: Table,
  { conferenceId, registrationId }: Pick<Registration, "conferenceId" | "registrationId">,
  prefix: string,
) =>
  queryItems(table, {
    partition: lists.gate(conferenceId, getBucket(registrationId)),
    prefix: `${prefix}${registrationId}#`,
    isConsistent: true,
  });

/** Erases what operators wrote when they admitted a person in spite of a refusal. That they did so stays. */
export async function eraseOverrideReasons(table: Table, registration: Registration): Promise<void> {
  for await (const item of queryPersonGateRows(table, registration, gateRows.checkInEvent)) {
    const event = parseCheckInEvent(item);
    if (!event.override?.reason) continue;
    const erased: CheckInEvent = { ...event, override: { ...event.override, reason: "" } };
    await putItem(table, { ...item, data: S(JSON.stringify(erased)) });
  }
}

/** The admission limit of a delegation, if it has one, and its members who are inside on a day. */
export interface DelegationPresence extends Pick<DelegationOccupancy, "inside"> {
  readonly delegationId: string;
  readonly insideAtOnce?: number;
  /** The last day on which a member came in. On any later day, none of them is inside. */
  readonly day?: string;
}

export const parseDelegationPresence = (item: Item): DelegationPresence => ({
  delegationId: getString(item, "delegationId"),
  ...(item["insideAtOnce"] && { insideAtOnce: getNumber(item, "insideAtOnce") }),
  inside: item["inside"]?.SS ?? [],
  ...(item["day"]?.S !== undefined && { day: item["day"].S }),
});

/** @throws Error for an item that is not a badge */
export const parseGateBadge = (item: Item): GateBadge => parseData<GateBadge>(item);

/** @throws Error for an item that is not a check-in event */
export const parseCheckInEvent = (item: Item): CheckInEvent => parseData<CheckInEvent>(item);

/** A person's presence at a place, and the delegation that counts it. */
export interface StoredPresence extends GateListPresence {
  readonly delegationId?: string;
  readonly version: number;
}

export const toPresenceItem = (conferenceId: string, presence: StoredPresence): Item => ({
  ...toItemKey(keys.presence(conferenceId, presence.registrationId, presence.place)),
  entity: S("presence"),
  registrationId: S(presence.registrationId),
  place: S(presence.place),
  inside: BOOL(presence.inside),
  gate: S(presence.gate),
  since: S(presence.since),
  scanId: S(presence.scanId),
  version: N(presence.version),
  ...(presence.delegationId !== undefined && { delegationId: S(presence.delegationId) }),
});

export const parsePresence = (item: Item): StoredPresence => ({
  registrationId: getString(item, "registrationId"),
  place: getString(item, "place") as CheckInPlace,
  inside: item["inside"]?.BOOL ?? false,
  gate: getString(item, "gate"),
  since: getString(item, "since"),
  scanId: getString(item, "scanId"),
  version: getNumber(item, "version"),
  ...(item["delegationId"]?.S !== undefined && { delegationId: item["delegationId"].S }),
});

// Scans

/** One scan of a badge, with its verdict. */
export interface ScanRecord {
  readonly scanId: string;
  readonly conferenceId: string;
  readonly gate: string;
  readonly direction: ScanDirection;
  /** When the gate scanned the badge, by the gate's clock; RFC 3339, UTC. */
  readonly at: string;
  readonly by: string;
  readonly registrationId?: string | undefined;
  readonly verdict: ScanVerdict;
  /** The digest of what was scanned and where. Another scan with the same identifier has another one. */
  readonly fingerprint: string;
  /** Why the history would have refused an event that a gate decided offline, or which refusal was overridden. */
  readonly conflict?: ScanRefusalReason | undefined;
}

/** The holder of a badge, and their presence at a place. */
export interface ScannedHolder {
  readonly registration: Registration | undefined;
  readonly presence: StoredPresence | undefined;
}

export const unknownHolder: ScannedHolder = { registration: undefined, presence: undefined };

/** The stored scan of this identifier, or `undefined`. */
export async function findScan(table: Table, conferenceId: string, scanId: string): Promise<ScanRecord | undefined> {
  const item = await getItem(table, keys.scan(conferenceId, computeDigest(scanId)));
  return item && parseData<ScanRecord>(item);
}

const buildHolderKeys = (conferenceId: string, registrationId: string, place: CheckInPlace) => [
  keys.registration(registrationId),
  keys.presence(conferenceId, registrationId, place),
];

/** The holder of a badge and their presence at a place, in one consistent read. */
export async function loadScannedHolder(
  table: Table,
  conferenceId: string,
  registrationId: string,
  place: CheckInPlace,
): Promise<ScannedHolder> {
  return parseScannedHolder(await batchGetItems(table, buildHolderKeys(conferenceId, registrationId, place)));
}

/** A damaged registration opens no gate, as one that does not exist. @param items of one person */
async function parseScannedHolder(items: readonly Item[]): Promise<ScannedHolder> {
  const [item, presence] = [findByEntity(items, "registration"), findByEntity(items, "presence")];
  const [registration] = item ? await readRegistrations([item]) : [];
  return { registration, presence: presence && parsePresence(presence) };
}

/**
 * A conference and the holders of badges, in one consistent read for up to 49 badges.
 * @throws DomainError `unknown-conference`, `damaged-record`
 */
export async function loadConferenceAndHolders(
  table: Table,
  conferenceId: string,
  registrationIds: readonly string[],
  place: CheckInPlace,
): Promise<{ readonly conference: Conference; readonly holders: Map<string, ScannedHolder> }> {
  const ids = [...new Set(registrationIds)];
  const holderKeys = ids.flatMap((id) => buildHolderKeys(conferenceId, id, place));
  const items = await batchGetItems(table, [keys.conference(conferenceId), ...holderKeys]);
  const item = findItem(items, keys.conference(conferenceId));
  if (!item) throw new DomainError("unknown-conference");
  // As `parseConference` does, without its repository: each file on the path of a scan counts (docs/architecture.md).
  const { storedConference } = await import("#shared/conferences/stored-conference.contract.ts");
  const conference = assertSound(readSound<Conference>(item, storedConference, "conference"));
  const byId = Map.groupBy(items, (item) => item["registrationId"]?.S);
  const holders = ids.map(async (id) => [id, await parseScannedHolder(byId.get(id) ?? [])] as const);
  return { conference, holders: new Map(await Promise.all(holders)) };
}

/** The presence of a delegation, read consistently; `undefined` if no member came in and it has no limit. */
export async function findDelegationPresence(table: Table, conferenceId: string, delegationId: string) {
  const item = await getItem(table, keys.delegationPresence(conferenceId, delegationId));
  return item && parseDelegationPresence(item);
}

/** The check-in events of a person at a place, read consistently, in no order. */
export async function listCheckInEvents(
  table: Table,
  conferenceId: string,
  registrationId: string,
  place: CheckInPlace,
): Promise<CheckInEvent[]> {
  const { PK: partition, SK: prefix } = keys.checkInEvent(conferenceId, registrationId, place, "");
  return Array.fromAsync(queryItems(table, { partition, prefix, isConsistent: true }), parseCheckInEvent);
}

/** A scan as it was evaluated, and what the verdict depends on. */
interface EvaluatedScan {
  readonly event: CheckInEvent | undefined;
  readonly holder: ScannedHolder;
  /** When the days of the conference end. */
  readonly clock: ConferenceClock;
  /** The day on which the item of the delegation counts its members inside. */
  readonly delegationDay: string | undefined;
  /** Whether the admission limit of the delegation must leave room for one more. */
  readonly needsRoom: boolean;
}

/**
 * Writes a scan and, if the person passed, the check-in event and the presence after it: only if registration and presence
 * are still those of the verdict.
 * @returns `saved`; `already-scanned` if the scan is stored already; `stale` if a new verdict is needed
 */
export async function saveScan(
  table: Table,
  scan: ScanRecord,
  evaluated: EvaluatedScan,
  deadline: Deadline,
): Promise<"saved" | "already-scanned" | "stale"> {
  const { conferenceId, scanId } = scan;
  const data = S(JSON.stringify(scan));
  const Item = { ...toItemKey(keys.scan(conferenceId, computeDigest(scanId))), entity: S("scan"), data };
  const Put = { TableName: table.name, Item, ...ifAbsent };
  const writes: TransactionWrite<"already-scanned" | "stale">[] = [
    { item: { Put }, onConditionFailed: "already-scanned" },
    ...(evaluated.event ? buildCheckInWrites(table, conferenceId, evaluated.event, evaluated) : []),
  ];
  return (await writeTransaction(table, writes, deadline))?.failed ?? "saved";
}

function buildCheckInWrites(
  { name: TableName }: Table,
  conferenceId: string,
  event: CheckInEvent,
  evaluated: EvaluatedScan,
): TransactionWrite<"stale">[] {
  const { registration, presence } = evaluated.holder;
  if (!registration) throw new Error("a check-in event without a registration");
  const { registrationId, place, scanId } = event;
  const after = computeNextPresence(event, registration, presence, evaluated.clock);
  const eventItem = {
    ...toItemKey(keys.checkInEvent(conferenceId, registrationId, place, computeDigest(scanId))),
    entity: S("check-in-event"),
    data: S(JSON.stringify(event)),
  };
  const Key = toItemKey(keys.registration(registrationId));
  const ConditionCheck = { TableName, Key, ...ifVersion(registration.version) };
  const Put = { TableName, Item: toPresenceItem(conferenceId, after), ...ifVersion(presence?.version) };
  return [
    { item: { ConditionCheck }, onConditionFailed: "stale" },
    { item: { Put }, onConditionFailed: "stale" },
    { item: { Put: { TableName, Item: eventItem } }, onConditionFailed: "stale" },
    ...(place === "venue" ? buildDelegationWrites(TableName, conferenceId, after, evaluated) : []),
  ];
}

/** The presence after all events of the person. The delegation that counts it stays the same until they leave. */
function computeNextPresence(
  event: CheckInEvent,
  registration: Registration,
  before: StoredPresence | undefined,
  clock: ConferenceClock,
): StoredPresence {
  const { registrationId, place } = event;
  const latest = findLatestPresence([event], before);
  if (!latest) throw new Error("an event without a presence");
  const { inside, gate, since, scanId } = latest;
  const delegationId = isInside(before, since, clock) ? before.delegationId : registration.delegationId;
  const version = (before?.version ?? 0) + 1;
  const presence = { registrationId, place, inside, gate, since, scanId, version };
  return inside && delegationId !== undefined ? { ...presence, delegationId } : presence;
}

/** Updates the members inside of the delegation, if the presence changes. */
function buildDelegationWrites(
  TableName: string,
  conferenceId: string,
  after: StoredPresence,
  { holder, clock, delegationDay, needsRoom }: EvaluatedScan,
): TransactionWrite<"stale">[] {
  const { presence: before } = holder;
  const delegationId = after.delegationId ?? before?.delegationId;
  const isUnchanged = after.inside ? isInside(before, after.since, clock) : !before?.inside;
  if (delegationId === undefined || isUnchanged) return [];
  const day = getConferenceDay(after.since, clock);
  if (after.inside && delegationDay !== undefined && day < delegationDay) return [];
  const { expression, ...entry } = after.inside
    ? buildEntry(day !== delegationDay, needsRoom)
    : { expression: "DELETE inside :member SET" };
  const Update = {
    TableName,
    Key: toItemKey(keys.delegationPresence(conferenceId, delegationId)),
    UpdateExpression: `${expression} entity = :entity, delegationId = :id`,
    ...entry,
    ExpressionAttributeValues: {
      ":member": { SS: [after.registrationId] },
      ":entity": S("delegation-presence"),
      ":id": S(delegationId),
      ...(after.inside && { ":day": S(day) }),
    },
  };
  return [{ item: { Update }, onConditionFailed: "stale" }];
}

/**
 * The entry of a member into the item of the delegation, which counts the members who are inside on one day.
 * @param isFirst whether the item counts an earlier day; the count begins anew
 * @param needsRoom whether the admission limit must leave room for one more
 */
function buildEntry(isFirst: boolean, needsRoom: boolean) {
  const ExpressionAttributeNames = { "#day": "day" };
  if (isFirst)
    return {
      expression: "SET inside = :member, #day = :day,",
      ConditionExpression: "attribute_not_exists(#day) OR #day < :day",
      ExpressionAttributeNames,
    };
  const room = "(attribute_not_exists(insideAtOnce) OR attribute_not_exists(inside) OR size(inside) < insideAtOnce)";
  return {
    expression: "ADD inside :member SET",
    ConditionExpression: `#day = :day${needsRoom ? ` AND ${room}` : ""}`,
    ExpressionAttributeNames,
  };
}
