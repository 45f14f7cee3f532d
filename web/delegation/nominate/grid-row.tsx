import { type Faults, labelOf } from "../../form/faults.ts";
import { Button } from "../../kit/button.tsx";
import { useWords } from "../words.ts";
import { type Column, columns, pathOf, type Row } from "./row.ts";

interface Props {
  readonly row: Row;
  readonly index: number;
  readonly faults: Faults;
  readonly onInput: (column: Column, value: string) => void;
  readonly onPaste: (column: Column, text: string) => void;
  readonly onRemove: (() => void) | undefined;
}

/** A person of the grid; what is wrong stands under its cell. */
export function GridRow({ row, index, faults, onInput, onPaste, onRemove }: Props) {
  const { t } = useWords();
  return (
    <div class="grid-row">
      <span class="soft number">{index + 1}</span>
      {columns.map((column) => (
        <Cell key={column} {...{ row, index, column, onInput, onPaste }} fault={faults[pathOf(column)]} />
      ))}
      {onRemove && (
        <Button kind="quiet" small label={t("nominate.remove", { row: index + 1 })} onPress={onRemove}>
          ✕
        </Button>
      )}
    </div>
  );
}

function Cell({
  row,
  index,
  column,
  fault,
  onInput,
  onPaste,
}: Pick<Props, "row" | "index" | "onInput" | "onPaste"> & {
  readonly column: Column;
  readonly fault: string | undefined;
}) {
  const { t, find } = useWords();
  const id = `cell-${row.id}-${column}`;
  const label = column === "email" ? t("nominate.email") : labelOf(pathOf(column), find);
  return (
    <div class={fault ? "field faulty" : "field"}>
      <input
        id={id}
        class="input"
        dir={column === "email" ? "ltr" : "auto"}
        placeholder={label}
        aria-label={t("nominate.cell", { field: label, row: index + 1 })}
        aria-invalid={fault ? "true" : undefined}
        aria-describedby={fault ? `${id}-fault` : undefined}
        value={row[column]}
        onInput={(event) => onInput(column, event.currentTarget.value)}
        onPaste={(event) => {
          const text = event.clipboardData?.getData("text/plain") ?? "";
          if (!/[\t\n]/.test(text)) return;
          event.preventDefault();
          onPaste(column, text);
        }}
      />
      {fault && (
        <p class="fault small" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}
