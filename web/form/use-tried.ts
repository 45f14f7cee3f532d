import { useState } from "preact/hooks";
import type { Faults } from "./faults.ts";

/** What was wrong with a form when somebody last tried to send it, and how often they did: each time is told anew. */
export function useTried() {
  const [tried, setTried] = useState<{ readonly faults: Faults; readonly attempt: number }>({ faults: {}, attempt: 0 });
  const tell = (faults: Faults) => setTried(({ attempt }) => ({ faults, attempt: attempt + 1 }));
  return { ...tried, tell };
}
