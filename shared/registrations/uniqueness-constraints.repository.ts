import { computeDigest, type Key, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  getString,
  ifAbsent,
  ifEquals,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
} from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import { type Conference, findCategoryKind, isStateKind } from "#shared/model/conference.ts";
import { headOfDelegation, type Registration } from "#shared/model/registration.ts";
import { normalizeForIdentity } from "#shared/text/compare-text.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { isLive } from "./registration.rules.ts";

/** Another registration holds the person or the head, or this registration does not hold its constraint any more. */
type ConstraintFailure = "already-registered" | "second-head" | "changed-meanwhile";

/** An item that one registration holds: the person at a conference, or the one head of a delegation. */
interface UniquenessConstraint {
  readonly key: Key;
  readonly entity: "person" | "head-of-delegation";
  /** The failure if another registration holds it. */
  readonly failure: ConstraintFailure;
  /** The registration that holds it. */
  readonly holder: string;
}

/**
 * The key of a person at a conference: the address in lower case or, for a member of a delegation without an address,
 * the delegation, the exact given name and family name, and the date of birth. Similar names are different people, who
 * are shown to staff as possible duplicates.
 */
export function personKey({
  conferenceId,
  delegationId,
  person,
}: Pick<Registration, "conferenceId" | "delegationId" | "person">): Key {
  const { email, birthDate = "", givenName = "", familyName = "" } = person;
  if (email !== undefined) return addressKey(conferenceId, email);
  const names = [givenName, familyName].map(normalizeForIdentity);
  return keys.person(conferenceId, computeDigest("member", delegationId ?? "", ...names, birthDate));
}

/** The key of the person with this address. */
export const addressKey = (conferenceId: string, email: string): Key =>
  keys.person(conferenceId, computeDigest(foldAddress(email)));

type HeadOfDelegation = Pick<Registration, "conferenceId" | "category" | "role"> &
  Partial<Pick<Registration, "delegationId" | "country">>;

/** The keys that a head of delegation holds: that of the delegation, and that of the State. */
export function listHeadKeys(
  conference: Pick<Conference, "categories" | "removedCategories">,
  { conferenceId, delegationId, category, country, role }: HeadOfDelegation,
): Key[] {
  if (role !== headOfDelegation) return [];
  const kind = findCategoryKind(conference, category);
  return [
    ...(delegationId === undefined ? [] : [keys.headOfDelegation(delegationId)]),
    ...(country !== undefined && isStateKind(kind) ? [keys.headOfState(conferenceId, kind, country)] : []),
  ];
}

/** The registrations that hold these keys, read consistently. */
export async function findConstraintHolders(table: Table, heldKeys: readonly Key[]): Promise<string[]> {
  const items = await batchGetItems(table, heldKeys);
  return [...new Set(items.map((item) => getString(item, "registrationId")))];
}

/** The constraints that a registration holds while it is live. */
function listConstraints(conference: Conference, registration: Registration | undefined): UniquenessConstraint[] {
  if (!registration || !isLive(registration)) return [];
  const { registrationId: holder } = registration;
  const heads = listHeadKeys(conference, registration);
  // The registration that a nomination clashes with is the person's.
  const person = { key: personKey(registration), entity: "person", failure: "already-registered", holder } as const;
  return [
    ...(registration.clash ? [] : [person]),
    ...heads.map((key) => ({ key, entity: "head-of-delegation", failure: "second-head", holder }) as const),
  ];
}

/**
 * Derives the writes that set, remove or transfer constraints: `constraints(after) − constraints(before)` over all
 * registrations of the change.
 */
export function deriveConstraintWrites(
  table: Table,
  { registrations }: Pick<Change, "registrations">,
  conference: Conference,
): TransactionWrite<ConstraintFailure>[] {
  const byKey = (constraints: readonly UniquenessConstraint[]) =>
    new Map(constraints.map((constraint) => [serializeKey(constraint.key), constraint]));
  const before = byKey(registrations.flatMap((change) => listConstraints(conference, change.before)));
  const after = byKey(registrations.flatMap((change) => listConstraints(conference, change.after)));
  const removed = [...before].flatMap(([key, constraint]) =>
    after.has(key) ? [] : [removeConstraint(table, constraint)],
  );
  const set = [...after].flatMap(([key, constraint]) => {
    const earlier = before.get(key);
    if (!earlier) return [setConstraint(table, constraint)];
    return earlier.holder === constraint.holder ? [] : [transferConstraint(table, earlier, constraint)];
  });
  return [...removed, ...set];
}

const setConstraint = (
  { name }: Table,
  { key, entity, holder, failure }: UniquenessConstraint,
): TransactionWrite<ConstraintFailure> => ({
  item: {
    Put: {
      TableName: name,
      Item: { ...toItemKey(key), entity: S(entity), registrationId: S(holder) },
      ...ifAbsent,
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  },
  onConditionFailed: failure,
});

const ifHeldBy = (holder: string) => ifEquals("registrationId", S(holder));

/** As `ifHeldBy`; the constraint of a head may also be missing, because an older version did not write every one. */
function ifRemovable({ entity, holder }: UniquenessConstraint) {
  const held = ifHeldBy(holder);
  if (entity === "person") return held;
  return { ...held, ConditionExpression: `attribute_not_exists(PK) OR ${held.ConditionExpression}` };
}

const removeConstraint = ({ name }: Table, constraint: UniquenessConstraint): TransactionWrite<ConstraintFailure> => ({
  item: { Delete: { TableName: name, Key: toItemKey(constraint.key), ...ifRemovable(constraint) } },
  onConditionFailed: "changed-meanwhile",
});

function transferConstraint(
  { name }: Table,
  { key, holder }: UniquenessConstraint,
  next: UniquenessConstraint,
): TransactionWrite<ConstraintFailure> {
  const condition = ifHeldBy(holder);
  const Update = {
    TableName: name,
    Key: toItemKey(key),
    UpdateExpression: "SET registrationId = :next",
    ...condition,
    ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ":next": S(next.holder) },
  };
  return { item: { Update }, onConditionFailed: "changed-meanwhile" };
}
