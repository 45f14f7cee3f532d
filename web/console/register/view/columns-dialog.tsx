import { Button } from "../../../kit/components/button.tsx";
import { Dialog } from "../../../kit/components/dialog.tsx";
import { useTranslation } from "../../translations.ts";
import type { RegisterColumn } from "../register-columns.ts";
import { clampWidth } from "./header-cell.tsx";
import { MoveButtons } from "./move-buttons.tsx";

interface ColumnsDialogProps {
  readonly columns: readonly RegisterColumn[];
  /** The keys of the shown columns in their order. */
  readonly shown: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
  readonly onChange: (shown: readonly string[]) => void;
  readonly onResize: (column: string, width: number) => void;
  readonly onReset: () => void;
  readonly onClose: () => void;
}

/** Chooses, moves and sizes the columns without a pointer: the shown ones in their order, then the others. */
export function ColumnsDialog({ columns, shown, widths, onChange, onResize, onReset, onClose }: ColumnsDialogProps) {
  const { t } = useTranslation();
  const isShown = ({ spec }: RegisterColumn) => shown.includes(spec.key);
  const inOrder = shown.flatMap((key) => columns.find(({ spec }) => spec.key === key) ?? []);
  return (
    <Dialog title={t("register.columns")} onClose={onClose}>
      <p class="small soft">{t("register.columnsHint")}</p>
      <ul class="plain-list register-columns">
        {[...inOrder, ...columns.filter((each) => !isShown(each))].map((column) => {
          const { label, spec, width } = column;
          const { key } = spec;
          return (
            <li key={key}>
              <label class="choice">
                <input
                  type="checkbox"
                  checked={isShown(column)}
                  disabled={isShown(column) && shown.length === 1}
                  onChange={(event) =>
                    onChange(event.currentTarget.checked ? [...shown, key] : shown.filter((each) => each !== key))
                  }
                />
                <span>
                  <bdi>{label}</bdi>
                </span>
              </label>
              {isShown(column) && (
                <span class="register-column-tools">
                  <MoveButtons {...{ label, onChange }} chosen={shown} column={key} />
                  <input
                    class="input compact"
                    type="number"
                    step={10}
                    aria-label={t("register.widthOf", { column: label })}
                    value={widths[key] ?? width}
                    onChange={(event) => onResize(key, clampWidth(event.currentTarget.valueAsNumber || width))}
                  />
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <div class="row">
        <Button onPress={onClose}>{t("common.close")}</Button>
        <Button kind="secondary" onPress={onReset}>
          {t("register.resetColumns")}
        </Button>
      </div>
    </Dialog>
  );
}
