import { isDeepStrictEqual } from "node:util";
import { addUnlimitedPools } from "#shared/capacity/capacity-snapshot.ts";
import { listOccupiedPools } from "#shared/capacity/seats.rules.ts";
import { planRebalancing } from "#shared/capacity/shards.rules.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { type Key, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { assertSound, batchGetItems, getItem, getNumber, type Item, readSound } from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isDelegationPool, type PoolName, type Shard } from "#shared/model/seat.ts";
import { describeFault } from "../print.ts";
import { rebuildSearchEntry, rebuildStatistics } from "../rebuild/rebuild.ts";
import type { Mend, RowFinding } from "./finding.ts";
import { deleteExtraRow, recordRepair, toRepairChange, writeDerivedRow, writePool } from "./repair.repository.ts";
import { countHolders, countPlannedShards, listCountedShards } from "./seat-allocations.ts";
import { mendableRegistration } from "./stored-rows.contract.ts";
import { type ConferenceRows, isPoolRowSound, loadConferenceRows, toOwnKey } from "./stored-rows.ts";
import { verifyOnce } from "./verify-counters.ts";
import { listPoolPlans } from "./verify-pools.ts";

/** What became of one difference. */
export interface RepairResult {
  readonly text: string;
  /** Why it was not mended; absent if it was. */
  readonly refusal?: string;
}

/** How long one mend is tried, in ms. */
const mendTimeoutMs = 10_000;

/** A mend may show what another one hid, such as seats that the counters then give back. */
const maxRounds = 4;

/** Counters first: the committer, which mends allocations, relies on them. */
const mendOrder: readonly Mend["kind"][] = ["pool", "allocation", "derived-row", "extra-row", "search", "statistics"];

/**
 * Mends the differences of a conference, with the rows as the truth, while the system runs. Each mend checks again what
 * it depends on, gives no seat above a limit, and adds an entry to the history.
 * @param kinds the mends to make; all by default
 */
export async function repairConference(
  store: CommandStore,
  conferenceId: string,
  kinds: readonly Mend["kind"][] = mendOrder,
): Promise<RepairResult[]> {
  const mended = new Map<string, RepairResult>();
  for (let round = 0; round < maxRounds; round += 1) {
    const report = await verifyOnce(store, conferenceId);
    const findings = report.findings.filter(({ mend }) => !mend || kinds.includes(mend.kind));
    const refused = findings.filter(({ mend }) => !mend).map(({ text, refusal = "" }) => ({ text, refusal }));
    const found = findings.filter(({ mend }) => mend);
    if (found.length === 0 || round === maxRounds - 1) {
      const failed = found.map(({ text }) => ({
        text,
        refusal: mended.get(text)?.refusal ?? "it comes back: repair again",
      }));
      const left = new Set([...failed, ...refused].map(({ text }) => text));
      return [...[...mended.values()].filter(({ text }) => !left.has(text)), ...failed, ...refused];
    }
    const results = await mendAll(store, conferenceId, await confirmRows(store, conferenceId, found));
    for (const result of results) mended.set(result.text, result);
    if (results.length > 0 && results.every(({ refusal }) => refusal !== undefined))
      return [...mended.values(), ...refused];
  }
  return [...mended.values()];
}

/**
 * Leaves out each mend that replaces or deletes a row and that a second scan does not find again. A scan is not of one
 * moment: a row may seem to follow from nothing because its source was written after the scan had read it. A row that
 * has not changed between two scans was there before the second one, and so was what it follows from.
 */
async function confirmRows(store: CommandStore, conferenceId: string, findings: readonly RowFinding[]) {
  const needsSecondScan = ({ kind }: Mend) => kind === "derived-row" || kind === "extra-row";
  if (!findings.some(({ mend }) => mend && needsSecondScan(mend))) return findings;
  const { findings: again } = await verifyOnce(store, conferenceId);
  const confirmed = Map.groupBy(again, ({ mend }) => mend && toSubject(mend));
  return findings.filter(
    ({ mend }) =>
      mend &&
      (!needsSecondScan(mend) || confirmed.get(toSubject(mend))?.some((each) => isDeepStrictEqual(each.mend, mend))),
  );
}

async function mendAll(store: CommandStore, conferenceId: string, findings: readonly RowFinding[]) {
  const results: RepairResult[] = [];
  const done = new Set<string>();
  for (const kind of mendOrder) {
    for (const { text, mend } of findings) {
      if (mend?.kind !== kind) continue;
      const subject = toSubject(mend);
      const refusal = done.has(subject) ? undefined : await tryMend(store, conferenceId, text, mend);
      if (refusal === undefined) done.add(subject);
      results.push(refusal === undefined ? { text } : { text, refusal });
    }
  }
  return results;
}

/** Two differences with the same subject have the same mend. */
function toSubject(mend: Mend): string {
  if (mend.kind === "pool") return `pool ${mend.pool}`;
  if (mend.kind === "statistics") return mend.kind;
  if (mend.kind === "derived-row") return `row ${serializeKey(toOwnKey(mend.item))}`;
  return mend.kind === "extra-row" ? `row ${serializeKey(toOwnKey(mend.seen))}` : `${mend.kind} ${mend.registrationId}`;
}

const changedMeanwhile = "the rows changed meanwhile: repair again";

/** @returns why it could not be mended, or `undefined` */
async function tryMend(
  store: CommandStore,
  conferenceId: string,
  text: string,
  mend: Mend,
): Promise<string | undefined> {
  try {
    return (await executeMend(store, conferenceId, text, mend)) ? undefined : changedMeanwhile;
  } catch (error) {
    if (mend.kind === "allocation" && error instanceof DomainError && error.code === "too-busy")
      return changedMeanwhile;
    return describeFault(error);
  }
}

async function executeMend(store: CommandStore, conferenceId: string, text: string, mend: Mend): Promise<boolean> {
  const deadline = Date.now() + mendTimeoutMs;
  const change = toRepairChange(conferenceId, text, new Date());
  switch (mend.kind) {
    case "pool":
      return repairPool(store, conferenceId, mend.pool, text);
    case "allocation":
      return repairAllocation(store, conferenceId, mend.registrationId, text);
    case "derived-row": {
      const { seen } = mend;
      // The constraint of a person also has the time of the last notice to the owner of the address.
      const item = mend.item["entity"]?.S === "person" ? { ...seen, ...mend.item } : mend.item;
      return writeDerivedRow(store, change, { source: mend.source, item, seen }, deadline);
    }
    case "extra-row":
      return deleteExtraRow(store, change, mend.seen, deadline);
    case "search":
      await rebuildSearchEntry(store, mend.registrationId, deadline);
      return recordRepair(store, change, deadline);
    case "statistics":
      await rebuildStatistics(store, conferenceId);
      return recordRepair(store, change, Date.now() + mendTimeoutMs);
  }
}

/**
 * Names the shards that count the seats of a registration, as the repair of their pools counts them: no seat is taken
 * from a counter. The committer gives back the seats that the registration has too many.
 */
async function repairAllocation(
  store: CommandStore,
  conferenceId: string,
  registrationId: string,
  reason: string,
): Promise<boolean> {
  await executeCommand(store, {
    conferenceId,
    deadline: Date.now() + mendTimeoutMs,
    decide: async ({ conference, shardPlan, shards }) => {
      const item = await getItem(store, keys.registration(registrationId));
      const stored = assertSound(item && readSound<Registration>(item, mendableRegistration));
      const required = listOccupiedPools(conference, stored);
      const counted = await addUnlimitedPools(store, { conference, shardPlan, shards });
      // A seat in a shard that does not exist can't be given back.
      const isKnown = ([pool, shard]: [string, number | undefined]) =>
        required.includes(pool as PoolName) ||
        counted.shards.get(pool as PoolName)?.some((each) => each.shard === shard) === true;
      const all = Object.entries(listCountedShards({ conference, shardPlan }, stored));
      const before = { ...stored, shardAllocations: Object.fromEntries(all.filter(isKnown)) };
      const change = toRepairChange(conferenceId, reason, new Date());
      // The person holds the seat already, so no one on the waiting list comes before.
      return { ...change, registrations: [{ before, after: before }], admission: "waiting-list" };
    },
    answer: () => undefined,
  });
  return true;
}

/** Brings the shards of a pool to the number of their holders, and their limits to that of the pool. */
async function repairPool(store: CommandStore, conferenceId: string, pool: PoolName, reason: string): Promise<boolean> {
  const deadline = Date.now() + mendTimeoutMs;
  do {
    const before = await loadConferenceRows(store, conferenceId);
    const poolKeys = listPoolKeys(before, pool);
    const seen = await readByKey(store, poolKeys);
    const rows = await loadConferenceRows(store, conferenceId);
    const after = await readByKey(store, poolKeys);
    const plan = listPoolPlans(rows).find((each) => each.pool === pool);
    if (!plan || rows.unreadableSources.has("registration") || !isDeepStrictEqual(seen, after)) continue;
    const shards = planShardRepair(rows, pool, seen);
    const hasLedger = !isDelegationPool(pool);
    const repair = { conference: rows.conference, pool, limit: plan.limit, hasLedger, seen, shards };
    const change = toRepairChange(conferenceId, reason, new Date());
    if (await writePool(store, change, repair, deadline)) return true;
  } while (Date.now() < deadline);
  return false;
}

/** The keys of the ledger and of the shards of a pool. */
function listPoolKeys({ conference: { conferenceId }, shardPlan }: ConferenceRows, pool: PoolName): Key[] {
  const planned = Array.from({ length: countPlannedShards(shardPlan, pool) }, (_, shard) => shard);
  return [keys.pool(conferenceId, pool), ...planned.map((shard) => keys.shard(conferenceId, pool, shard))];
}

async function readByKey(store: CommandStore, wanted: readonly Key[]): Promise<ReadonlyMap<string, Item>> {
  const items = new Map((await batchGetItems(store, wanted)).map((item) => [serializeKey(toOwnKey(item)), item]));
  return new Map(
    wanted.flatMap((key) => {
      const item = items.get(serializeKey(key));
      return item ? [[serializeKey(key), item] as const] : [];
    }),
  );
}

/**
 * The shards of a pool as they must be: each counts its holders, and together they have the limit of the pool. If more
 * people hold a seat than the limit has, no shard has a free seat and the pool is closed.
 */
function planShardRepair(rows: ConferenceRows, pool: PoolName, seen: ReadonlyMap<string, Item>): Shard[] {
  const { conferenceId } = rows.conference;
  const plan = listPoolPlans(rows).find((each) => each.pool === pool);
  const holders = countHolders(rows).get(pool);
  const stored = [...seen.values()].filter((item) => item["entity"]?.S === "shard" && isPoolRowSound(item));
  const isOpen = stored.every((item) => item["open"]?.BOOL ?? false);
  const count = countPlannedShards(rows.shardPlan, pool);
  const shards = Array.from({ length: count }, (_, shard): Shard => {
    const item = seen.get(serializeKey(keys.shard(conferenceId, pool, shard)));
    const hasLimit = item && isPoolRowSound(item) && item["limit"];
    return { shard, limit: hasLimit ? getNumber(item, "limit") : 0, taken: holders?.get(shard) ?? 0, open: isOpen };
  });
  const limit = plan?.limit ?? 0;
  if (!Number.isFinite(limit)) return shards.map((each) => ({ ...each, limit, open: true }));
  if (isDelegationPool(pool)) return shards.map((each) => ({ ...each, limit: each.shard === 0 ? limit : 0 }));
  const moves = new Map(planRebalancing(limit, count, shards).map((move) => [move.shard, move]));
  return shards.map((each) => {
    const move = moves.get(each.shard);
    return move ? { ...each, limit: move.to, open: each.open && !move.close } : each;
  });
}
