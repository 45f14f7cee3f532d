import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useRefresh } from "../../../kit/api/use-loaded.ts";
import { type ApiCaller, type FeedPage, useConsoleContext } from "../../console-context.ts";
import { RegisterRows } from "./register-rows.ts";

/** How often changes are asked for while the page is visible, in ms. */
const pollMs = 3_000;

interface FeedState {
  readonly rows: RegisterRows | undefined;
  /** How many registrations are loaded; undefined once all are. */
  readonly loading: number | undefined;
  readonly error: unknown;
}

const nothingLoaded: FeedState = { rows: undefined, loading: 0, error: undefined };

/** Follows the feed of one conference, one request at a time. */
class FeedFollower {
  readonly #callApi: ApiCaller;
  readonly #conferenceId: string;
  readonly #answers: readonly string[];
  readonly #takeFirstPage: () => Promise<FeedPage> | undefined;
  #abort = new AbortController();
  #since: string | undefined;
  /** The rows of a new load, which take the place of the shown ones once they are complete. */
  #rows: RegisterRows | undefined;
  #underWay: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  /** What is shown: a new load once it is complete, the first one while it loads. */
  state: FeedState;

  /**
   * @param takeFirstPage the first page, if it was asked for before
   * @param shown rows that are shown until all are loaded
   */
  constructor(
    callApi: ApiCaller,
    conferenceId: string,
    answers: readonly string[],
    takeFirstPage: () => Promise<FeedPage> | undefined,
    shown?: RegisterRows,
  ) {
    this.state = { ...nothingLoaded, rows: shown };
    this.#callApi = callApi;
    this.#conferenceId = conferenceId;
    this.#answers = answers;
    this.#takeFirstPage = takeFirstPage;
  }

  /** Whether it follows this conference, with at least these answers. */
  follows(callApi: ApiCaller, conferenceId: string, answers: readonly string[]): boolean {
    return (
      this.#callApi === callApi &&
      this.#conferenceId === conferenceId &&
      answers.every((key) => this.#answers.includes(key))
    );
  }

  /** Ends a request that is under way. The next one goes on where the last answer ended. */
  pause(): void {
    this.#abort.abort();
  }

  /**
   * Reads what has changed by now. A call during another one begins after it, and calls that wait are one.
   * @param onChange is called with each new state
   */
  read(onChange: () => void): Promise<void> {
    if (this.#next) return this.#next;
    const begin = () => {
      this.#next = undefined;
      this.#abort = new AbortController();
      this.#underWay = this.#readAll(this.#abort.signal, onChange).finally(() => {
        this.#underWay = undefined;
      });
      return this.#underWay;
    };
    if (!this.#underWay) return begin();
    this.#next = this.#underWay.then(begin, begin);
    return this.#next;
  }

  async #readAll(signal: AbortSignal, onChange: () => void): Promise<void> {
    const show = (state: FeedState) => {
      this.state = state;
      onChange();
    };
    try {
      for (let reading = this.#readPage(this.#since, signal); ; ) {
        const page = await reading;
        if (signal.aborted) return;
        // The server makes the next page while this one is added.
        if (page.more) reading = this.#readPage(page.since, signal);
        show(this.#add(page));
        if (!page.more) return;
      }
    } catch (error) {
      if (!signal.aborted) show({ ...this.state, error });
    }
  }

  /** Adds a page to the rows. @returns what is shown then */
  #add(page: FeedPage): FeedState {
    const rows = !this.#rows || page.reload ? new RegisterRows(page.columns) : this.#rows;
    this.#rows = rows;
    rows.apply(page);
    this.#since = page.since;
    const shown = { rows, loading: undefined, error: undefined };
    return page.more ? { ...shown, rows: this.state.rows ?? rows, loading: rows.size } : shown;
  }

  #readPage(since: string | undefined, signal: AbortSignal): Promise<FeedPage> {
    const hasAnswers = this.#answers.length > 0;
    const early = since === undefined && !hasAnswers ? this.#takeFirstPage() : undefined;
    const page =
      early ??
      this.#callApi("getRegistrationFeed", {
        params: { conferenceId: this.#conferenceId },
        query: { since, ...(hasAnswers && { answers: this.#answers.join() }) },
        signal,
      });
    // A failure is thrown where the page is awaited; nothing awaits it if the page before was the last to be shown.
    page.catch(() => undefined);
    return page;
  }
}

/**
 * Loads all registrations of the conference, then what changes. The rows stay for the next view that shows them, until
 * the reader leaves the conference or signs out.
 * @param answers the keys of the questions whose answers are loaded, too
 */
export function useRegisterFeed(answers: readonly string[]) {
  const { callApi, settings, keptFeed, takeFirstFeedPage } = useConsoleContext();
  const { conferenceId } = settings;
  const findKept = () => {
    const kept = keptFeed.current;
    return kept instanceof FeedFollower && kept.follows(callApi, conferenceId, answers) ? kept : undefined;
  };
  const [state, setState] = useState<FeedState>(() => findKept()?.state ?? nothingLoaded);
  const follower = useRef<FeedFollower>(undefined);
  const refresh = useCallback(async (): Promise<void> => {
    const current = follower.current;
    await current?.read(() => {
      if (follower.current === current) setState(current.state);
    });
  }, []);
  const createFollower = () =>
    new FeedFollower(callApi, conferenceId, answers, () => takeFirstFeedPage(conferenceId), state.rows);
  useEffect(() => {
    const current = findKept() ?? createFollower();
    keptFeed.current = current;
    follower.current = current;
    setState(current.state);
    void refresh();
    return () => {
      current.pause();
      follower.current = undefined;
    };
  }, [callApi, conferenceId, answers.join()]);
  useRefresh(refresh, pollMs);
  return { ...state, refresh };
}

export type RegisterFeed = ReturnType<typeof useRegisterFeed>;
