import { keys } from "#shared/dynamodb/keys.ts";
import { BOOL, N, S, type Table, type TransactionWrite, toItemKey } from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import { toGateBadge } from "./check-in.rules.ts";

/** The part of a change that check-in depends on. */
type CheckInChange = Pick<Change, "conferenceId" | "registrations" | "delegation" | "mustBeOutside">;

/**
 * Derives the writes for check-in: the badges that a change issues, ends or rewrites, the admission limit of its
 * delegation, and the check that a replaced person is not inside. A scan and the change cannot both succeed on a
 * different state.
 */
export function deriveCheckInWrites(table: Table, change: CheckInChange): TransactionWrite<"changed-meanwhile">[] {
  return [...writeAdmissionLimit(table, change), ...checkOutside(table, change), ...writeBadges(table, change)];
}

function writeBadges({ name }: Table, { registrations }: CheckInChange): TransactionWrite<"changed-meanwhile">[] {
  return registrations.flatMap(({ before, after }) => {
    const [old, badge] = [before && toGateBadge(before), toGateBadge(after)];
    if (!badge || JSON.stringify(old) === JSON.stringify(badge)) return [];
    const { conferenceId, registrationId } = after;
    const Item = {
      ...toItemKey(keys.badge(conferenceId, registrationId)),
      entity: S("badge"),
      registrationId: S(registrationId),
      data: S(JSON.stringify(badge)),
    };
    return [{ item: { Put: { TableName: name, Item } }, onConditionFailed: "changed-meanwhile" as const }];
  });
}

/** The admission limit of a delegation. The same item counts who is inside, which does not change. */
function writeAdmissionLimit({ name }: Table, { delegation }: CheckInChange): TransactionWrite<"changed-meanwhile">[] {
  if (!delegation || delegation.before?.insideAtOnce === delegation.after.insideAtOnce) return [];
  const { conferenceId, delegationId, insideAtOnce } = delegation.after;
  const limit = insideAtOnce === undefined ? "REMOVE insideAtOnce SET" : "SET insideAtOnce = :limit,";
  const Update = {
    TableName: name,
    Key: toItemKey(keys.delegationPresence(conferenceId, delegationId)),
    UpdateExpression: `${limit} entity = :entity, delegationId = :id`,
    ExpressionAttributeValues: {
      ":entity": S("delegation-presence"),
      ":id": S(delegationId),
      ...(insideAtOnce !== undefined && { ":limit": N(insideAtOnce) }),
    },
  };
  return [{ item: { Update }, onConditionFailed: "changed-meanwhile" }];
}

function checkOutside(
  { name }: Table,
  { conferenceId, mustBeOutside = [] }: CheckInChange,
): TransactionWrite<"changed-meanwhile">[] {
  return mustBeOutside.map(({ registrationId, since }) => {
    const ConditionCheck = {
      TableName: name,
      Key: toItemKey(keys.presence(conferenceId, registrationId, "venue")),
      ConditionExpression: "attribute_not_exists(PK) OR inside = :no OR #since < :since",
      ExpressionAttributeNames: { "#since": "since" },
      ExpressionAttributeValues: { ":no": BOOL(false), ":since": S(since) },
    };
    return { item: { ConditionCheck }, onConditionFailed: "changed-meanwhile" };
  });
}
