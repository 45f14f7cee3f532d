import type { TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import type { BadgeLayout, BadgePart, Box } from "#shared/model/badge-layout.ts";
import { usePartNames } from "./badge-questions.ts";
import { type BoxVariant, getVariantBox, moveBox, resizeBox } from "./layout/layout-edits.ts";
import { describePart } from "./layout/part-names.ts";
import { Rulers, rulerSize } from "./rulers.tsx";

interface CanvasProps {
  readonly layout: BadgeLayout;
  readonly variant: BoxVariant;
  readonly selected: number | undefined;
  /** The address of a drawing of the layout. */
  readonly drawing: string | undefined;
  /** The parts that have an error or a warning. */
  readonly faulty: ReadonlySet<number>;
  readonly isFitted: boolean;
  readonly onSelect: (index: number) => void;
  readonly onLayout: (layout: BadgeLayout) => void;
  readonly onRemove: (index: number) => void;
}

type Shift = readonly [right: number, down: number];

/** A drag of a part, or of the handle that changes its size: where it began, in pixels, and how far it is, in mm. */
interface Drag {
  readonly index: number;
  readonly isResize: boolean;
  readonly from: Shift;
  readonly shift: Shift;
}

const shiftByKey: Readonly<Record<string, Shift>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A dragged side goes to the next whole millimetre; a side that is dragged along the other stays. */
const snapShift = (start: number, shift: number) => (Math.abs(shift) < 0.5 ? 0 : Math.round(start + shift) - start);

function applyDrag(layout: BadgeLayout, variant: BoxVariant, { index, isResize, shift: [right, down] }: Drag) {
  const part = layout.parts[index];
  if (!part || (right === 0 && down === 0)) return layout;
  const [left, top, width, height] = getVariantBox(part, variant);
  if (!isResize) return moveBox(layout, index, variant, [snapShift(left, right), snapShift(top, down)]);
  return resizeBox(layout, index, variant, [snapShift(left + width, right), snapShift(top + height, down)]);
}

/** The drag in progress, and the pointer events of a part. */
function useDrag({ layout, variant, onSelect, onLayout }: CanvasProps) {
  const area = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const start = (event: TargetedPointerEvent<HTMLButtonElement>, index: number) => {
    if (event.button !== 0) return;
    const isResize = event.target instanceof Element && event.target.closest(".design-handle") !== null;
    event.currentTarget.setPointerCapture(event.pointerId);
    onSelect(index);
    setDrag({ index, isResize, from: [event.clientX, event.clientY], shift: [0, 0] });
  };
  const move = ({ clientX, clientY }: TargetedPointerEvent<HTMLButtonElement>) => {
    if (!drag || !area.current) return;
    const perPixel = layout.size.width / area.current.getBoundingClientRect().width;
    setDrag({ ...drag, shift: [(clientX - drag.from[0]) * perPixel, (clientY - drag.from[1]) * perPixel] });
  };
  const end = () => {
    if (!drag) return;
    const dragged = applyDrag(layout, variant, drag);
    setDrag(undefined);
    if (dragged !== layout) onLayout(dragged);
  };
  const shown = drag ? applyDrag(layout, variant, drag) : layout;
  return { area, shown, pointer: { start, move, end, cancel: () => setDrag(undefined) } };
}

type PointerActions = ReturnType<typeof useDrag>["pointer"];

/** A box as shares of an area, for CSS. */
const toAreaStyle = ([left, top, width, height]: Box, [areaWidth, areaHeight]: readonly [number, number]) => ({
  left: `${(left / areaWidth) * 100}%`,
  top: `${(top / areaHeight) * 100}%`,
  width: `${(width / areaWidth) * 100}%`,
  height: `${(height / areaHeight) * 100}%`,
});

/**
 * The badge with its boxes, in millimetres from the left, whatever the direction of the page. The list beside it has
 * everything that a pointer can do here.
 */
export function DesignerCanvas(props: CanvasProps) {
  const { layout, variant, drawing, isFitted } = props;
  const { area, shown, pointer } = useDrag(props);
  const { width, height } = layout.size;
  const whole = [width + rulerSize + 1, height + rulerSize + 1] as const;
  const full = { inlineSize: `${whole[0] * 2}mm` };
  const fitted = { maxInlineSize: `calc(70vh * ${whole[0] / whole[1]})` };
  return (
    <div class="design-canvas" dir="ltr">
      <div class="design-sheet" style={isFitted ? fitted : full}>
        <svg viewBox={`${-rulerSize} ${-rulerSize} ${whole.join(" ")}`} aria-hidden="true">
          <Rulers width={width} height={height} />
          <rect class="design-paper" width={width} height={height} />
          {drawing && <image href={drawing} width={width} height={height} />}
        </svg>
        <div ref={area} class="design-area" style={toAreaStyle([rulerSize, rulerSize, width, height], whole)}>
          {shown.parts.map((part, index) => (
            <CanvasPart
              key={index}
              {...props}
              {...{ part, index, pointer }}
              hasDrawing={drawing !== undefined}
              style={toAreaStyle(getVariantBox(part, variant), [width, height])}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface CanvasPartProps extends CanvasProps {
  readonly part: BadgePart;
  readonly index: number;
  readonly style: ReturnType<typeof toAreaStyle>;
  readonly hasDrawing: boolean;
  readonly pointer: PointerActions;
}

function CanvasPart({ part, index, style, pointer, hasDrawing, ...props }: CanvasPartProps) {
  const { layout, variant, selected, faulty, onSelect, onLayout, onRemove } = props;
  const names = usePartNames();
  if (part.kind === "photo" && variant === "withoutPhoto") return null;
  const isSelected = selected === index;
  const name = describePart(part, index, names);
  const press = (event: TargetedKeyboardEvent<HTMLButtonElement>) => {
    const shift = shiftByKey[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !(shift || event.key === "Delete")) return;
    event.preventDefault();
    if (shift) onLayout((event.shiftKey ? resizeBox : moveBox)(layout, index, variant, shift));
    else onRemove(index);
  };
  return (
    <button
      type="button"
      id={`design-part-${index}`}
      class={`design-part${faulty.has(index) ? " faulty" : ""}`}
      style={style}
      aria-pressed={isSelected}
      aria-label={name}
      onFocus={() => onSelect(index)}
      onClick={() => onSelect(index)}
      onKeyDown={press}
      onPointerDown={(event) => pointer.start(event, index)}
      onPointerMove={pointer.move}
      onPointerUp={pointer.end}
      onPointerCancel={pointer.cancel}
    >
      {!hasDrawing && <span class="design-label">{name}</span>}
      {isSelected && <span class="design-handle" />}
    </button>
  );
}
