import { type Call, type Input, indexAt, type Touch } from "./call.ts";
import type { Answer } from "./http.ts";

/** A batch without one of its items, which is over its rate. */
export interface Shortened {
  readonly input: Input;
  readonly answer: (answer: Answer) => Answer;
}

/** Takes out the item that `where` points at; the answer names it as unprocessed. */
export function holdBack(call: Call, where: number): Shortened {
  const held = call.touches[indexAt(call, where)] as Touch;
  const asked = call.input.RequestItems ?? {};
  const batch = asked[held.table] ?? {};
  const isRead = "Keys" in batch;
  const entries = isRead ? (batch.Keys ?? []) : (batch as readonly unknown[]);
  const index = call.touches.filter(({ table }) => table === held.table).indexOf(held);
  const wrap = (list: readonly unknown[]) => (isRead ? { ...batch, Keys: list } : list);
  const { [held.table]: _shortened, ...others } = asked;
  const rest = entries.length > 1 ? { [held.table]: wrap(entries.toSpliced(index, 1)) } : {};
  const unprocessed = { [held.table]: wrap([entries[index]]) };
  return {
    input: { ...call.input, RequestItems: { ...others, ...rest } as NonNullable<Input["RequestItems"]> },
    answer: (answer) => (answer.status === 200 ? withUnprocessed(answer, isRead, unprocessed) : answer),
  };
}

function withUnprocessed(answer: Answer, isRead: boolean, unprocessed: object): Answer {
  const body = {
    ...JSON.parse(answer.body.toString()),
    [isRead ? "UnprocessedKeys" : "UnprocessedItems"]: unprocessed,
  };
  return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}
