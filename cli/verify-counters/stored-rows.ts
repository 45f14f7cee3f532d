import * as z from "zod/mini";
import { storedAnnotations } from "#shared/annotations/stored-annotations.contract.ts";
import { parseShardPlan } from "#shared/capacity/capacity-snapshot.ts";
import { storedConference } from "#shared/conferences/stored-conference.contract.ts";
import {
  conferenceDirectory,
  feedKeys,
  gateRows,
  type Key,
  keys,
  membershipRequestPrefix,
  openSessionPrefix,
  serializeKey,
  staffDirectory,
} from "#shared/dynamodb/keys.ts";
import {
  getNumber,
  getString,
  type Item,
  parseData,
  parseVersioned,
  scanItems,
  type Table,
} from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { ShardPlan } from "#shared/model/seat.ts";
import { type CountMarker, parseCountMarker } from "#shared/statistics/statistics.repository.ts";
import { describeKey, isUnreadableRow } from "../../local/dynamodb/unreadable-rows.ts";
import { describeFault } from "../print.ts";
import {
  describeIssue,
  mendIfSourcesAreRead,
  type RowFinding,
  type SourceEntity,
  sourceEntities,
  toLostRow,
  toRemovableRow,
} from "./finding.ts";
import { findMissingSources, findNamedMissingSources } from "./missing-sources.ts";
import {
  checkInEventSchema,
  countMarkerSchema,
  delegationRowSchema,
  registrationRowSchema,
} from "./stored-rows.contract.ts";

/** The rows of one conference. */
export interface ConferenceRows {
  readonly conference: Conference;
  readonly shardPlan: ShardPlan;
  readonly registrations: readonly Registration[];
  readonly delegations: readonly Delegation[];
  /** The items whose keys or data name the conference, or one of its registrations or delegations. */
  readonly items: readonly Item[];
  readonly byKey: ReadonlyMap<string, Item>;
  readonly countMarkers: ReadonlyMap<string, CountMarker>;
  /**
   * The entities of the rows that can't be read or are missing. The seats of such a registration are unknown, and the
   * rows that follow from it seem to follow from nothing.
   */
  readonly unreadableSources: ReadonlySet<SourceEntity>;
}

/** What to do about a row that can't be read. */
function toUnreadableRow(item: Item, fault: string): RowFinding {
  const key = toOwnKey(item);
  const finding = { text: `${describeKey(item)} can't be read: ${fault}` };
  const kind = classifyKey(key);
  if (kind === "foreign") return { ...finding, ...toRemovableRow(key, "no function reads it") };
  if (kind === "temporary") return { ...finding, ...toRemovableRow(key, "it is kept for a time only") };
  if (kind === "counter") return { ...finding, refusal: "a repair of its pool counts it from the rows" };
  if (kind === "history") return { ...finding, refusal: lostHistory };
  return { ...finding, ...toLostRow(key) };
}

/** What to do about a row of the history that can't be read. */
export const lostHistory = "no command mends the history: compare it with a backup, and open an incident";

/** What can be done about a row that can't be read. */
export type KeyKind = "foreign" | "temporary" | "counter" | "history" | "derived" | "content";

export function classifyKey(key: Key): KeyKind {
  const [partition = ""] = key.PK.split("#");
  // No function reads a row with such a key.
  if (!knownPartitions.has(partition)) return "foreign";
  const isSession = partition === "SESSIONS" && key.SK.startsWith(openSessionPrefix);
  if (isSession || temporaryPartitions.has(partition)) return "temporary";
  if (["SHARD", "POOL"].includes(key.SK)) return "counter";
  if (["JOURNAL", "AUDIT"].includes(partition)) return "history";
  return isDerivedKey(key) ? "derived" : "content";
}

/**
 * Rows that are kept for a time only. An earlier state of one may be wrong: a link that is used, a session that has
 * ended, a job that is done.
 */
const temporaryPartitions = new Set([
  "DELEGATE-SESSION",
  "IDEMPOTENCY-CLAIM",
  "JOB",
  "LAST-BACKUP",
  "PUBLISHED-SEATS",
  "RATE",
  "SIGN-IN-LINK",
  "WAITING-LIST",
]);

/** All rows of a table. */
export interface StoredRows {
  readonly byConference: ReadonlyMap<string, ConferenceRows>;
  /** Rows that can't be read, or that belong to nothing. */
  readonly unreadable: readonly RowFinding[];
}

/** The beginnings of all partition keys that Palais writes. */
const knownPartitions = new Set([
  ...Object.values(keys).map((make) => {
    const toExampleKey = make as unknown as Key | ((...parts: string[]) => Key);
    return (typeof toExampleKey === "function" ? toExampleKey("x", "x", "x", "x") : toExampleKey).PK.split("#")[0];
  }),
  feedKeys.end("").PK.split("#")[0],
  feedKeys.view("", "").PK.split("#")[0],
  conferenceDirectory,
  staffDirectory,
]);

/** What a row of an entity must contain, and the key that follows from its content. */
const rowKinds: Readonly<Record<string, { readonly schema: z.ZodMiniType; readonly toKey: (item: Item) => Key }>> = {
  registration: {
    schema: registrationRowSchema,
    toKey: (item) => keys.registration(parseData<Registration>(item).registrationId),
  },
  delegation: {
    schema: delegationRowSchema,
    toKey: (item) => keys.delegation(parseData<Delegation>(item).delegationId),
  },
  conference: {
    // All limits of the conference are in its row, and the rules read each field: no counter follows from a damaged one.
    schema: storedConference,
    toKey: (item) => keys.conference(parseData<Conference>(item).conferenceId),
  },
  "check-in-event": { schema: checkInEventSchema, toKey: toOwnKey },
  annotations: {
    schema: storedAnnotations,
    toKey: (item) => keys.annotations(getString(item, "registrationId")),
  },
};

/** The key of an item as it is stored. */
export function toOwnKey(item: Item): Key {
  return { PK: getString(item, "PK"), SK: getString(item, "SK") };
}

/**
 * The entity that the key of a row promises, for rows whose loss would hide a registration, delegation or conference.
 */
function getPromisedEntity(item: Item): string | undefined {
  const sort = item["SK"]?.S;
  if (sort?.startsWith(gateRows.checkInEvent) && item["PK"]?.S?.startsWith("GATE#")) return "check-in-event";
  if (sort === "REGISTRATION") return "registration";
  if (sort === "DELEGATION") return "delegation";
  if (sort === "CONFERENCE") return "conference";
  if (sort === "SHARD") return "shard";
  if (sort === "POOL") return "pool";
  if (sort === "ANNOTATIONS") return "annotations";
  return sort === "JOURNAL" ? "journal" : undefined;
}

/** The sources that an item may be, by its key or its content. */
const listSourceEntities = (item: Item): readonly SourceEntity[] =>
  sourceEntities.filter((entity) => [getPromisedEntity(item), item["entity"]?.S].includes(entity));

/**
 * The beginnings of the keys of rows that follow from others: a repair deletes one that can't be read and writes it
 * again.
 */
const derivedKeys: readonly (readonly [string, string])[] = [
  ["ANNOTATED#", ""],
  ["CONFERENCE-VERSION#", ""],
  [conferenceDirectory, ""],
  ["DELEGATION#", "HEAD-OF-DELEGATION"],
  ["DELEGATION#", membershipRequestPrefix],
  ["FOCAL-POINT#", ""],
  ["GATE#", gateRows.badge],
  ["GATE#", gateRows.delegationPresence],
  ["GATE#", gateRows.presence],
  ["MATCH#", ""],
  ["PERSON#", ""],
  ["REGISTRATION#", "COUNT_MARKER"],
  ["REGISTRATION#", "SEARCH"],
  ["STATE#", ""],
  ["STATISTICS#", ""],
  ["TERM#", ""],
  ["VISA-LETTER#", ""],
];

const isDerivedKey = ({ PK, SK }: Key): boolean =>
  derivedKeys.some(([partition, sort]) => PK.startsWith(partition) && SK.startsWith(sort));

/** Whether a row can't be read but follows from others. */
const isLostDerivedRow = (item: Item): boolean => isUnreadableRow(item) && isDerivedKey(toOwnKey(item));

/** The rows of a conference that can't be read but follow from others. The check finds what is missing without them. */
export const findLostDerivedRows = (rows: ConferenceRows): RowFinding[] =>
  rows.items.filter(isLostDerivedRow).map((seen) => ({
    text: describeLostRow(seen),
    ...mendIfSourcesAreRead(rows, sourceEntities, { kind: "extra-row", seen }),
  }));

const mendedWithSource = "a repair writes it again once the row from which it follows can be read";

const describeLostRow = (item: Item): string => `${describeKey(item)} can't be read: ${noItem}`;

const noItem = "its text in the database is no item";

/** As `tryFindRowFault`. @throws Error for a row whose content is no JSON */
function findRowFault(item: Item): string | undefined {
  if (classifyKey(toOwnKey(item)) === "foreign") return "its key is of no kind that Palais writes";
  if (isUnreadableRow(item)) return noItem;
  const entity = item["entity"]?.S;
  const promised = getPromisedEntity(item);
  if (promised !== undefined && entity !== promised) return `its entity is ${entity ?? "missing"}, not ${promised}`;
  const kind = rowKinds[entity ?? ""];
  if (!kind) return undefined;
  const parsed = z.safeParse(kind.schema, parseVersioned(item));
  if (!parsed.success) return describeIssue(parsed.error);
  if (entity === "conference" && !hasShardPlan(item)) return `damaged shard plan ${item["shardPlan"]?.S}`;
  if (serializeKey(kind.toKey(item)) === serializeKey(toOwnKey(item))) return undefined;
  return "its data is that of another key";
}

/** The key that follows from the content of a row, for the kinds of rows that have one. */
export function findPromisedKey(item: Item): Key | undefined {
  try {
    const kind = rowKinds[item["entity"]?.S ?? ""];
    return kind && z.safeParse(kind.schema, parseVersioned(item)).success ? kind.toKey(item) : undefined;
  } catch {
    return undefined;
  }
}

/** Why a row can't be read, or `undefined`. */
export function tryFindRowFault(item: Item): string | undefined {
  try {
    return findRowFault(item);
  } catch (error) {
    return describeFault(error);
  }
}

function hasShardPlan(item: Item): boolean {
  try {
    return parseShardPlan(item) !== undefined;
  } catch {
    return false;
  }
}

/** Whether a shard or the ledger of a pool has its numbers. One that has not is mended like a missing one. */
export function isPoolRowSound(item: Item): boolean {
  const isShard = item["entity"]?.S === "shard";
  const isOwnKey = !isShard || getString(item, "PK").endsWith(`#${item["pool"]?.S}#${getNumber(item, "shard")}`);
  return hasPoolNumbers(item) && isOwnKey;
}

export function hasPoolNumbers(item: Item): boolean {
  // A shard without a limit is of a pool without one.
  const ofShard = ["taken", ...(item["limit"] ? ["limit"] : [])];
  const names = item["entity"]?.S === "shard" ? ofShard : ["allocatedLimit", "revision"];
  return names.every((name) => Number.isSafeInteger(Number(item[name]?.N ?? "none")) && getNumber(item, name) >= 0);
}

/** The count markers that can be read and are under their key. */
function parseCountMarkers(items: readonly Item[]): Map<string, CountMarker> {
  const sound = items.filter((item) => {
    const isMarker = item["entity"]?.S === "count-marker";
    const { success } = isMarker ? z.safeParse(countMarkerSchema, tryParseData(item)) : { success: false };
    return success && serializeKey(keys.countMarker(item["registrationId"]?.S ?? "")) === serializeKey(toOwnKey(item));
  });
  return new Map(sound.map((item) => [getString(item, "registrationId"), parseCountMarker(item)]));
}

function tryParseData(item: Item): unknown {
  try {
    return parseData(item);
  } catch {
    return undefined;
  }
}

/**
 * Sorts the items of a table by conference. An item that can't be read is a finding, and the others are read all the
 * same.
 */
export function sortStoredRows(items: Iterable<Item>): StoredRows {
  const unreadable: RowFinding[] = [];
  const readable: Item[] = [];
  const unreadableItems: Item[] = [];
  const lostDerived: Item[] = [];
  for (const item of items) {
    if (isLostDerivedRow(item)) {
      lostDerived.push(item);
      continue;
    }
    const fault = tryFindRowFault(item);
    (fault === undefined ? readable : unreadableItems).push(item);
    if (fault !== undefined) unreadable.push(toUnreadableRow(item, fault));
  }
  const missing = findMissingSources([...readable, ...unreadableItems]);
  const unreadableSources = [...unreadableItems.flatMap(listSourceEntities), ...missing.map(({ entity }) => entity)];
  const byEntity = Map.groupBy(readable, (item) => item["entity"]?.S ?? "");
  const conferences = (byEntity.get("conference") ?? []).map((item) => ({
    conference: parseVersioned<Conference>(item),
    shardPlan: parseShardPlan(item),
  }));
  const registrations = groupByConference((byEntity.get("registration") ?? []).map(parseVersioned<Registration>));
  const delegations = groupByConference((byEntity.get("delegation") ?? []).map(parseVersioned<Delegation>));
  const owners = new Map([
    ...[...registrations.values()].flat().map((each) => [each.registrationId, each.conferenceId] as const),
    ...[...delegations.values()].flat().map((each) => [each.delegationId, each.conferenceId] as const),
  ]);
  const known = new Set(conferences.map(({ conference }) => conference.conferenceId));
  const byConference = Map.groupBy([...readable, ...lostDerived], (item) => findConferenceId(item, owners, known));
  const ownerless = lostDerived.filter((item) => findConferenceId(item, owners, known) === undefined);
  const markers = parseCountMarkers(byEntity.get("count-marker") ?? []);
  const orphans = [...registrations, ...delegations]
    .filter(([conferenceId]) => !known.has(conferenceId))
    .map(([conferenceId, rows]) => ({
      text: `${rows.length} rows name the conference ${conferenceId}, which can't be read or does not exist`,
      ...toLostRow(keys.conference(conferenceId)),
    }));
  const damagedKeys = new Set([
    ...unreadableItems.map((item) => serializeKey(toOwnKey(item))),
    ...missing.map(({ entity, id }) => serializeKey(keys[entity](id))),
  ]);
  const named = new Map(
    [...known].map((conferenceId) => {
      const isKnown = (key: Key, id: string) => owners.get(id) === conferenceId || damagedKeys.has(serializeKey(key));
      return [conferenceId, findNamedMissingSources(byConference.get(conferenceId) ?? [], isKnown)];
    }),
  );
  return {
    unreadable: [
      ...unreadable,
      ...ownerless.map((item) => ({ text: describeLostRow(item), refusal: mendedWithSource })),
      ...[...missing, ...[...named.values()].flat()].map(({ finding }) => finding),
      ...orphans,
    ],
    byConference: new Map(
      conferences.map(({ conference, shardPlan }) => {
        const { conferenceId } = conference;
        const own = byConference.get(conferenceId) ?? [];
        return [
          conferenceId,
          {
            conference,
            shardPlan,
            registrations: registrations.get(conferenceId) ?? [],
            delegations: delegations.get(conferenceId) ?? [],
            items: own,
            // The conference of a row whose key names none is known by what follows from its own rows alone.
            byKey: new Map([...ownerless, ...own].map((item) => [serializeKey(toOwnKey(item)), item])),
            countMarkers: markers,
            unreadableSources: new Set([
              ...unreadableSources,
              ...(named.get(conferenceId) ?? []).map(({ entity }) => entity),
            ]),
          },
        ];
      }),
    ),
  };
}

/** The rows of one conference, by a scan. @throws Error for a conference that does not exist or can't be read */
export async function loadConferenceRows(table: Table, conferenceId: string): Promise<ConferenceRows> {
  const rows = sortStoredRows(await Array.fromAsync(scanItems(table))).byConference.get(conferenceId);
  if (!rows) throw new Error(`There is no conference ${conferenceId}, or it can't be read.`);
  return rows;
}

const groupByConference = <Row extends { readonly conferenceId: string }>(rows: readonly Row[]) =>
  Map.groupBy(rows, ({ conferenceId }) => conferenceId);

/** The conference of an item: that of its key, of its attribute, or of the registration or delegation that it names. */
function findConferenceId(
  item: Item,
  owners: ReadonlyMap<string, string>,
  known: ReadonlySet<string>,
): string | undefined {
  const [partition = "", first = ""] = getString(item, "PK").split("#");
  if (known.has(first)) return first;
  if (partition === conferenceDirectory) return item["SK"]?.S;
  const own = item["conferenceId"]?.S;
  if (own !== undefined && known.has(own)) return own;
  return owners.get(first) ?? owners.get(item["registrationId"]?.S ?? "") ?? owners.get(item["delegationId"]?.S ?? "");
}
