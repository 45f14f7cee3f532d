import { useMemo, useState } from "preact/hooks";
import { normalizeForSearch } from "#shared/text/compare-text.ts";
import { useTranslation } from "../../translations.ts";
import type { RegisterQuery, RegisterResult, ValueCount } from "../engine/register-engine.ts";
import type { RegisterColumn } from "../register-columns.ts";

/** How many values are listed, and from how many on one can search for one. */
const listedValues = 40;
const searchedFrom = 9;

interface RegisterFiltersProps {
  readonly columns: readonly RegisterColumn[];
  readonly filters: RegisterQuery["filters"];
  readonly counts: RegisterResult["counts"];
  /** The columns whose values are shown. */
  readonly opened: readonly string[];
  readonly onToggle: (column: string, isOpen: boolean) => void;
  readonly onFilter: (column: string, values: readonly string[]) => void;
}

/** A filter for each column: its values, each with the number of registrations that have it. */
export function RegisterFilters({ columns, filters, counts, opened, onToggle, onFilter }: RegisterFiltersProps) {
  const { t } = useTranslation();
  return (
    <section class="register-filters" aria-label={t("register.filters")}>
      {columns
        .filter(({ content }) => content !== "unique")
        .map((column) => {
          const { key } = column.spec;
          const chosen = filters[key] ?? [];
          const isOpen = opened.includes(key);
          return (
            <details
              key={key}
              data-key={key}
              open={isOpen}
              onToggle={(event) => onToggle(key, event.currentTarget.open)}
            >
              <summary>
                <bdi>{column.label}</bdi> {chosen.length > 0 && <span class="number">({chosen.length})</span>}
              </summary>
              {isOpen && (
                <ValueList
                  {...{ column, chosen }}
                  counts={counts[key] ?? []}
                  onChange={(values) => onFilter(key, values)}
                />
              )}
            </details>
          );
        })}
    </section>
  );
}

interface ValueListProps {
  readonly column: RegisterColumn;
  readonly chosen: readonly string[];
  readonly counts: readonly ValueCount[];
  readonly onChange: (values: readonly string[]) => void;
}

/** The values of a column, the most frequent first; numbers and days in their order. */
function ValueList({ column, chosen, counts, onChange }: ValueListProps) {
  const { t, language } = useTranslation();
  const [typed, setTyped] = useState("");
  const collator = useMemo(() => new Intl.Collator(language, { numeric: true }), [language]);
  const { format } = useMemo(() => new Intl.NumberFormat(language), [language]);
  // A column can have thousands of values, and each change of the filters counts them anew.
  const { all, found, listed } = useMemo(() => {
    const known = new Set(counts.map(([value]) => value));
    const every = [...counts, ...chosen.filter((value) => !known.has(value)).map((value): ValueCount => [value, 0])];
    const words = normalizeForSearch(typed);
    const matching = every
      .map(([value, count]) => ({
        value,
        count,
        text: value === "" ? t("register.noValue") : column.formatValue(value),
      }))
      .filter(({ value, text }) => words === "" || chosen.includes(value) || normalizeForSearch(text).includes(words));
    const ordered = matching.toSorted((a, b) =>
      column.spec.order === "value"
        ? collator.compare(a.value, b.value)
        : b.count - a.count || collator.compare(a.text, b.text),
    );
    return {
      all: every,
      found: ordered,
      listed: ordered.filter(({ value }, index) => index < listedValues || chosen.includes(value)),
    };
  }, [counts, chosen.join("\n"), typed, column, collator]);
  const toggle = (value: string, isOn: boolean) =>
    onChange(isOn ? [...chosen, value] : chosen.filter((each) => each !== value));
  return (
    <div class="register-values">
      {all.length >= searchedFrom && (
        <input
          class="input compact"
          type="search"
          dir={typed === "" ? undefined : "auto"}
          aria-label={`${t("register.findValue")}${t("common.colon")}${column.label}`}
          placeholder={t("register.findValue")}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <ul class="plain-list">
        {listed.map(({ value, count, text }) => (
          <li key={value}>
            <label class="choice">
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={(event) => toggle(value, event.currentTarget.checked)}
              />
              <span>
                <bdi>{text}</bdi>
              </span>
              <span class="soft number">{format(count)}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > listed.length && (
        <p class="small soft">{t("register.moreValues", { count: found.length - listed.length })}</p>
      )}
    </div>
  );
}
