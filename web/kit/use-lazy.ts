import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A part of the page that is loaded when it is first shown; undefined until it has come, or while there is no network. */
export function useLazy<P>(load: () => Promise<ComponentType<P>>): ComponentType<P> | undefined {
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
