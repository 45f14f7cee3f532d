import { useCallback, useEffect, useRef, useState } from "preact/hooks";

export type LoadState<T> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "failed"; readonly error: unknown };

/** Loads a value, and loads it again when a dependency changes or `reload` is called. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, dependencies: readonly unknown[]) {
  const [loaded, setLoaded] = useState<LoadState<T>>({ state: "loading" });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    const abort = new AbortController();
    latest.current(abort.signal).then(
      (value) => !abort.signal.aborted && setLoaded({ state: "ready", value }),
      (error: unknown) => !abort.signal.aborted && setLoaded({ state: "failed", error }),
    );
    return () => abort.abort();
  }, [round, ...dependencies]);
  const reload = useCallback(() => setRound((each) => each + 1), []);
  const set = useCallback((value: T) => setLoaded({ state: "ready", value }), []);
  return { loaded, reload, set };
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
