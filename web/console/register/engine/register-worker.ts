import type { ColumnSpec } from "./column-index.ts";
import type { NumberedPage } from "./numbered-page.ts";
import {
  type CountQuery,
  type CountResult,
  RegisterEngine,
  type RegisterQuery,
  type RegisterResult,
} from "./register-engine.ts";

/** What the page tells the worker. */
export type RegisterMessage =
  | { readonly kind: "start"; readonly specs: readonly ColumnSpec[]; readonly language: string }
  | { readonly kind: "apply"; readonly page: NumberedPage }
  | RegisterQuestion;

/** What the page asks the worker: which rows to show, or how many rows each of some queries finds. */
export type RegisterQuestion =
  | { readonly kind: "run"; readonly query: RegisterQuery }
  | { readonly kind: "count"; readonly queries: readonly CountQuery[] };

/** The answer to `run`: the query, and what it found. */
export interface RegisterAnswer {
  readonly query: RegisterQuery;
  readonly result: RegisterResult;
}

/** The answer to `count`: the queries, and what each found. */
export interface CountAnswer {
  readonly queries: readonly CountQuery[];
  readonly results: readonly CountResult[];
}

/** What a worker is: the types of the page do not have it. */
interface WorkerScope {
  postMessage(answer: RegisterAnswer | CountAnswer, transfer: readonly Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<RegisterMessage>) => void): void;
}
const scope = globalThis as unknown as WorkerScope;

/*
 * Keeps a copy of the rows, so that no query blocks the page. The copy is gone with the page's session: the page ends the
 * worker.
 */
let engine: RegisterEngine | undefined;
let preparation: Generator<void> | undefined;

/** Prepares one column, then lets a message through. */
function prepareNext(): void {
  if (preparation?.next().done === false) setTimeout(prepareNext);
  else preparation = undefined;
}

function prepareLater(): void {
  const isRunning = preparation !== undefined;
  preparation = engine?.prepare();
  if (!isRunning) setTimeout(prepareNext);
}

scope.addEventListener("message", ({ data }) => {
  if (data.kind === "start") engine = new RegisterEngine(data.specs, data.language);
  else if (data.kind === "apply") {
    engine?.apply(data.page);
    prepareLater();
  } else if (engine && data.kind === "count") {
    scope.postMessage({ queries: data.queries, results: engine.count(data.queries) }, []);
  } else if (engine && data.kind === "run") {
    const result = engine.run(data.query);
    scope.postMessage({ query: data.query, result }, [result.order.buffer]);
  }
});
