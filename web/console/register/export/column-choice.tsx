import { useTranslation } from "../../translations.ts";
import { MoveButtons } from "../view/move-buttons.tsx";
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
  return (
    <fieldset class="field export-columns">
      <legend>{t("exports.columns", { count: chosen.length })}</legend>
      <ul class="plain-list register-columns">
        {[...inOrder, ...others].map(({ path, label, isSensitive }) => {
          const isChosen = chosen.includes(path);
          return (
            <li key={path}>
              <label class="choice">
                <input
                  type="checkbox"
                  checked={isChosen}
                  onChange={(event) =>
                    onChange(event.currentTarget.checked ? [...chosen, path] : chosen.filter((each) => each !== path))
                  }
                />
                <span>
                  <bdi>{label}</bdi> {isSensitive && <span class="optional">({t("exports.sensitive")})</span>}
                </span>
              </label>
              {isChosen && (
                <span class="register-column-tools">
                  <MoveButtons {...{ chosen, label, onChange }} column={path} />
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
