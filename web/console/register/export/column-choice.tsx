import { Button } from "../../../kit/components/button.tsx";
import { useTranslation } from "../../translations.ts";
import type { OfferedColumn } from "./export-columns.ts";

interface ColumnChoiceProps {
  readonly offered: readonly OfferedColumn[];
  /** The paths of the chosen columns in their order. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Chooses and orders the columns of an export: the chosen ones in their order, then the others. */
export function ColumnChoice({ offered, chosen, onChange }: ColumnChoiceProps) {
  const { t } = useTranslation();
  const inOrder = chosen.flatMap((path) => offered.find((each) => each.path === path) ?? []);
  const others = offered.filter(({ path }) => !chosen.includes(path));
  const move = (path: string, by: 1 | -1) => {
    const from = chosen.indexOf(path);
    onChange(chosen.filter((each) => each !== path).toSpliced(from + by, 0, path));
  };
  return (
    <fieldset class="field export-columns">
      <legend>{t("exports.columns", { count: chosen.length })}</legend>
      <ul class="plain-list register-columns">
        {[...inOrder, ...others].map(({ path, label, isSensitive }) => {
          const at = chosen.indexOf(path);
          return (
            <li key={path}>
              <label class="choice">
                <input
                  type="checkbox"
                  checked={at >= 0}
                  onChange={(event) =>
                    onChange(event.currentTarget.checked ? [...chosen, path] : chosen.filter((each) => each !== path))
                  }
                />
                <span>
                  <bdi>{label}</bdi> {isSensitive && <span class="optional">({t("exports.sensitive")})</span>}
                </span>
              </label>
              {at >= 0 && (
                <span class="register-column-tools">
                  <Button
                    kind="secondary"
                    small
                    label={t("register.moveEarlier", { column: label })}
                    disabled={at === 0}
                    onPress={() => move(path, -1)}
                  >
                    ↑
                  </Button>
                  <Button
                    kind="secondary"
                    small
                    label={t("register.moveLater", { column: label })}
                    disabled={at === chosen.length - 1}
                    onPress={() => move(path, 1)}
                  >
                    ↓
                  </Button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
