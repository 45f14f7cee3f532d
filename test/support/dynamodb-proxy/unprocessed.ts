import { type CallInput, type ItemAccess, type ProxyCall, pickItemIndex } from "./call.ts";
import type { ProxyAnswer } from "./proxy-answer.ts";

/** A batch without one of its items, which is over its rate. */
export interface ShortenedBatch {
  readonly input: CallInput;
  readonly answer: (answer: ProxyAnswer) => ProxyAnswer;
}

/** Takes out the item that `where` points at; the answer names it as unprocessed. */
export function removeOneItem(call: ProxyCall, where: number): ShortenedBatch {
  const held = call.accesses[pickItemIndex(call, where)] as ItemAccess;
  const asked = call.input.RequestItems ?? {};
  const batch = asked[held.table] ?? {};
  const isRead = "Keys" in batch;
  const entries = isRead ? (batch.Keys ?? []) : (batch as readonly unknown[]);
  const index = call.accesses.filter(({ table }) => table === held.table).indexOf(held);
  const wrap = (list: readonly unknown[]) => (isRead ? { ...batch, Keys: list } : list);
  const { [held.table]: _shortened, ...others } = asked;
  const rest = entries.length > 1 ? { [held.table]: wrap(entries.toSpliced(index, 1)) } : {};
  const unprocessed = { [held.table]: wrap([entries[index]]) };
  return {
    input: { ...call.input, RequestItems: { ...others, ...rest } as NonNullable<CallInput["RequestItems"]> },
    answer: (answer) => (answer.status === 200 ? addUnprocessed(answer, isRead, unprocessed) : answer),
  };
}

function addUnprocessed(answer: ProxyAnswer, isRead: boolean, unprocessed: object): ProxyAnswer {
  const body = {
    ...JSON.parse(answer.body.toString()),
    [isRead ? "UnprocessedKeys" : "UnprocessedItems"]: unprocessed,
  };
  return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}
