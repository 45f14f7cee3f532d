import { Button } from "../../../kit/components/button.tsx";
import { isolateText } from "../../../kit/i18n/languages.ts";
import { useTranslation } from "../../translations.ts";
import type { RegisterResult } from "../engine/register-engine.ts";
import type { RegisterColumn } from "../register-columns.ts";
import type { RegisterState } from "../register-state.ts";
import type { SavedViews } from "../saved-views/use-saved-views.ts";
import { ViewPicker } from "../saved-views/view-picker.tsx";

interface RegisterToolsProps {
  readonly all: readonly RegisterColumn[];
  readonly text: string;
  readonly hasFilters: boolean;
  readonly state: RegisterState;
  readonly result: RegisterResult;
  /** How many registrations are loaded, until all are. */
  readonly loading: number | undefined;
  readonly onSearch: (text: string) => void;
  readonly onFilters: () => void;
  readonly saved: SavedViews;
  readonly onColumns: () => void;
  /** Absent for staff who may not export. */
  readonly onExport: (() => void) | undefined;
  readonly onGroup: (column: string | undefined) => void;
  readonly onFilter: (column: string, values: readonly string[]) => void;
  readonly onClear: () => void;
}

/** Title, count and search of the register, and what changes its rows and columns, in one line where there is room. */
export function RegisterTools(props: RegisterToolsProps) {
  const { all, text, hasFilters, state, result, loading, saved } = props;
  const { onSearch, onFilters, onColumns, onExport, onGroup } = props;
  const { t } = useTranslation();
  const isGrouping = ({ content, spec }: RegisterColumn) => content !== "unique" && spec.order === "text";
  return (
    <>
      <div class="register-tools">
        <h1 id="register-title">{t("nav.register")}</h1>
        <p class="number register-count" aria-busy={loading === undefined ? undefined : "true"}>
          {loading === undefined
            ? t("register.shown", { shown: result.order.length, total: result.total })
            : t("register.loading", { count: loading })}
        </p>
        <input
          id="register-search"
          class="input compact"
          type="search"
          dir={text === "" ? undefined : "auto"}
          autocomplete="off"
          aria-label={t("register.search")}
          placeholder={t("register.searchHint")}
          value={text}
          onInput={(event) => onSearch(event.currentTarget.value)}
        />
        <button type="button" class="button secondary small" aria-pressed={hasFilters} onClick={onFilters}>
          {t("register.filters")}
        </button>
        <Button kind="secondary" small onPress={onColumns}>
          {t("register.columns")}
        </Button>
        {onExport && (
          <Button kind="secondary" small onPress={onExport}>
            {t("register.export")}
          </Button>
        )}
        <label class="register-group-by small">
          {t("register.group")}{" "}
          <select
            class="input compact"
            value={state.group ?? ""}
            onChange={(event) => onGroup(event.currentTarget.value || undefined)}
          >
            <option value="">{t("register.noGroup")}</option>
            {all.filter(isGrouping).map(({ spec, label }) => (
              <option key={spec.key} value={spec.key}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <ViewPicker {...{ saved, state, all }} />
      </div>
      <ActiveFilters {...props} />
    </>
  );
}

/** The filters in use. Pressing one removes it. */
function ActiveFilters({ all, state, onFilter, onClear }: RegisterToolsProps) {
  const { t, language } = useTranslation();
  const used = all.flatMap((column) => {
    const values = state.filters[column.spec.key] ?? [];
    return values.length > 0 ? [{ column, values }] : [];
  });
  if (used.length === 0) return null;
  const format = new Intl.ListFormat(language, { type: "disjunction", style: "narrow" });
  return (
    <ul class="row plain-list register-used">
      {used.map(({ column, values }) => {
        const texts = values.map((value) => (value === "" ? t("register.noValue") : column.formatValue(value)));
        const listed = format.format(texts.map(isolateText));
        const said = t("register.values", { column: isolateText(column.label), values: listed });
        return (
          <li key={column.spec.key}>
            <Button
              kind="secondary"
              small
              label={t("register.removeFilter", { column: said })}
              onPress={() => onFilter(column.spec.key, [])}
            >
              <bdi>{said}</bdi> <span aria-hidden="true">×</span>
            </Button>
          </li>
        );
      })}
      {used.length > 1 && (
        <li>
          <Button kind="quiet" small onPress={onClear}>
            {t("register.clearFilters")}
          </Button>
        </li>
      )}
    </ul>
  );
}
