import { useEffect, useRef, useState } from "preact/hooks";
import type { ColumnSpec } from "../engine/column-index.ts";
import type { RegisterQuery } from "../engine/register-engine.ts";
import type { RegisterAnswer, RegisterMessage } from "../engine/register-worker.ts";
import type { RegisterRows } from "./register-rows.ts";

/** The worker, which is asked one query at a time: of those that wait, the last one counts. */
class QueryWorker {
  readonly #worker = new Worker(new URL("../engine/register-worker.ts", import.meta.url), { type: "module" });
  readonly #stopListening: () => void;
  #last: RegisterQuery | undefined;
  #waiting: RegisterQuery | undefined;
  #isBusy = false;

  constructor(
    rows: RegisterRows,
    start: Pick<RegisterMessage & { readonly kind: "start" }, "specs" | "language">,
    onAnswer: (answer: RegisterAnswer) => void,
    onError: (error: unknown) => void,
  ) {
    this.#worker.onmessage = ({ data }: MessageEvent<RegisterAnswer>) => {
      this.#isBusy = false;
      const next = this.#waiting;
      if (next) this.ask(next);
      onAnswer(data);
    };
    this.#worker.onerror = ({ message }) => onError(new Error(message));
    this.#send({ kind: "start", ...start });
    this.#send({ kind: "apply", page: rows.listAll() });
    this.#stopListening = rows.listen((page) => {
      this.#send({ kind: "apply", page });
      if (this.#last) this.ask(this.#last);
    });
  }

  #send(message: RegisterMessage): void {
    this.#worker.postMessage(message);
  }

  ask(query: RegisterQuery): void {
    this.#last = query;
    this.#waiting = this.#isBusy ? query : undefined;
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#send({ kind: "run", query });
  }

  stop(): void {
    this.#stopListening();
    this.#worker.terminate();
  }
}

/** What a query found in the rows. */
export interface ShownAnswer extends RegisterAnswer {
  readonly rows: RegisterRows;
}

/**
 * Keeps asking the worker about the rows: again when the query or a row changes. An answer is shown until the next one.
 * @param specs the same list until a column changes
 */
export function useRegisterQuery(
  rows: RegisterRows | undefined,
  specs: readonly ColumnSpec[],
  language: string,
  query: RegisterQuery,
) {
  const [answer, setAnswer] = useState<ShownAnswer>();
  const [error, setError] = useState<unknown>();
  const worker = useRef<QueryWorker>(undefined);
  useEffect(() => {
    if (!rows) return;
    const show = (each: RegisterAnswer) => setAnswer({ ...each, rows });
    const current = new QueryWorker(rows, { specs, language }, show, setError);
    worker.current = current;
    return () => current.stop();
  }, [rows, specs, language]);
  const content = JSON.stringify(query);
  useEffect(() => worker.current?.ask(query), [rows, specs, language, content]);
  return { answer, error };
}
