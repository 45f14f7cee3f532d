import { sum } from "../support/statistics.ts";
import type { MeteredAccess } from "./partition-meter.ts";

/** What one partition key accepts a second. */
export const partitionLimits = { read: 3_000, write: 1_000 } as const;

/** How submissions use the partition keys of one kind. */
export interface PartitionUse {
  /** Such as `POOL` or `index due, OUTBOX`. */
  readonly kind: string;
  /** How many keys of this kind they used. */
  readonly keys: number;
  /** Units of a submission, on all keys of this kind. */
  readonly read: number;
  readonly write: number;
  /** Submissions a second at which a key is at its limit; infinite if each submission has a key of its own. */
  readonly ceiling: number;
}

const toKind = (partition: string) => partition.split("#")[0] ?? "";

const countUnits = (accesses: readonly MeteredAccess[], isCounted: (access: MeteredAccess) => boolean) =>
  sum(accesses.filter(isCounted).map(({ units }) => units));

const isRead = ({ kind }: MeteredAccess) => kind === "consistent read" || kind === "eventual read";

/**
 * The most submissions a second that DynamoDB accepts on the partition keys of each kind, from what some submissions
 * used. Keys of a kind are taken as used alike, because they are chosen at random or by a hash.
 * @returns the kinds, that of the least ceiling first
 */
export function computeCeilings(submissions: readonly (readonly MeteredAccess[])[]): PartitionUse[] {
  const byKind = Map.groupBy(submissions.flat(), ({ partition }) => toKind(partition));
  const uses = [...byKind].map(([kind, accesses]): PartitionUse => {
    const partitions = new Set(accesses.map(({ partition }) => partition));
    const read = countUnits(accesses, isRead) / submissions.length;
    const write = countUnits(accesses, (access) => !isRead(access)) / submissions.length;
    const isShared = [...partitions].some((key) => countUsers(submissions, key) > 1);
    const ceiling = partitions.size * Math.min(partitionLimits.read / read, partitionLimits.write / write);
    return { kind, keys: partitions.size, read, write, ceiling: isShared ? ceiling : Number.POSITIVE_INFINITY };
  });
  return uses.toSorted((a, b) => a.ceiling - b.ceiling);
}

const countUsers = (submissions: readonly (readonly MeteredAccess[])[], key: string) =>
  submissions.filter((accesses) => accesses.some(({ partition }) => partition === key)).length;

/** The keys of the items that every submission reads consistently or checks. */
export function listItemsOfAll(submissions: readonly (readonly MeteredAccess[])[]): string[] {
  const [first = [], ...others] = submissions.map((accesses) =>
    accesses.filter(({ kind }) => kind === "consistent read" || kind === "condition check").map(({ key }) => key),
  );
  return [...new Set(first)].filter((key) => others.every((keys) => keys.includes(key)));
}
