import { useRef, useState } from "preact/hooks";
import type { RegisterQuery } from "../engine/register-engine.ts";
import type { RegisterColumn } from "../register-columns.ts";

const leastWidth = 60;
const mostWidth = 800;

export const clampWidth = (width: number): number => Math.round(Math.max(leastWidth, Math.min(mostWidth, width)));

interface HeaderCellProps {
  readonly column: RegisterColumn;
  /** The place of the column. */
  readonly at: number;
  readonly sort: RegisterQuery["sort"];
  readonly width: number;
  readonly isFocusable: boolean;
  readonly onSort: () => void;
  readonly onResize: (width: number) => void;
  /** Moves the column to the place of another one. */
  readonly onDrop: (target: string) => void;
}

/** How far a pointer moves before it drags, in px. */
const dragThreshold = 6;

/** The title of a column: a press sorts, dragging moves the column, and dragging its edge changes its width. */
export function HeaderCell({ column, at, sort, width, isFocusable, onSort, onResize, onDrop }: HeaderCellProps) {
  const { key } = column.spec;
  const [isDragged, setDragged] = useState(false);
  const start = useRef<{ readonly x: number; readonly width: number }>(undefined);
  const isSorted = sort.column === key;
  const direction = sort.isDescending ? "descending" : "ascending";
  const resize = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    if (!start.current) return;
    const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
    onResize(clampWidth(start.current.width + forward * (event.clientX - start.current.x)));
  };
  const drop = ({ clientX, clientY }: PointerEvent) => {
    start.current = undefined;
    if (!isDragged) return;
    const target = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>("th[data-key]")?.dataset["key"];
    if (target !== undefined && target !== key) onDrop(target);
    // The press that ends the drag must not sort.
    setTimeout(() => setDragged(false));
  };
  return (
    <th
      scope="col"
      data-key={key}
      data-column={at}
      class={isDragged ? "dragged" : ""}
      aria-sort={isSorted ? direction : undefined}
    >
      <button
        type="button"
        tabIndex={isFocusable ? 0 : -1}
        onClick={() => !isDragged && onSort()}
        onPointerDown={(event) => {
          start.current = { x: event.clientX, width };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={({ clientX }) => {
          if (start.current && Math.abs(clientX - start.current.x) > dragThreshold) setDragged(true);
        }}
        onPointerUp={drop}
        onPointerCancel={drop}
      >
        <bdi>{column.label}</bdi>
        {isSorted && <span aria-hidden="true"> {sort.isDescending ? "▼" : "▲"}</span>}
      </button>
      <span
        class="register-grip"
        onPointerDown={(event) => {
          start.current = { x: event.clientX, width };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={resize}
        onPointerUp={() => {
          start.current = undefined;
        }}
      />
    </th>
  );
}
