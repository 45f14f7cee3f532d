import type { TargetedPointerEvent } from "preact";
import { useRef, useState } from "preact/hooks";

interface DragOptions {
  /** Moves an item to another place in the list. */
  readonly onMove: (from: number, to: number) => void;
}

/** The place in the list at a height of the window: that of the item whose middle is nearest below. */
function findPlace(list: HTMLElement, from: number, y: number): number {
  const middles = [...list.children].map((each) => {
    const { top, height } = each.getBoundingClientRect();
    return top + height / 2;
  });
  return middles.filter((middle, index) => index !== from && middle < y).length;
}

/** Moves the items of a list by their handles, with mouse, pen or finger. The list is changed when the item is let go. */
export function useListDrag({ onMove }: DragOptions) {
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number }>();
  const getHandle = (index: number) => ({
    onPointerDown: (event: TargetedPointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ from: index, to: index });
    },
    onPointerMove: (event: TargetedPointerEvent<HTMLElement>) => {
      if (!drag || !list.current) return;
      setDrag({ from: drag.from, to: findPlace(list.current, drag.from, event.clientY) });
    },
    onPointerUp: () => {
      if (drag && drag.to !== drag.from) onMove(drag.from, drag.to);
      setDrag(undefined);
    },
    onPointerCancel: () => setDrag(undefined),
  });
  /** The mark of the place where the dragged item would come. */
  const getMark = (index: number): string => {
    if (!drag) return "";
    if (index === drag.from) return " dragged";
    if (index !== drag.to || drag.to === drag.from) return "";
    return drag.to < drag.from ? " drop-before" : " drop-after";
  };
  return { list, getHandle, getMark };
}
