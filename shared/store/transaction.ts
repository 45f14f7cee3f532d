import { setTimeout as sleep } from "node:timers/promises";
import {
  type CancellationReason,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { Refusal } from "#shared/domain/refusal.ts";
import { type Item, isOutage, type Table } from "./table.ts";

/** One write of a transaction, and the meaning of its failed condition. */
export interface Write<Failure extends string> {
  readonly item: TransactWriteItem;
  readonly otherwise: Failure;
}

/** A failed condition: its meaning, and the item as it was found, if the write asked for it. */
export interface FailedCondition<Failure extends string> {
  readonly failed: Failure;
  readonly found: Item | undefined;
}

/** The time by which a response is due, in ms of `Date.now()`. */
export type Deadline = number;

const transient = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

/** The longest pause before the next attempt, in ms. The n-th pause is random, with a bound that doubles each time. */
const maxPauseMs = 400;

const pause = (attempt: number) => sleep(Math.random() * Math.min(maxPauseMs, 8 * 2 ** attempt));

/** Creates the writes of the next attempt, from the indexes of the writes that had a conflict or a throttle in the last. */
export type CreateWrites<Failure extends string> = (conflicts: readonly number[]) => readonly Write<Failure>[];

/**
 * Writes all items or none. A conflict, a throttle or a missing response is tried again with full jitter until the
 * deadline, with the same writes or with new ones. If several conditions fail, the first in the order of the writes is
 * reported.
 * @throws Refusal `too-busy` at the deadline
 */
export async function writeAll<Failure extends string>(
  { client }: Table,
  next: readonly Write<Failure>[] | CreateWrites<Failure>,
  deadline: Deadline,
): Promise<FailedCondition<Failure> | undefined> {
  let conflicts: readonly number[] = [];
  for (let attempt = 0; ; attempt += 1) {
    const writes = typeof next === "function" ? next(conflicts) : next;
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: writes.map(({ item }) => item) }));
      return undefined;
    } catch (error) {
      const failed = findFailedCondition(error, writes);
      if (failed) return failed;
      if (!isTransient(error)) throw error;
      conflicts = listConflicts(error);
    }
    if (Date.now() >= deadline) throw new Refusal("too-busy");
    await pause(attempt);
  }
}

function findFailedCondition<Failure extends string>(error: unknown, writes: readonly Write<Failure>[]) {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const reasons: readonly CancellationReason[] = error.CancellationReasons ?? [];
  const index = reasons.findIndex(({ Code }) => Code === "ConditionalCheckFailed");
  const write = writes[index];
  return write && { failed: write.otherwise, found: reasons[index]?.Item };
}

const isTransientReason = ({ Code }: CancellationReason) => transient.has(Code ?? "");

function listConflicts(error: unknown): number[] {
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  return reasons.flatMap((reason, index) => (isTransientReason(reason) ? [index] : []));
}

/**
 * Whether another attempt may succeed: every reason is a conflict or a throttle; or there was no valid response. In the
 * second case the transaction may have been written, and the next attempt finds its journal item.
 */
function isTransient(error: unknown): boolean {
  if (error instanceof TransactionCanceledException) {
    const reasons = (error.CancellationReasons ?? []).filter(({ Code }) => Code !== undefined && Code !== "None");
    return reasons.length > 0 && reasons.every(isTransientReason);
  }
  return isOutage(error);
}
