import type { Change } from "#shared/domain/change.ts";
import { isLive, type Registration } from "#shared/domain/registration.ts";
import { sameName } from "#shared/domain/text.ts";
import { digestOf } from "./ids.ts";
import { type Key, keys } from "./keys.ts";
import { type Item, keyOf, S, type Table } from "./table.ts";
import type { Write } from "./transaction.ts";

/** Another registration holds the person or the head, or this registration does not hold its constraint any more. */
type ConstraintFailure = "already-registered" | "second-head" | "changed-meanwhile";

/** An item that one registration holds: the person at a conference, or the one head of a delegation. */
interface UniquenessConstraint {
  readonly key: Key;
  readonly entity: "person" | "head";
  /** The failure if another registration holds it. */
  readonly failure: ConstraintFailure;
  /** The registration that holds it. */
  readonly holder: string;
}

/**
 * The key of a person at a conference: the address in lower case or, for a member of a delegation without an address,
 * the delegation, the name and the date of birth.
 */
export function personKey({
  conferenceId,
  delegationId,
  person,
}: Pick<Registration, "conferenceId" | "delegationId" | "person">): Key {
  const { email, birthDate = "" } = person;
  if (email !== undefined) return addressKey(conferenceId, email);
  return keys.person(conferenceId, digestOf("member", delegationId ?? "", sameName(person), birthDate));
}

/** The key of the person with this address. */
export const addressKey = (conferenceId: string, email: string): Key =>
  keys.person(conferenceId, digestOf(email.toLowerCase()));

/** The constraints that a registration holds while it is live. */
function listConstraints(registration: Registration | undefined): UniquenessConstraint[] {
  if (!registration || !isLive(registration)) return [];
  const { registrationId: holder, delegationId, role } = registration;
  const person = { key: personKey(registration), entity: "person", failure: "already-registered", holder } as const;
  if (delegationId === undefined || role !== "head-of-delegation") return [person];
  return [person, { key: keys.head(delegationId), entity: "head", failure: "second-head", holder }];
}

/**
 * Derives the writes that set, remove or transfer constraints: `constraints(after) − constraints(before)` over all
 * registrations of the change.
 */
export function deriveConstraintWrites(
  table: Table,
  { registrations }: Pick<Change, "registrations">,
): Write<ConstraintFailure>[] {
  const byKey = (constraints: readonly UniquenessConstraint[]) =>
    new Map(constraints.map((each) => [each.key.PK + each.key.SK, each]));
  const before = byKey(registrations.flatMap((each) => listConstraints(each.before)));
  const after = byKey(registrations.flatMap((each) => listConstraints(each.after)));
  const removed = [...before].filter(([key]) => !after.has(key)).map(([, each]) => removeConstraint(table, each));
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
): Write<ConstraintFailure> => ({
  item: {
    Put: {
      TableName: name,
      Item: { ...keyOf(key), entity: S(entity), registrationId: S(holder) },
      ConditionExpression: "attribute_not_exists(PK)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  },
  otherwise: failure,
});

const ifHeldBy = (holder: string) => ({
  ConditionExpression: "registrationId = :holder",
  ExpressionAttributeValues: { ":holder": S(holder) },
});

const removeConstraint = ({ name }: Table, { key, holder }: UniquenessConstraint): Write<ConstraintFailure> => ({
  item: { Delete: { TableName: name, Key: keyOf(key), ...ifHeldBy(holder) } },
  otherwise: "changed-meanwhile",
});

function transferConstraint(
  { name }: Table,
  { key, holder }: UniquenessConstraint,
  next: UniquenessConstraint,
): Write<ConstraintFailure> {
  const { ConditionExpression, ExpressionAttributeValues } = ifHeldBy(holder);
  const values: Item = { ...ExpressionAttributeValues, ":next": S(next.holder) };
  const Update = {
    TableName: name,
    Key: keyOf(key),
    UpdateExpression: "SET registrationId = :next",
    ConditionExpression,
    ExpressionAttributeValues: values,
  };
  return { item: { Update }, otherwise: "changed-meanwhile" };
}
