import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useRefresh } from "../../../kit/api/use-loaded.ts";
import { type ApiCaller, useConsoleContext } from "../../console-context.ts";
import { RegisterRows } from "./register-rows.ts";

/** How often changes are asked for while the page is visible, in ms. */
const pollMs = 3_000;

/** Follows the feed of one conference, one request at a time. */
class FeedFollower {
  readonly #callApi: ApiCaller;
  readonly #conferenceId: string;
  readonly #answers: readonly string[];
  readonly #abort = new AbortController();
  #since: string | undefined;
  /** The rows of a new load, which take the place of the shown ones once they are complete. */
  #rows: RegisterRows | undefined;
  #underWay: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(callApi: ApiCaller, conferenceId: string, answers: readonly string[]) {
    this.#callApi = callApi;
    this.#conferenceId = conferenceId;
    this.#answers = answers;
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Reads what has changed by now. A call during another one begins after it, and calls that wait are one. */
  read(onPage: (rows: RegisterRows, isComplete: boolean) => void): Promise<void> {
    if (this.#next) return this.#next;
    const begin = () => {
      this.#next = undefined;
      this.#underWay = this.#readAll(onPage).finally(() => {
        this.#underWay = undefined;
      });
      return this.#underWay;
    };
    if (!this.#underWay) return begin();
    this.#next = this.#underWay.then(begin, begin);
    return this.#next;
  }

  async #readAll(onPage: (rows: RegisterRows, isComplete: boolean) => void): Promise<void> {
    for (let hasMore = true; hasMore; ) {
      const page = await this.#callApi("getRegistrationFeed", {
        params: { conferenceId: this.#conferenceId },
        query: { since: this.#since, ...(this.#answers.length > 0 && { answers: this.#answers.join() }) },
        signal: this.#abort.signal,
      });
      if (this.#abort.signal.aborted) return;
      if (!this.#rows || page.reload) this.#rows = new RegisterRows(page.columns);
      this.#rows.apply(page);
      this.#since = page.since;
      hasMore = page.more;
      onPage(this.#rows, !hasMore);
    }
  }
}

interface FeedState {
  readonly rows: RegisterRows | undefined;
  /** How many registrations are loaded; undefined once all are. */
  readonly loading: number | undefined;
  readonly error: unknown;
}

const nothingLoaded: FeedState = { rows: undefined, loading: 0, error: undefined };

/**
 * Loads all registrations of the conference, then what changes. A new load is shown once it is complete, the first one
 * while it loads.
 * @param answers the keys of the questions whose answers are loaded, too
 */
export function useRegisterFeed(answers: readonly string[]) {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const asked = answers.join();
  const [state, setState] = useState<FeedState>(nothingLoaded);
  const follower = useRef<FeedFollower>(undefined);
  const refresh = useCallback(async (): Promise<void> => {
    const current = follower.current;
    if (!current) return;
    const update = (change: (before: FeedState) => FeedState) => {
      if (follower.current === current) setState(change);
    };
    const show = (rows: RegisterRows, isComplete: boolean) =>
      update((before) => ({
        rows: isComplete ? rows : (before.rows ?? rows),
        loading: isComplete ? undefined : rows.size,
        error: undefined,
      }));
    await current.read(show).catch((error: unknown) => update((before) => ({ ...before, error })));
  }, []);
  useEffect(() => {
    follower.current = new FeedFollower(callApi, conferenceId, asked === "" ? [] : asked.split(","));
    void refresh();
    return () => {
      follower.current?.stop();
      follower.current = undefined;
    };
  }, [callApi, conferenceId, asked]);
  useRefresh(refresh, pollMs);
  return { ...state, refresh };
}

export type RegisterFeed = ReturnType<typeof useRegisterFeed>;
