import { useState } from "preact/hooks";
import type { Listed } from "./use-queue.ts";

/** How many one decision may take in: what the API allows. */
const mostChosen = 1_000;

/** Whom an officer has ticked, in that order, on whichever page. */
export function useChosen() {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Listed>>(new Map());
  const all = [...chosen.values()];
  const toggleAll = (items: readonly Listed[], on: boolean) =>
    setChosen((before) => {
      const after = new Map(before);
      for (const item of items) {
        if (!on) after.delete(item.registrationId);
        else if (after.size < mostChosen) after.set(item.registrationId, item);
      }
      return after;
    });
  return {
    all,
    has: ({ registrationId }: Listed) => chosen.has(registrationId),
    toggle: (item: Listed, on: boolean) => toggleAll([item], on),
    toggleAll,
    clear: () => setChosen(new Map()),
  };
}

export type Chosen = ReturnType<typeof useChosen>;
