/** A cell of the table: the line, -1 for that of the titles, and the column. */
export interface GridPosition {
  readonly line: number;
  readonly column: number;
}

interface GridSize {
  readonly lines: number;
  readonly columns: number;
  /** How many lines fit into the visible part. */
  readonly page: number;
  readonly isRightToLeft: boolean;
}

type PressedKey = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey">;

const keepWithin = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));

/** Where a key moves the focus to (WAI-ARIA Authoring Practices, "Grid"); undefined for a key that moves nothing. */
export function movePosition(at: GridPosition, pressed: PressedKey, size: GridSize): GridPosition | undefined {
  const { key, ctrlKey, metaKey } = pressed;
  const isWhole = ctrlKey || metaKey;
  const forward = size.isRightToLeft ? -1 : 1;
  const last = size.columns - 1;
  const toLine = (line: number) => ({ ...at, line: keepWithin(line, -1, size.lines - 1) });
  const toColumn = (column: number) => ({ ...at, column: keepWithin(column, 0, last) });
  switch (key) {
    case "ArrowDown":
      return toLine(at.line + 1);
    case "ArrowUp":
      return toLine(at.line - 1);
    case "PageDown":
      return toLine(at.line + size.page);
    case "PageUp":
      return toLine(Math.max(Math.min(at.line, 0), at.line - size.page));
    case "ArrowRight":
      return toColumn(at.column + forward);
    case "ArrowLeft":
      return toColumn(at.column - forward);
    case "Home":
      return isWhole ? { line: Math.min(0, size.lines - 1), column: 0 } : toColumn(0);
    case "End":
      return isWhole ? { line: size.lines - 1, column: last } : toColumn(last);
    default:
      return undefined;
  }
}

/** The lines that are in the document: those in view with some around them, and the one that has the focus. */
export function listRenderedLines(first: number, count: number, lines: number, focused: number): number[] {
  const margin = 4;
  const from = keepWithin(first - margin, 0, Math.max(0, lines - 1));
  const to = Math.min(lines, first + count + margin);
  const rendered = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  if (focused < 0 || focused >= lines || (focused >= from && focused < to)) return rendered;
  return focused < from ? [focused, ...rendered] : [...rendered, focused];
}
