import type { Change, Step } from "#shared/domain/change.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { isLive, type Registration } from "#shared/domain/registration.ts";
import { sameName } from "#shared/domain/text.ts";
import { digestOf } from "./ids.ts";
import { type Key, keys } from "./keys.ts";
import { type Item, keyOf, S, type Table } from "./table.ts";
import type { Write } from "./transaction.ts";

/** What it means when a guard stands in the way. */
export type GuardFailure = "already-registered" | "second-head" | "changed-meanwhile";

interface Guard {
  readonly key: Key;
  readonly entity: "person" | "head";
  readonly taken: GuardFailure;
  /** The registration that holds it. */
  readonly holder: string;
}

/**
 * The guard of a registration's person: the address in small letters; for a member of a delegation without one, the
 * delegation, the name and the day of birth.
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

/** The guard of whoever has that address. */
export const addressKey = (conferenceId: string, email: string): Key =>
  keys.person(conferenceId, digestOf(email.toLowerCase()));

/** The guards of one registration: of its person, and of its delegation's one head. */
function guardsOf(registration: Registration | undefined): Guard[] {
  if (!registration || !isLive(registration)) return [];
  const { registrationId: holder, delegationId, role } = registration;
  const person: Guard = { key: personKey(registration), entity: "person", taken: "already-registered", holder };
  const isHead = delegationId !== undefined && role === "head-of-delegation";
  return isHead ? [person, { key: keys.head(delegationId), entity: "head", taken: "second-head", holder }] : [person];
}

/** The guards that a change sets, lifts or hands on: `guards(after) − guards(before)` over all its steps. */
export function guardWrites(table: Table, steps: readonly Step[]): Write<GuardFailure>[] {
  const byKey = (guards: readonly Guard[]) => new Map(guards.map((guard) => [guard.key.PK + guard.key.SK, guard]));
  const before = byKey(steps.flatMap((step) => guardsOf(step.before)));
  const after = byKey(steps.flatMap((step) => guardsOf(step.after)));
  const lifted = [...before].filter(([key]) => !after.has(key)).map(([, guard]) => lift(table, guard));
  const set = [...after].flatMap(([key, guard]) => {
    const earlier = before.get(key);
    if (!earlier) return [put(table, guard)];
    return earlier.holder === guard.holder ? [] : [handOn(table, earlier, guard)];
  });
  return [...lifted, ...set];
}

const put = ({ name }: Table, { key, entity, holder, taken }: Guard): Write<GuardFailure> => ({
  item: {
    Put: {
      TableName: name,
      Item: { ...keyOf(key), entity: S(entity), registrationId: S(holder) },
      ConditionExpression: "attribute_not_exists(PK)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  },
  otherwise: taken,
});

const heldBy = (holder: string) => ({
  ConditionExpression: "registrationId = :holder",
  ExpressionAttributeValues: { ":holder": S(holder) },
});

const lift = ({ name }: Table, { key, holder }: Guard): Write<GuardFailure> => ({
  item: { Delete: { TableName: name, Key: keyOf(key), ...heldBy(holder) } },
  otherwise: "changed-meanwhile",
});

function handOn({ name }: Table, { key, holder }: Guard, next: Guard): Write<GuardFailure> {
  const { ConditionExpression, ExpressionAttributeValues } = heldBy(holder);
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

/** The key under which a focal point's delegations are found. */
const focalPointKey = (conferenceId: string, email: string, delegationId: string): Key =>
  keys.focalPoint(conferenceId, digestOf(email.toLowerCase()), delegationId);

/** The rows under which the delegation's focal points find it. */
export function focalPointWrites(
  { name }: Table,
  { delegation }: Pick<Change, "delegation">,
): Write<"changed-meanwhile">[] {
  if (!delegation) return [];
  const keysOf = (one: Delegation | undefined) =>
    new Map(
      (one?.focalPoints ?? []).map((email) => {
        const key = focalPointKey(one?.conferenceId ?? "", email, one?.delegationId ?? "");
        return [key.PK, key];
      }),
    );
  const [before, after] = [keysOf(delegation.before), keysOf(delegation.after)];
  const { delegationId } = delegation.after;
  const gone = [...before.values()].filter(({ PK }) => !after.has(PK));
  const come = [...after.values()].filter(({ PK }) => !before.has(PK));
  return [
    ...gone.map((key) => ({
      item: { Delete: { TableName: name, Key: keyOf(key) } },
      otherwise: "changed-meanwhile" as const,
    })),
    ...come.map((key) => ({
      item: {
        Put: { TableName: name, Item: { ...keyOf(key), entity: S("focal-point"), delegationId: S(delegationId) } },
      },
      otherwise: "changed-meanwhile" as const,
    })),
  ];
}
