import type { Change } from "#shared/domain/change.ts";
import { type GateBadge, gateBadge } from "#shared/domain/entry/badge.ts";
import type { ListedPresence } from "#shared/domain/entry/gate-list.ts";
import type { Place } from "#shared/domain/entry/verdict.ts";
import { keys } from "./keys.ts";
import { BOOL, type Item, keyOf, N, S, type Table, text } from "./table.ts";
import type { Write } from "./transaction.ts";

/** The part of a change that check-in depends on. */
type CheckInChange = Pick<Change, "conferenceId" | "registrations" | "delegation" | "mustBeOutside">;

/**
 * Derives the writes for check-in: the badges that a change issues, ends or rewrites, the admission limit of its
 * delegation, and the check that a replaced person is not inside. A scan and the change cannot both succeed on a
 * different state.
 */
export function deriveCheckInWrites(table: Table, change: CheckInChange): Write<"changed-meanwhile">[] {
  return [...writeAdmissionLimit(table, change), ...checkOutside(table, change), ...writeBadges(table, change)];
}

function writeBadges({ name }: Table, { registrations }: CheckInChange): Write<"changed-meanwhile">[] {
  return registrations.flatMap(({ before, after }) => {
    const [old, badge] = [before && gateBadge(before), gateBadge(after)];
    if (!badge || JSON.stringify(old) === JSON.stringify(badge)) return [];
    const { conferenceId, registrationId } = after;
    const Item = {
      ...keyOf(keys.badge(conferenceId, registrationId)),
      entity: S("badge"),
      registrationId: S(registrationId),
      data: S(JSON.stringify(badge)),
    };
    return [{ item: { Put: { TableName: name, Item } }, otherwise: "changed-meanwhile" as const }];
  });
}

/** The admission limit of a delegation. The same item counts who is inside, which does not change. */
function writeAdmissionLimit({ name }: Table, { delegation }: CheckInChange): Write<"changed-meanwhile">[] {
  if (!delegation || delegation.before?.insideAtOnce === delegation.after.insideAtOnce) return [];
  const { conferenceId, delegationId, insideAtOnce } = delegation.after;
  const limit = insideAtOnce === undefined ? "REMOVE insideAtOnce SET" : "SET insideAtOnce = :limit,";
  const Update = {
    TableName: name,
    Key: keyOf(keys.door(conferenceId, delegationId)),
    UpdateExpression: `${limit} entity = :door, delegationId = :id`,
    ExpressionAttributeValues: {
      ":door": S("door"),
      ":id": S(delegationId),
      ...(insideAtOnce !== undefined && { ":limit": N(insideAtOnce) }),
    },
  };
  return [{ item: { Update }, otherwise: "changed-meanwhile" }];
}

function checkOutside(
  { name }: Table,
  { conferenceId, mustBeOutside = [] }: CheckInChange,
): Write<"changed-meanwhile">[] {
  return mustBeOutside.map((registrationId) => {
    const ConditionCheck = {
      TableName: name,
      Key: keyOf(keys.presence(conferenceId, registrationId, "venue")),
      ConditionExpression: "attribute_not_exists(PK) OR inside = :no",
      ExpressionAttributeValues: { ":no": BOOL(false) },
    };
    return { item: { ConditionCheck }, otherwise: "changed-meanwhile" };
  });
}

/** A delegation's door: how many may be inside at once, if it says so, and who is. */
export interface Door {
  readonly delegationId: string;
  readonly insideAtOnce?: number;
  readonly inside: readonly string[];
}

export const doorOf = (item: Item): Door => ({
  delegationId: text(item, "delegationId"),
  ...(item["insideAtOnce"]?.N !== undefined && { insideAtOnce: Number(item["insideAtOnce"].N) }),
  inside: item["inside"]?.SS ?? [],
});

/** @throws Error for an item that isn't a badge */
export const badgeOf = (item: Item): GateBadge => JSON.parse(text(item, "data")) as GateBadge;

/** Where somebody was last read at a place, and whose door was counted. */
export interface StoredPresence extends ListedPresence {
  readonly delegationId?: string;
  readonly version: number;
}

export function presenceItem(
  conferenceId: string,
  { registrationId, place, inside, gate, since, scanId, delegationId, version }: StoredPresence,
): Item {
  return {
    ...keyOf(keys.presence(conferenceId, registrationId, place)),
    entity: S("presence"),
    registrationId: S(registrationId),
    place: S(place),
    inside: { BOOL: inside },
    gate: S(gate),
    since: S(since),
    scanId: S(scanId),
    version: N(version),
    ...(delegationId !== undefined && { delegationId: S(delegationId) }),
  };
}

export const presenceOf = (item: Item): StoredPresence => ({
  registrationId: text(item, "registrationId"),
  place: text(item, "place") as Place,
  inside: item["inside"]?.BOOL ?? false,
  gate: text(item, "gate"),
  since: text(item, "since"),
  scanId: text(item, "scanId"),
  version: Number(item["version"]?.N ?? 0),
  ...(item["delegationId"]?.S !== undefined && { delegationId: item["delegationId"].S }),
});
