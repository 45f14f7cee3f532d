import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { isSessionOver } from "./client.ts";

export type LoadState<T> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "failed"; readonly error: unknown };

/**
 * Loads a value, and loads it again when a dependency changes or `reload` is called. `set` shows the value after a change;
 * what began to load before the change is loaded again.
 */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, dependencies: readonly unknown[]) {
  const [loaded, setLoaded] = useState<LoadState<T>>({ state: "loading" });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const underWay = useRef<AbortController>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    underWay.current = abort;
    const settle = (result: LoadState<T>) => {
      if (abort.signal.aborted) return;
      underWay.current = undefined;
      setLoaded(result);
    };
    latest.current(abort.signal).then(
      (value) => settle({ state: "ready", value }),
      (error: unknown) => settle({ state: "failed", error }),
    );
    return () => abort.abort();
  }, [round, ...dependencies]);
  const reload = useCallback(() => setRound((each) => each + 1), []);
  const set = useCallback((value: T) => {
    setLoaded({ state: "ready", value });
    if (!underWay.current) return;
    underWay.current.abort();
    reload();
  }, []);
  return { loaded, reload, set };
}

/** The last loaded value, also after a failed reload. For a value whose dependencies do not change. */
export function useLastLoaded<T>(loaded: LoadState<T>): T | undefined {
  const last = useRef<T>(undefined);
  if (loaded.state === "ready") last.current = loaded.value;
  return last.current;
}

/**
 * Calls `onSessionOver` when a value fails to load because the session is over.
 * @returns whether it does
 */
export function useSessionOver(loaded: LoadState<unknown>, onSessionOver: () => void): boolean {
  const isOver = loaded.state === "failed" && isSessionOver(loaded.error);
  useEffect(() => {
    if (isOver) onSessionOver();
  }, [isOver]);
  return isOver;
}

/** The state of an action: whether it runs, and the error of the last run. A second run while busy is ignored. */
export function useAction() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const isBusy = useRef(false);
  const run = useCallback(async (work: () => Promise<void>) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (failure) {
      setError(failure);
    } finally {
      isBusy.current = false;
      setBusy(false);
    }
  }, []);
  return { busy, error, run };
}

/** The default refresh interval of a visible page, in ms. */
const defaultIntervalMs = 20_000;

/** Reloads at an interval, and when the page becomes visible or the network returns. */
export function useRefresh(reload: () => void, interval = defaultIntervalMs): void {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") reload();
    };
    const timer = setInterval(look, interval);
    document.addEventListener("visibilitychange", look);
    addEventListener("online", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      removeEventListener("online", look);
    };
  }, [reload, interval]);
}
