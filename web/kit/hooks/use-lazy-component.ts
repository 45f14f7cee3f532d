import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { NetworkError } from "../api/client.ts";

/** Waits for a chunk of the page. @throws NetworkError if it does not load, so that the reader can retry */
export const loadModule = <T>(part: Promise<T>): Promise<T> =>
  part.catch((cause: unknown) => {
    throw new NetworkError("a part of the page did not arrive", { cause });
  });

/** Loads a component on demand; undefined until it is loaded. Offline, it retries when the network returns. */
export function useLazyComponent<P>(load: () => Promise<ComponentType<P>>): ComponentType<P> | undefined {
  const [part, setPart] = useState<{ readonly part: ComponentType<P> }>();
  useEffect(() => {
    let isCurrent = true;
    const attempt = () =>
      load().then(
        (loaded) => isCurrent && setPart({ part: loaded }),
        () => isCurrent && addEventListener("online", attempt, { once: true }),
      );
    void attempt();
    return () => {
      isCurrent = false;
    };
  }, []);
  return part?.part;
}
