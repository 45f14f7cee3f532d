import { useEffect, useRef, useState } from "preact/hooks";
import type { ColumnSpec } from "../engine/column-index.ts";
import type { CountQuery, RegisterQuery } from "../engine/register-engine.ts";
import type { CountAnswer, RegisterAnswer, RegisterMessage, RegisterQuestion } from "../engine/register-worker.ts";
import type { RegisterRows } from "./register-rows.ts";

/** How often the table changes while the register is loading, in ms: each change takes time from the loading. */
const changeMs = 1_000;

/** The worker, which is asked one question at a time: of those that wait, the last one counts. */
class QueryWorker<Answer> {
  readonly #worker = new Worker(new URL("../engine/register-worker.ts", import.meta.url), { type: "module" });
  #rows: RegisterRows | undefined;
  #stopListening = () => {};
  #last: RegisterQuestion | undefined;
  #waiting: RegisterQuestion | undefined;
  /** The rows that the question under way is about. */
  #askedRows: RegisterRows | undefined;
  #askedAt = 0;

  constructor(onAnswer: (answer: Answer, rows: RegisterRows) => void, onError: (error: unknown) => void) {
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const about = this.#askedRows;
      this.#askedRows = undefined;
      const next = this.#waiting;
      if (next) this.ask(next);
      // An answer about other rows numbers others.
      if (about && about === this.#rows) onAnswer(data, about);
    };
    this.#worker.onerror = ({ message }) => onError(new Error(message));
  }

  /** Answers questions about these rows from now on. */
  follow(rows: RegisterRows, specs: readonly ColumnSpec[], language: string): void {
    this.#stopListening();
    this.#rows = rows;
    this.#send({ kind: "start", specs, language });
    this.#send({ kind: "apply", page: rows.listAll() });
    this.#stopListening = rows.listen((page) => {
      this.#send({ kind: "apply", page });
      if (this.#last && (!page.hasMore || performance.now() - this.#askedAt >= changeMs)) this.ask(this.#last);
    });
  }

  #send(message: RegisterMessage): void {
    this.#worker.postMessage(message);
  }

  ask(question: RegisterQuestion): void {
    this.#last = question;
    this.#askedAt = performance.now();
    this.#waiting = this.#askedRows ? question : undefined;
    if (this.#askedRows || !this.#rows) return;
    this.#askedRows = this.#rows;
    this.#send(question);
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
export const useRegisterQuery = (
  rows: RegisterRows | undefined,
  specs: readonly ColumnSpec[],
  language: string,
  query: RegisterQuery,
) => useAnswer<RegisterAnswer>(rows, specs, language, { kind: "run", query });

/** As `useRegisterQuery`, for the numbers of rows that some queries find. */
export const useRegisterCounts = (
  rows: RegisterRows | undefined,
  specs: readonly ColumnSpec[],
  language: string,
  queries: readonly CountQuery[],
) => useAnswer<CountAnswer>(rows, specs, language, { kind: "count", queries });

/** @param question the worker answers it with an `Answer` */
function useAnswer<Answer extends RegisterAnswer | CountAnswer>(
  rows: RegisterRows | undefined,
  specs: readonly ColumnSpec[],
  language: string,
  question: RegisterQuestion,
) {
  const [answer, setAnswer] = useState<Answer & { readonly rows: RegisterRows }>();
  const [error, setError] = useState<unknown>();
  const worker = useRef<QueryWorker<Answer>>(undefined);
  // The worker loads its code before there are rows.
  useEffect(() => {
    const show = (each: Answer, about: RegisterRows) => setAnswer({ ...each, rows: about });
    const current = new QueryWorker<Answer>(show, setError);
    worker.current = current;
    return () => current.stop();
  }, []);
  useEffect(() => {
    if (rows) worker.current?.follow(rows, specs, language);
  }, [rows, specs, language]);
  const content = JSON.stringify(question);
  useEffect(() => {
    if (rows) worker.current?.ask(question);
  }, [rows, specs, language, content]);
  return { answer, error };
}
