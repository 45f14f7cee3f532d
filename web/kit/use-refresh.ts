import { useEffect } from "preact/hooks";

/** How often a page in view looks for news, in ms. */
const usual = 20_000;

/** Looks again from time to time, and at once when the page comes back into view or the network does. */
export function useRefresh(again: () => void, interval = usual): void {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") again();
    };
    const timer = setInterval(look, interval);
    document.addEventListener("visibilitychange", look);
    addEventListener("online", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      removeEventListener("online", look);
    };
  }, [again, interval]);
}
