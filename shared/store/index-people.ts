import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { Likeness } from "#shared/domain/same-person.ts";
import { rowKeys } from "./beside.ts";
import { foundKeys, traitsOf } from "./found-item.ts";
import { digestOf } from "./ids.ts";
import { type Key, keys } from "./keys.ts";
import { registrationOf } from "./registrations.ts";
import { getItems, type Item, keyOf, list, N, number, S, type Table, text } from "./table.ts";
import { type Deadline, type Write, writeAll } from "./transaction.ts";
import { update } from "./update.ts";

/** Most who may be the same person as one: a name that more have in common says nothing. */
const mostAlike = 20;

/** What is known of a registration, and the rows under which it is found now. */
interface Standing {
  readonly registration: Registration | undefined;
  readonly found: Item | undefined;
}

async function loadStanding(table: Table, registrationId: string): Promise<Standing> {
  const items = await getItems(table, [keys.registration(registrationId), keys.found(registrationId)]);
  const find = (entity: string) => items.find((item) => item["entity"]?.S === entity);
  const registration = find("registration");
  return { registration: registration && registrationOf(registration), found: find("found") };
}

const wantedKeys = (registration: Registration | undefined): Key[] => (registration ? foundKeys(registration) : []);

/** What the rows are made from, as a text that tells whether they must be made anew. */
const digestOfKeys = (wanted: readonly Key[]): string => digestOf(...wanted.map(({ PK, SK }) => `${PK} ${SK}`));

/**
 * Writes the rows under which a registration is found, and takes back those of a name or an address it has no more; then
 * notes who may be the same person, with both. Whoever comes second of two at the same time finds the first, for each
 * looks only when their own rows stand. May be called at any time, and again.
 * @throws Refusal `too-busy` at the deadline
 */
export async function indexPerson(table: Table, registrationId: string, deadline: Deadline): Promise<void> {
  do {
    const { registration, found } = await loadStanding(table, registrationId);
    const wanted = wantedKeys(registration);
    const digest = digestOfKeys(wanted);
    if (wanted.length === 0 && !found) return;
    if (found?.["of"]?.S !== digest && !(await writeRows(table, registrationId, found, wanted, digest, deadline)))
      continue;
    if (registration && found?.["alikeOf"]?.S !== digest) await noteAlike(table, registration, digest);
    return;
  } while (Date.now() < deadline);
  throw new Refusal("too-busy");
}

/** Whether the rows of a registration are as they should be, by what the table holds of both. */
export async function isIndexed(table: Table, registrationId: string): Promise<boolean> {
  const { registration, found } = await loadStanding(table, registrationId);
  const wanted = wantedKeys(registration);
  if (wanted.length === 0 && !found) return true;
  const digest = digestOfKeys(wanted);
  return found?.["of"]?.S === digest && found["alikeOf"]?.S === digest;
}

/** All rows in one transaction. @returns not, when somebody else was quicker */
async function writeRows(
  { client, name }: Table,
  registrationId: string,
  found: Item | undefined,
  wanted: readonly Key[],
  digest: string,
  deadline: Deadline,
): Promise<boolean> {
  const nameOf = ({ PK, SK }: Key) => `${PK} ${SK}`;
  const [had, has] = [rowKeys(found), new Set(wanted.map(nameOf))];
  const kept = new Set(had.map(nameOf));
  const gone = had.filter((key) => !has.has(nameOf(key)));
  const come = wanted.filter((key) => !kept.has(nameOf(key)));
  const writes: Write<"changed">[] = [
    foundRow(name, registrationId, found, wanted, digest),
    ...gone.map((key) => ({ Delete: { TableName: name, Key: keyOf(key) } })),
    ...come.map((key) => ({ Put: { TableName: name, Item: rowOf(key, registrationId) } })),
  ].map((item) => ({ item, otherwise: "changed" }));
  return (await writeAll({ client, name }, writes, deadline)) === undefined;
}

const rowOf = (key: Key, registrationId: string): Item => ({
  ...keyOf(key),
  entity: S(key.PK.startsWith("WORD#") ? "word" : "alike"),
  registrationId: S(registrationId),
});

/** The registration's list of its rows: only who has seen its latest state writes the next. */
function foundRow(
  TableName: string,
  registrationId: string,
  found: Item | undefined,
  wanted: readonly Key[],
  digest: string,
): TransactWriteItem {
  const Key = keyOf(keys.found(registrationId));
  const revision = found ? number(found, "revision") : 0;
  const ConditionExpression = found ? "revision = :seen" : "attribute_not_exists(PK) AND revision <> :seen";
  const values: Item = { ":seen": N(revision) };
  if (wanted.length === 0)
    return { Delete: { TableName, Key, ConditionExpression, ExpressionAttributeValues: values } };
  const Update = {
    TableName,
    Key,
    UpdateExpression: "SET entity = :found, registrationId = :id, revision = :next, #of = :digest, #data = :keys",
    ConditionExpression,
    ExpressionAttributeNames: { "#of": "of", "#data": "data" },
    ExpressionAttributeValues: {
      ...values,
      ":found": S("found"),
      ":id": S(registrationId),
      ":next": N(revision + 1),
      ":digest": S(digest),
      ":keys": S(JSON.stringify(wanted)),
    },
  };
  return { Update };
}

/**
 * How many others may have each trait. A passport or a day of birth that more have in common names some of them; a name
 * and a country that more have in common say nothing, and name nobody.
 */
const mostOthers = {
  passport: mostAlike,
  address: mostAlike,
  "name-and-birth-date": mostAlike,
  "name-and-nationality": 10,
} as const satisfies Record<Likeness, number>;

/** Who has a trait in common, by the rows, read consistently. */
export async function alikeIds(table: Table, registration: Registration): Promise<string[]> {
  const traits = Object.entries(traitsOf(registration)) as [Likeness, string][];
  const ids = await Promise.all(traits.map(([kind, digest]) => othersWith(table, registration, kind, digest)));
  return [...new Set(ids.flat())].slice(0, mostAlike);
}

async function othersWith(
  table: Table,
  { conferenceId, registrationId }: Registration,
  kind: Likeness,
  digest: string,
): Promise<string[]> {
  const { PK: partition } = keys.alike(conferenceId, kind, digest, "");
  const { items } = await list(table, { partition, limit: mostOthers[kind] + 2, consistent: true });
  const others = items.map((item) => text(item, "SK")).filter((id) => id !== registrationId);
  return kind === "name-and-nationality" && others.length > mostOthers[kind] ? [] : others;
}

/** With each of them first, then with oneself: a run that breaks off in between begins anew. */
async function noteAlike(table: Table, registration: Registration, digest: string): Promise<void> {
  const { registrationId } = registration;
  const others = await alikeIds(table, registration);
  for (const other of others) await addAlike(table, other, [registrationId]);
  if (others.length > 0) await addAlike(table, registrationId, others);
  await update(table, keys.found(registrationId), {
    expression: "SET alikeOf = :digest",
    condition: "#of = :digest",
    names: { "#of": "of" },
    values: { ":digest": S(digest) },
  });
}

const addAlike = (table: Table, registrationId: string, others: readonly string[]) =>
  update(table, keys.found(registrationId), {
    expression: "ADD alike :others",
    condition: "attribute_exists(PK) AND (attribute_not_exists(alike) OR size(alike) < :most)",
    values: { ":others": { SS: [...others] }, ":most": N(mostAlike) },
  });
