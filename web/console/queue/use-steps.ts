import { useEffect, useRef } from "preact/hooks";
import { type Place, replace } from "../../kit/fragment.ts";
import { rowId } from "./row.tsx";
import type { QueuePage } from "./use-queue.ts";

/** Where the focus is: on the row, or on the name where the list isn't shown beside it. */
function focusOn(registrationId: string): void {
  const row = document.getElementById(rowId(registrationId));
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
  if (!row || document.activeElement !== row) document.getElementById("case-name")?.focus();
}

/** One on, one back, over the ends of a page; whoever left the list under one's eyes leaves their place to the next. */
export function useSteps(queue: QueuePage, place: Place) {
  const { items } = queue;
  const open = place["registration"];
  const at = useRef(-1);
  /** Turning the page: which end of it is opened when it has come. */
  const turning = useRef<{ readonly from: typeof items; readonly end: 0 | -1 }>(undefined);
  const index = items.findIndex(({ registrationId }) => registrationId === open);
  if (index >= 0) at.current = index;
  const show = (registrationId: string) => {
    replace({ ...place, registration: registrationId });
    requestAnimationFrame(() => focusOn(registrationId));
  };
  useEffect(() => {
    const { from, end } = turning.current ?? {};
    if (from === undefined || from === items || end === undefined) return;
    turning.current = undefined;
    const item = items.at(end);
    if (item) show(item.registrationId);
  }, [items]);
  const go = (by: 1 | -1): boolean => {
    const isGone = index < 0 && open !== undefined && at.current >= 0;
    const to = isGone ? at.current + Math.min(by, 0) : at.current + by;
    const item = to < 0 ? undefined : items[to];
    if (item) {
      show(item.registrationId);
      return true;
    }
    const turn = by > 0 ? queue.forward : queue.back;
    if (!turn) return false;
    turning.current = { from: items, end: by > 0 ? 0 : -1 };
    turn();
    return true;
  };
  return { go };
}
