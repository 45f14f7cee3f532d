import { type ComponentChildren, Fragment } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { Tag } from "../../../kit/components/notices.tsx";
import type { StaffRegistration } from "../../console-context.ts";
import { AccreditationTag } from "../../deferred/accreditation-tag.tsx";
import { seatTones } from "../../labels.tsx";
import { useTranslation } from "../../translations.ts";
import type { RegisterRows } from "../data/register-rows.ts";
import type { FeedRow } from "../engine/numbered-page.ts";
import type { RegisterQuery } from "../engine/register-engine.ts";
import type { RegisterColumn } from "../register-columns.ts";
import type { RegisterSelection } from "../use-register-selection.ts";
import { type GridPosition, listRenderedLines, movePosition } from "./grid-keys.ts";
import { HeaderCell } from "./header-cell.tsx";
import type { LayoutLine, RowLayout } from "./row-layout.ts";
import { useVirtualLines } from "./use-virtual-lines.ts";

/** The cell that has the focus, or would get it. */
export interface ActiveCell extends GridPosition {
  /** The row, which keeps the focus when other rows come before it. */
  readonly slot: number | undefined;
}

interface RegisterTableProps {
  /** The name of the table; that of the register by default. */
  readonly label?: string;
  readonly rows: RegisterRows;
  readonly layout: RowLayout;
  readonly columns: readonly RegisterColumn[];
  readonly widths: Readonly<Record<string, number>>;
  readonly sort: RegisterQuery["sort"];
  readonly group: RegisterColumn | undefined;
  /** The registration that is open beside the table. */
  readonly openSlot: number | undefined;
  /** Undefined for readers who decide nothing. */
  readonly selection: RegisterSelection | undefined;
  readonly active: ActiveCell;
  readonly onActivate: (active: ActiveCell) => void;
  readonly onOpen: (slot: number) => void;
  readonly onSort: (column: string) => void;
  readonly onResize: (column: string, width: number) => void;
  readonly onMove: (column: string, target: string) => void;
}

const selectWidth = 40;

const tableId = "register-table";

/** The cell whose element can get the focus. */
const focusableSelector = `#${tableId} [tabindex="0"]`;

export const focusTable = (): void => document.querySelector<HTMLElement>(focusableSelector)?.focus();

/** The table of the register: only the lines in view are in the document. */
export function RegisterTable(props: RegisterTableProps) {
  const { rows, layout, columns, widths, sort, group, selection, active } = props;
  const { t } = useTranslation();
  const lines = useVirtualLines();
  const table = useRef<HTMLTableElement>(null);
  const grid = useGridActions(props, lines, table);
  const { position } = grid;
  const columnCount = columns.length + (selection ? 1 : 0);
  const offset = selection ? 1 : 0;
  const widthOf = (column: RegisterColumn) => widths[column.spec.key] ?? column.width;
  const total = columns.reduce((sum, each) => sum + widthOf(each), selection ? selectWidth : 0);
  useFocusOfRow(table, position.line);
  return (
    <div ref={lines.scroller} class="register-scroll">
      <table
        ref={table}
        id={tableId}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the keys of a grid move in it.
        role="grid"
        class="register-table"
        style={{ inlineSize: `${total}px` }}
        aria-label={props.label ?? t("nav.register")}
        aria-rowcount={layout.length + 1}
        aria-colcount={columnCount}
        aria-multiselectable={selection ? "true" : undefined}
        onKeyDown={grid.press}
        onFocusIn={grid.follow}
        onClick={grid.click}
      >
        <colgroup>
          {selection && <col style={{ inlineSize: `${selectWidth}px` }} />}
          {columns.map((column) => (
            <col key={column.spec.key} style={{ inlineSize: `${widthOf(column)}px` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1} data-line={-1}>
            {selection && (
              <th scope="col" class="register-select" data-column={0}>
                <input
                  type="checkbox"
                  aria-label={t("register.selectAll", { count: layout.rowCount })}
                  tabIndex={position.line < 0 && active.column === 0 ? 0 : -1}
                  checked={layout.rowCount > 0 && selection.all.length >= layout.rowCount && grid.isAllSelected()}
                  onChange={(event) => selection.set(layout.listAllSlots(), event.currentTarget.checked)}
                />
              </th>
            )}
            {columns.map((column, index) => (
              <HeaderCell
                key={column.spec.key}
                {...{ column, sort }}
                at={index + offset}
                width={widthOf(column)}
                isFocusable={position.line < 0 && active.column === index + offset}
                onSort={() => props.onSort(column.spec.key)}
                onResize={(width) => props.onResize(column.spec.key, width)}
                onDrop={(target) => props.onMove(column.spec.key, target)}
              />
            ))}
          </tr>
        </thead>
        <TableLines
          {...{ rows, layout, columns, group, selection, columnCount, offset, lines }}
          openSlot={props.openSlot}
          focusedLine={position.line}
          focusedColumn={active.column}
        />
      </table>
    </div>
  );
}

/** Keeps the focus on its row: the element of a line shows another row when the order changes. */
function useFocusOfRow(table: { readonly current: HTMLTableElement | null }, line: number): void {
  const { activeElement } = document;
  const hadFocus = table.current?.contains(activeElement) ?? false;
  const isInRow = (findPosition(activeElement)?.line ?? -1) >= 0;
  useLayoutEffect(() => {
    if (!hadFocus || (document.activeElement !== document.body && !(isInRow && line >= 0))) return;
    const cell = document.querySelector<HTMLElement>(focusableSelector);
    if (cell !== document.activeElement) cell?.focus({ preventScroll: true });
  });
}

interface TableLinesProps extends Pick<RegisterTableProps, "rows" | "layout" | "columns" | "group" | "openSlot"> {
  readonly selection: RegisterSelection | undefined;
  readonly columnCount: number;
  readonly offset: number;
  readonly lines: ReturnType<typeof useVirtualLines>;
  readonly focusedLine: number;
  readonly focusedColumn: number;
}

/**
 * The lines in view and what takes the place of the others. Drawn again only if one of them changes, and each line in the
 * elements that it has: both take most of the time of a sort or a search.
 */
function TableLines(props: TableLinesProps) {
  const { rows, layout, columns, group, selection, columnCount, offset, lines, openSlot } = props;
  const { first, count, lineHeight } = lines;
  const { focusedLine, focusedColumn } = props;
  return useMemo(() => {
    const shown = listRenderedLines(first, count, layout.length, focusedLine);
    return (
      <tbody>
        {shown.map((line, index) => (
          <Fragment key={line}>
            <Gap {...{ columnCount }} height={(line - ((shown[index - 1] ?? -1) + 1)) * lineHeight} />
            <TableLine
              {...{ rows, columns, group, selection, columnCount, offset, openSlot }}
              index={line}
              line={layout.getLine(line)}
              focusedColumn={line === focusedLine ? focusedColumn : undefined}
            />
          </Fragment>
        ))}
        <Gap {...{ columnCount }} height={(layout.length - ((shown.at(-1) ?? -1) + 1)) * lineHeight} />
      </tbody>
    );
  }, [rows, layout, columns, group, selection?.all, columnCount, first, count, focusedLine, focusedColumn, openSlot]);
}

/** The place of the lines that are not in the document. */
const Gap = ({ height, columnCount }: { readonly height: number; readonly columnCount: number }) =>
  height > 0 ? (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row of a table has no focus of its own.
    <tr class="register-gap" aria-hidden="true">
      <td colSpan={columnCount} style={{ blockSize: `${height}px` }} />
    </tr>
  ) : null;

/** What keys and presses in the table do. */
function useGridActions(
  { layout, columns, selection, active, onActivate, onOpen }: RegisterTableProps,
  lines: ReturnType<typeof useVirtualLines>,
  table: { readonly current: HTMLTableElement | null },
) {
  const found = active.slot === undefined ? -1 : layout.findIndex(active.slot);
  const line = active.line < 0 ? -1 : found >= 0 ? found : Math.min(active.line, layout.length - 1);
  const columnCount = columns.length + (selection ? 1 : 0);
  const position = { line, column: Math.min(active.column, columnCount - 1) };
  /** The next key may come before the next rendering. */
  const latest = useRef<GridPosition>(position);
  latest.current = position;
  /** Where a range of selected rows begins. */
  const anchor = useRef<number>(undefined);
  const isFocusWanted = useRef(false);
  useLayoutEffect(() => {
    if (!isFocusWanted.current) return;
    isFocusWanted.current = false;
    const cell = document.querySelector<HTMLElement>(focusableSelector);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  const getSlot = (index: number) => {
    const at = layout.getLine(index);
    return at?.kind === "row" ? at.slot : undefined;
  };
  const activate = (to: GridPosition) => {
    latest.current = to;
    isFocusWanted.current = true;
    lines.showLine(to.line);
    onActivate({ ...to, slot: getSlot(to.line) });
  };
  /** Selects or clears one row, or all from the last one to this. */
  const select = (to: number, isRange: boolean) => {
    const slot = getSlot(to);
    if (!selection || slot === undefined) return;
    const from = isRange ? layout.findIndex(anchor.current ?? slot) : to;
    selection.set(layout.listSlots(from < 0 ? to : from, to), isRange || !selection.has(slot));
    if (!isRange) anchor.current = slot;
  };
  /** @returns whether the key moved the focus */
  const moveByKey = (event: KeyboardEvent): boolean => {
    const isRtl = table.current !== null && getComputedStyle(table.current).direction === "rtl";
    const size = { lines: layout.length, columns: columnCount, page: lines.page, isRightToLeft: isRtl };
    const to = event.altKey ? undefined : movePosition(latest.current, event, size);
    if (!to) return false;
    const { line: from } = latest.current;
    activate(to);
    if (event.shiftKey && to.line !== from) {
      anchor.current ??= getSlot(from);
      select(to.line, true);
    }
    return true;
  };
  /** @returns whether the key did something with the row, or with all rows */
  const actByKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean => {
    const slot = getSlot(latest.current.line);
    if (key === "a" && (ctrlKey || metaKey)) selection?.set(layout.listAllSlots(), true);
    else if (slot === undefined || ctrlKey || metaKey || altKey) return false;
    else if (key === "Enter") onOpen(slot);
    else if (key === " ") select(latest.current.line, shiftKey);
    else return false;
    return true;
  };
  const press = (event: KeyboardEvent) => {
    if (moveByKey(event) || actByKey(event)) event.preventDefault();
  };
  /** The focus may come by a press, too. */
  const follow = ({ target }: FocusEvent) => {
    const at = findPosition(target);
    const { current } = latest;
    if (at && (at.line !== current.line || at.column !== current.column)) onActivate({ ...at, slot: getSlot(at.line) });
  };
  const click = (event: MouseEvent) => {
    const at = findPosition(event.target);
    if (!at || at.line < 0) return;
    const { line: index, column } = at;
    const isSelecting = selection !== undefined && (column === 0 || event.shiftKey || event.ctrlKey || event.metaKey);
    const slot = getSlot(index);
    if (isSelecting) select(index, event.shiftKey);
    else if (slot !== undefined) onOpen(slot);
  };
  const isAllSelected = () => selection !== undefined && layout.listAllSlots().every(selection.has);
  return { position, press, click, follow, isAllSelected };
}

/** The cell that contains an element. */
function findPosition(target: EventTarget | null): GridPosition | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-column]") : null;
  const line = cell?.closest<HTMLElement>("[data-line]");
  return cell && line ? { line: Number(line.dataset["line"]), column: Number(cell.dataset["column"]) } : undefined;
}

interface TableLineProps extends Pick<RegisterTableProps, "rows" | "columns" | "group" | "selection" | "openSlot"> {
  readonly index: number;
  readonly line: LayoutLine | undefined;
  readonly columnCount: number;
  /** The place of the first column behind that of the selection. */
  readonly offset: number;
  readonly focusedColumn: number | undefined;
}

function TableLine(props: TableLineProps) {
  const { rows, columns, group, selection, openSlot, index, line, columnCount, offset, focusedColumn } = props;
  const { t, language } = useTranslation();
  if (!line) return null;
  const place = { "data-line": index, "aria-rowindex": index + 2 };
  if (line.kind === "group")
    return (
      <tr class="register-group" {...place}>
        <th scope="rowgroup" colSpan={columnCount} data-column={0} tabIndex={focusedColumn === undefined ? -1 : 0}>
          <bdi>{line.value === "" ? t("register.noValue") : group?.formatCell(line.value)}</bdi>{" "}
          <span class="soft">({new Intl.NumberFormat(language).format(line.count)})</span>
        </th>
      </tr>
    );
  const row = rows.find(line.slot) ?? [];
  const isSelected = selection?.has(line.slot);
  const isOpen = line.slot === openSlot;
  return (
    <tr
      {...place}
      class={isOpen ? "open" : ""}
      aria-selected={isSelected === undefined ? undefined : isSelected ? "true" : "false"}
      aria-current={isOpen ? "true" : undefined}
    >
      {selection && (
        <td class="register-select" data-column={0} tabIndex={focusedColumn === 0 ? 0 : -1}>
          <span class="register-mark" aria-hidden="true">
            {isSelected ? "☑" : "☐"}
          </span>
          <span class="hidden-visually">{t("queue.choose", { name: rows.getText(row, "name") })}</span>
        </td>
      )}
      {columns.map((column, at) => {
        const cell = { "data-column": at + offset, tabIndex: focusedColumn === at + offset ? 0 : -1 };
        const content = <CellContent {...{ rows, row, column }} />;
        return column.spec.key === "name" ? (
          <th key={column.spec.key} scope="row" {...cell}>
            {content}
          </th>
        ) : (
          <td key={column.spec.key} {...cell}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}

interface CellContentProps {
  readonly rows: RegisterRows;
  readonly row: FeedRow;
  readonly column: RegisterColumn;
}

function CellContent({ rows, row, column }: CellContentProps): ComponentChildren {
  const { key } = column.spec;
  const value = rows.getText(row, key);
  const text = column.formatCell(value);
  if (key === "accreditation")
    return (
      <AccreditationTag
        registrationId={rows.getText(row, "registrationId")}
        state={value as StaffRegistration["accreditation"]}
      />
    );
  if (key === "seat") return <Tag tone={seatTones[value as keyof typeof seatTones]}>{text}</Tag>;
  return <bdi title={text}>{text}</bdi>;
}
