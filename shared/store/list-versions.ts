import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import { type Snapshot, snapshotOf } from "#shared/domain/participants/snapshot.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { loadDelegations } from "./delegations.ts";
import { keys } from "./keys.ts";
import { listRegistrations } from "./registrations.ts";
import { getItem, type Item, keyOf, listAll, N, number, S, type Table, text } from "./table.ts";
import { type Deadline, writeAll } from "./transaction.ts";

/** A version of a conference's list of participants that was kept; its content lies in the bucket. */
export interface ListVersion {
  /** From 1. */
  readonly version: number;
  readonly status: "draft" | "final";
  readonly at: string;
  readonly by: string;
  /** Under which its content is found. */
  readonly contentId: string;
  readonly named: number;
  readonly unnamed: number;
  /** The request that kept it, if it came with a key. */
  readonly idempotency?: IdempotencyRecord;
}

/** The list as the rows have it. Who is confirmed follows the index, which may lag by a second. */
export async function readSnapshotOfRows(table: Table, conferenceId: string, asOf: string): Promise<Snapshot> {
  const filter = { accreditation: "approved", seat: "held" } as const;
  const { registrations } = await listRegistrations(table, conferenceId, filter, undefined, Number.MAX_SAFE_INTEGER);
  const ids = registrations.flatMap(({ delegationId }) => delegationId ?? []);
  return snapshotOf(registrations, await loadDelegations(table, ids), asOf);
}

/** All versions of a conference's list, the first first. */
export async function listVersions(table: Table, conferenceId: string): Promise<ListVersion[]> {
  const rows = listAll(table, { partition: keys.listVersion(conferenceId, 0).PK, consistent: true });
  return Array.fromAsync(rows, versionOf);
}

/** One version. @throws Refusal `not-found` */
export async function loadVersion(table: Table, conferenceId: string, version: number): Promise<ListVersion> {
  const item = await getItem(table, keys.listVersion(conferenceId, version));
  if (!item) throw new Refusal("not-found");
  return versionOf(item);
}

/**
 * Keeps a version under the next number; for a request that came before under the same key, it is the one kept then.
 * @throws Refusal `idempotency-key-reused`; `too-busy` at the deadline
 */
export async function keepVersion(
  table: Table,
  conferenceId: string,
  wanted: Omit<ListVersion, "version">,
  deadline: Deadline,
): Promise<ListVersion> {
  while (Date.now() < deadline) {
    const versions = await listVersions(table, conferenceId);
    const same = versions.find((each) => isSameRequest(each, wanted));
    if (same) return same;
    const next = { ...wanted, version: (versions.at(-1)?.version ?? 0) + 1 };
    const Put = {
      TableName: table.name,
      Item: versionItem(conferenceId, next),
      ConditionExpression: "attribute_not_exists(PK)",
    };
    const failure = await writeAll(table, [{ item: { Put }, otherwise: "number-taken" as const }], deadline);
    if (!failure) return next;
  }
  throw new Refusal("too-busy");
}

/** @throws Refusal `idempotency-key-reused` for another request under the same key */
function isSameRequest({ contentId, idempotency }: ListVersion, wanted: Omit<ListVersion, "version">): boolean {
  const isSameKey = idempotency !== undefined && idempotency.changeId === wanted.idempotency?.changeId;
  if (isSameKey && idempotency.requestDigest !== wanted.idempotency?.requestDigest) {
    throw new Refusal("idempotency-key-reused");
  }
  // An answer that got lost, and was asked for again, finds what was written the first time.
  return isSameKey || contentId === wanted.contentId;
}

const versionItem = (conferenceId: string, { version, ...data }: ListVersion): Item => ({
  ...keyOf(keys.listVersion(conferenceId, version)),
  entity: S("list-version"),
  version: N(version),
  data: S(JSON.stringify(data)),
});

const versionOf = (item: Item): ListVersion => ({
  ...(JSON.parse(text(item, "data")) as Omit<ListVersion, "version">),
  version: number(item, "version"),
});
