import { useMemo } from "preact/hooks";
import { useTyped } from "../../kit/use-kept.ts";
import type { Listed } from "./use-queue.ts";

/** How many one decision may take in: what the API allows. */
const mostChosen = 1_000;

/** Whom an officer has ticked, in that order, on whichever page. */
export function useChosen(conferenceId: string) {
  const [all, setAll] = useTyped<readonly Listed[]>(`chosen.${conferenceId}`, []);
  const ids = useMemo(() => new Set(all.map(({ registrationId }) => registrationId)), [all]);
  const toggleAll = (items: readonly Listed[], on: boolean) =>
    setAll((before) => {
      const after = new Map(before.map((item) => [item.registrationId, item]));
      for (const item of items) {
        if (!on) after.delete(item.registrationId);
        else if (after.size < mostChosen) after.set(item.registrationId, item);
      }
      return [...after.values()];
    });
  return {
    all,
    has: ({ registrationId }: Listed) => ids.has(registrationId),
    toggle: (item: Listed, on: boolean) => toggleAll([item], on),
    toggleAll,
    clear: () => setAll([]),
  };
}

export type Chosen = ReturnType<typeof useChosen>;
