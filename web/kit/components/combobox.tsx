import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { normalizeForIdentity, normalizeForSearch } from "#shared/text/compare-text.ts";
import type { SelectOption } from "./fields.tsx";
import { Field, type FieldProps } from "./fields.tsx";

interface ComboboxProps extends FieldProps {
  readonly value: string;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
  /** Shown if no option matches the typed text. */
  readonly noMatchText: string;
  /** The accessible name of the button that opens the list. */
  readonly openListLabel: string;
  /** Accepts typed text that is not an option. */
  readonly allowsFreeText?: boolean;
  readonly autocomplete?: string;
}

/** Matching options: first those that start with the text, then those with a word that does, then the others. */
function filterOptions(options: readonly SelectOption[], typed: string): readonly SelectOption[] {
  const query = normalizeForSearch(typed.trim());
  if (query === "") return options;
  const rank = (label: string) => {
    const at = normalizeForSearch(label).indexOf(query);
    return at <= 0 ? at : 1 + Number(/[\p{L}\p{N}]/u.test(normalizeForSearch(label)[at - 1] ?? ""));
  };
  const ranked = options.map((option) => ({ option, rank: rank(option.label) })).filter((each) => each.rank >= 0);
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ option }) => option);
}

/** The option with exactly this label; otherwise the only one that differs in accents or case. */
function findTypedOption(options: readonly SelectOption[], typed: string): SelectOption | undefined {
  const exact = options.find(({ label }) => normalizeForIdentity(label) === normalizeForIdentity(typed));
  const [similar, another] = options.filter(({ label }) => normalizeForSearch(label) === normalizeForSearch(typed));
  return exact ?? (another ? undefined : similar);
}

/** An editable combobox with list autocomplete, as in WAI-ARIA 1.2. */
export function Combobox({
  value,
  options,
  onChange,
  noMatchText,
  openListLabel,
  allowsFreeText,
  autocomplete,
  ...field
}: ComboboxProps) {
  const chosen = options.find((option) => option.value === value);
  const shown = chosen?.label ?? (allowsFreeText ? value : "");
  const [typed, setTyped] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const found = useMemo(() => filterOptions(options, typed ?? ""), [options, typed]);
  // With free text, an empty list is hidden.
  const isShown = isOpen && !(allowsFreeText && found.length === 0);

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active, isOpen]);

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (option: SelectOption | undefined) => {
    if (option) onChange(option.value);
    setTyped(undefined);
    close();
  };
  /** On blur, a text that names one option is chosen; any other text is reset to the previous value. */
  const leave = () => {
    if (typed?.trim() === "") onChange("");
    choose(typed === undefined ? undefined : findTypedOption(options, typed));
  };
  const type = (text: string) => {
    setTyped(text);
    setOpen(true);
    setActive(-1);
    if (allowsFreeText) onChange(text);
  };
  const move = (to: number) => {
    setOpen(true);
    setActive((to + found.length) % Math.max(found.length, 1));
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(isOpen ? active + 1 : Math.max(findOptionIndex(found, value), 0)),
    ArrowUp: () => move(isOpen && active >= 0 ? active - 1 : found.length - 1),
    Escape: () => (isOpen ? close() : type("")),
    Enter: () => choose(found[active]),
  };
  const press = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    const act = keys[event.key];
    if (!act || event.isComposing || (event.key === "Enter" && active < 0)) return;
    event.preventDefault();
    act();
  };
  return (
    <Field {...field}>
      {(attributes) => (
        <div class="combobox">
          <input
            {...attributes}
            ref={input}
            class="input"
            role="combobox"
            type="text"
            dir="auto"
            autocomplete={autocomplete ?? "off"}
            spellcheck={false}
            aria-expanded={isShown}
            aria-controls={`${field.id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={isOpen && active >= 0 ? `${field.id}-${active}` : undefined}
            value={typed ?? shown}
            onInput={(event) => type(event.currentTarget.value)}
            onClick={() => setOpen(true)}
            onKeyDown={press}
            onBlur={leave}
          />
          {options.length > 0 && (
            <button
              type="button"
              class="combobox-open"
              tabIndex={-1}
              aria-label={openListLabel}
              aria-expanded={isShown}
              aria-controls={`${field.id}-list`}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                input.current?.focus();
                setOpen(!isOpen);
              }}
            >
              ▾
            </button>
          )}
          <div
            ref={list}
            class="combobox-list"
            id={`${field.id}-list`}
            role="listbox"
            aria-label={field.label}
            hidden={!isShown}
          >
            {isShown &&
              found.map((option, index) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus.
                <div
                  key={option.value}
                  id={`${field.id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={option.value === value}
                  class={index === active ? "active" : undefined}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => choose(option)}
                >
                  {option.label}
                </div>
              ))}
            {isShown && found.length === 0 && (
              <div class="none" role="option" tabIndex={-1} aria-selected={false} aria-disabled="true">
                {noMatchText}
              </div>
            )}
          </div>
        </div>
      )}
    </Field>
  );
}

const findOptionIndex = (options: readonly SelectOption[], value: string) =>
  options.findIndex((option) => option.value === value);
