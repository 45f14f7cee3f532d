import {
  type Cell,
  type Counted,
  cellsOfOne,
  countedOf,
  type Standing,
  type Tally,
  tallyOf,
  withoutZeros,
} from "#shared/domain/composition.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { statisticsOf } from "#shared/domain/statistics.ts";
import { type Seated, seatedOf } from "#shared/domain/targets.ts";
import { keys } from "./keys.ts";
import { loadRegistrations } from "./registrations.ts";
import { getItems, type Item, keyOf, listAll, N, number, S, type Table, text } from "./table.ts";
import { type Deadline, type Write, writeAll } from "./transaction.ts";

/** As what a registration was last counted, and in which version. */
export interface CountedRow extends Counted {
  readonly registrationId: string;
  readonly version: number;
}

/** @throws Error for an item that isn't such a row */
export const countedRowOf = (item: Item): CountedRow => ({
  registrationId: text(item, "registrationId"),
  version: number(item, "version"),
  ...(JSON.parse(text(item, "data")) as Counted),
});

/**
 * How many are counted at once: with as many cells as they can be in before and after, all fits into one transaction
 * of 100 writes.
 */
const together = Math.floor(100 / (1 + 2 * cellsOfOne));

/**
 * Counts registrations as the table has them now. Each row is counted together with the note of its version, so that
 * what comes twice, late or out of order changes nothing; of one that is gone the counts stay, and nothing else.
 * @throws Refusal `too-busy` at the deadline
 */
export async function countRegistrations(
  table: Table,
  conferenceId: string,
  ids: readonly string[],
  deadline: Deadline,
): Promise<void> {
  const distinct = [...new Set(ids)];
  for (let begin = 0; begin < distinct.length; begin += together) {
    await countSome(table, conferenceId, distinct.slice(begin, begin + together), deadline);
  }
}

async function countSome(table: Table, conferenceId: string, ids: readonly string[], deadline: Deadline) {
  for (;;) {
    const moves = await movesOf(table, ids);
    if (moves.length === 0) return;
    const failure = await writeAll(table, writesOf(table, conferenceId, moves), deadline);
    if (!failure) return;
    if (Date.now() >= deadline) throw new Refusal("too-busy");
  }
}

/** One registration that has changed since it was counted, or is gone. */
interface Move {
  readonly registrationId: string;
  readonly before?: CountedRow | undefined;
  readonly after?: CountedRow | undefined;
}

async function movesOf(table: Table, ids: readonly string[]): Promise<Move[]> {
  const [items, registrations] = await Promise.all([
    getItems(table, ids.map(keys.counted)),
    loadRegistrations(table, ids),
  ]);
  const counted = new Map(items.map(countedRowOf).map((row) => [row.registrationId, row]));
  return ids.flatMap((registrationId): Move[] => {
    const [before, registration] = [counted.get(registrationId), registrations.get(registrationId)];
    if (!registration || registration.erasure?.doneAt) return before ? [{ registrationId, before }] : [];
    if (before && before.version >= registration.version) return [];
    return [
      { registrationId, before, after: { registrationId, version: registration.version, ...countedOf(registration) } },
    ];
  });
}

function writesOf(table: Table, conferenceId: string, moves: readonly Move[]): Write<"counted">[] {
  const present = tallyOf(moves.filter(({ after }) => after));
  const gone = tallyOf(moves.flatMap(({ before, after }) => (after || !before ? [] : [{ after: before }])));
  const cells = new Set([...present.keys(), ...gone.keys()]);
  return [
    ...moves.map((move) => countedWrite(table, move)),
    ...[...cells].map((cell) => tallyWrite(table, conferenceId, cell, { present, gone })),
  ];
}

/** Its note moves on only from what was read: two who count at a time never both count. */
function countedWrite({ name }: Table, { registrationId, before, after }: Move): Write<"counted"> {
  const Key = keyOf(keys.counted(registrationId));
  const condition = before
    ? { ConditionExpression: "version = :was", ExpressionAttributeValues: { ":was": N(before.version) } }
    : { ConditionExpression: "attribute_not_exists(PK)" };
  if (!after) return { item: { Delete: { TableName: name, Key, ...condition } }, otherwise: "counted" };
  const { standing, facets } = after;
  const Item = {
    ...Key,
    entity: S("counted"),
    registrationId: S(registrationId),
    version: N(after.version),
    data: S(JSON.stringify({ standing, facets })),
  };
  return { item: { Put: { TableName: name, Item, ...condition } }, otherwise: "counted" };
}

/** Of registrations that are gone the counts stay; how many they are is kept beside, so that the rows still prove the rest. */
const goneMark = "gone ";

function tallyWrite(
  { name }: Table,
  conferenceId: string,
  cell: Cell,
  { present, gone }: { readonly present: Tally; readonly gone: Tally },
): Write<"counted"> {
  const changes = [
    ...(present.get(cell) ?? []),
    ...[...(gone.get(cell) ?? [])].map(([standing, n]) => [goneMark + standing, n] as const),
  ];
  const Update = {
    TableName: name,
    Key: keyOf(keys.tally(conferenceId, cell)),
    UpdateExpression: `SET entity = :entity ADD ${changes.map((_, index) => `#s${index} :n${index}`).join(", ")}`,
    ExpressionAttributeNames: Object.fromEntries(changes.map(([standing], index) => [`#s${index}`, standing])),
    ExpressionAttributeValues: {
      ":entity": S("composition"),
      ...Object.fromEntries(changes.map(([, n], index) => [`:n${index}`, N(n)])),
    },
  };
  return { item: { Update }, otherwise: "counted" };
}

/** The counts of a conference: of all, and of those among them whose registration is gone. */
export interface Counts {
  readonly all: Tally;
  readonly gone: Tally;
}

/** The counts as the stream has brought them so far: a few seconds behind. */
export async function readCounts(table: Table, conferenceId: string): Promise<Counts> {
  const rows = listAll(table, { partition: keys.tally(conferenceId, "").PK, consistent: true });
  const items = await Array.fromAsync(rows, (item) => [text(item, "SK") as Cell, standingsOf(item)] as const);
  const tallyFrom = (which: (name: string) => boolean) =>
    withoutZeros(
      new Map(
        items.map(([cell, standings]) => [
          cell,
          new Map(
            standings
              .filter(([name]) => which(name))
              .map(([name, n]) => [name.replace(goneMark, "") as Standing, n] as const),
          ),
        ]),
      ),
    );
  const isGone = (name: string) => name.startsWith(goneMark);
  return { all: tallyFrom((name) => !isGone(name)), gone: tallyFrom(isGone) };
}

/** Who is seated, by what the targets are about. */
export const readSeated = async (table: Table, conferenceId: string): Promise<Seated> =>
  seatedOf(statisticsOf((await readCounts(table, conferenceId)).all));

/** In the order of their names: the table gives attributes in any. */
const standingsOf = (item: Item): [string, number][] =>
  Object.entries(item)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { N: n }]) => (n === undefined ? [] : [[name, Number(n)] as [string, number]]));
