import { setTimeout as sleep } from "node:timers/promises";
import {
  type CancellationReason,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { Refusal } from "#shared/domain/refusal.ts";
import { isOutage } from "./outage.ts";
import type { Item, Table } from "./table.ts";

/** One write of a transaction, and what it means when its condition fails. */
export interface Write<Failure extends string> {
  readonly item: TransactWriteItem;
  readonly otherwise: Failure;
}

/** A condition that failed: which of the named ones, and the item as it was found. */
export interface FailedCondition<Failure extends string> {
  readonly failed: Failure;
  readonly found: Item | undefined;
}

/** By when the answer must be there: milliseconds of `Date.now()`. */
export type Deadline = number;

const transient = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

/** The longest pause before the next try, in ms; the n-th pause is random between 0 and twice the one before. */
const longestPause = 400;

const pause = (attempt: number) => sleep(Math.random() * Math.min(longestPause, 8 * 2 ** attempt));

/** The writes of the next try, given which writes of the last one met another transaction, by their index. */
export type Draw<Failure extends string> = (met: readonly number[]) => readonly Write<Failure>[];

/**
 * All writes, or none, the same at each try or drawn anew. A conflict or a throttle is tried again with full jitter until the deadline; a failed
 * condition comes back by its name. When several failed, the first in the order of `writes` is the answer.
 * @throws Refusal `too-busy` when the deadline comes first
 */
export async function writeAll<Failure extends string>(
  { client }: Table,
  draw: readonly Write<Failure>[] | Draw<Failure>,
  deadline: Deadline,
): Promise<FailedCondition<Failure> | undefined> {
  let met: readonly number[] = [];
  for (let attempt = 0; ; attempt += 1) {
    const writes = typeof draw === "function" ? draw(met) : draw;
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: writes.map(({ item }) => item) }));
      return undefined;
    } catch (error) {
      const failed = failedCondition(error, writes);
      if (failed) return failed;
      if (!isTransient(error)) throw error;
      met = metBy(error);
    }
    if (Date.now() >= deadline) throw new Refusal("too-busy");
    await pause(attempt);
  }
}

function failedCondition<Failure extends string>(error: unknown, writes: readonly Write<Failure>[]) {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const reasons: readonly CancellationReason[] = error.CancellationReasons ?? [];
  const index = reasons.findIndex(({ Code }) => Code === "ConditionalCheckFailed");
  const write = writes[index];
  return write && { failed: write.otherwise, found: reasons[index]?.Item };
}

const isMet = ({ Code }: CancellationReason) => transient.has(Code ?? "");

function metBy(error: unknown): number[] {
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  return reasons.flatMap((reason, index) => (isMet(reason) ? [index] : []));
}

/**
 * Worth another try: every reason that isn't `None` is a conflict or a throttle; or there was no answer, or a broken one,
 * and the write may have happened: its journal item tells the next try.
 */
function isTransient(error: unknown): boolean {
  if (error instanceof TransactionCanceledException) {
    const reasons = (error.CancellationReasons ?? []).filter(({ Code }) => Code !== undefined && Code !== "None");
    return reasons.length > 0 && reasons.every(isMet);
  }
  return isOutage(error);
}
