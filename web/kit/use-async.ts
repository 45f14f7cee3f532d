import { useCallback, useEffect, useRef, useState } from "preact/hooks";

export type Loaded<T> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "failed"; readonly error: unknown };

/** Loads what a part shows, and again whenever what it depends on changes or somebody asks. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, dependencies: readonly unknown[]) {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "loading" });
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
  const again = useCallback(() => setRound((each) => each + 1), []);
  const set = useCallback((value: T) => setLoaded({ state: "ready", value }), []);
  return { loaded, again, set };
}

/** Something a button does: whether it is under way, and why it failed the last time. */
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
