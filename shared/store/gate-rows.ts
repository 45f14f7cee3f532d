import type { Change, Step } from "#shared/domain/change.ts";
import { type GateBadge, gateBadge } from "#shared/domain/entry/badge.ts";
import type { ListedPresence } from "#shared/domain/entry/gate-list.ts";
import type { Place } from "#shared/domain/entry/verdict.ts";
import { keys } from "./keys.ts";
import { type Item, keyOf, N, S, type Table, text } from "./table.ts";
import type { Write } from "./transaction.ts";

/** The badges that a change issues, ends or rewrites, as gates know them: in the transaction that changes them. */
export function badgeWrites({ name }: Table, steps: readonly Step[]): Write<"changed-meanwhile">[] {
  return steps.flatMap(({ before, after }) => {
    const [was, is] = [before && gateBadge(before), gateBadge(after)];
    if (!is || JSON.stringify(was) === JSON.stringify(is)) return [];
    const { conferenceId, registrationId } = after;
    const Item = {
      ...keyOf(keys.badge(conferenceId, registrationId)),
      entity: S("badge"),
      registrationId: S(registrationId),
      data: S(JSON.stringify(is)),
    };
    return [{ item: { Put: { TableName: name, Item } }, otherwise: "changed-meanwhile" as const }];
  });
}

/** The limit of a delegation's door; who of it is inside stands in the same item, and stays. */
export function doorWrites({ name }: Table, { delegation }: Pick<Change, "delegation">): Write<"changed-meanwhile">[] {
  if (!delegation || delegation.before?.insideAtOnce === delegation.after.insideAtOnce) return [];
  const { conferenceId, delegationId, insideAtOnce } = delegation.after;
  const limit = insideAtOnce === undefined ? "REMOVE insideAtOnce" : "SET insideAtOnce = :limit";
  const Update = {
    TableName: name,
    Key: keyOf(keys.door(conferenceId, delegationId)),
    UpdateExpression: limit.startsWith("SET")
      ? `${limit}, entity = :door, delegationId = :id`
      : `${limit} SET entity = :door, delegationId = :id`,
    ExpressionAttributeValues: {
      ":door": S("door"),
      ":id": S(delegationId),
      ...(insideAtOnce !== undefined && { ":limit": N(insideAtOnce) }),
    },
  };
  return [{ item: { Update }, otherwise: "changed-meanwhile" }];
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
