import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Values } from "#shared/i18n/message.ts";
import { normalizeForIdentity, normalizeForSearch } from "#shared/text/compare-text.ts";
import { createNameFinder, type NamedOption } from "#shared/text/name-finder.ts";
import { Field, type FieldProps } from "./fields.tsx";

/** The texts of a combobox. */
export type ComboboxTextKey = `common.${"openList" | "nothingFits" | "notInList" | "results"}`;

interface ComboboxProps extends FieldProps {
  /** The value of an option; a text that is no option is shown with an error, unless free text is allowed. */
  readonly value: string;
  readonly options: readonly NamedOption[];
  readonly onChange: (value: string) => void;
  readonly t: (key: ComboboxTextKey, values?: Values) => string;
  /** Called if no option matches the typed text. */
  readonly onNothingFound?: () => void;
  /** Accepts typed text that is not an option. */
  readonly allowsFreeText?: boolean;
  readonly autocomplete?: string;
}

/** How long a person has stopped typing before the number of matches is announced. */
const announcementDelayMs = 400;

/** The option with exactly this label; otherwise the only one that differs in accents or case. */
function findTypedOption(options: readonly NamedOption[], typed: string): NamedOption | undefined {
  const exact = options.find(({ label }) => normalizeForIdentity(label) === normalizeForIdentity(typed));
  const [similar, another] = options.filter(({ label }) => normalizeForSearch(label) === normalizeForSearch(typed));
  return exact ?? (another ? undefined : similar);
}

/** An editable combobox with list autocomplete, as in WAI-ARIA 1.2. */
export function Combobox({
  value,
  options,
  onChange,
  t,
  onNothingFound,
  allowsFreeText,
  autocomplete,
  ...field
}: ComboboxProps) {
  const chosen = options.find((option) => option.value === value);
  const [typed, setTyped] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [said, setSaid] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const finder = useMemo(() => createNameFinder(options), [options]);
  const found = useMemo(() => finder.search(typed ?? ""), [finder, typed]);
  // With free text, an empty list is hidden.
  const isShown = isOpen && !(allowsFreeText && found.length === 0);

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active, isOpen]);
  useEffect(() => {
    if (!isShown || typed === undefined || typed.trim() === "") return undefined;
    if (found.length === 0) onNothingFound?.();
    const timer = setTimeout(() => setSaid(t("common.results", { count: found.length })), announcementDelayMs);
    return () => [clearTimeout(timer), setSaid("")];
  }, [typed, found, isShown]);
  // The other names of options may load after the person has left the field.
  useEffect(() => {
    const named = !chosen && !allowsFreeText && typed === undefined ? finder.findExact(value) : [];
    if (named.length === 1 && named[0]) onChange(named[0].value);
  }, [finder]);

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (option: NamedOption | undefined) => {
    if (option) onChange(option.value);
    setTyped(undefined);
    close();
  };
  /**
   * The option that the typed text stands for: the highlighted one, the one with that name or code, or the only match.
   */
  const findMeant = (text: string): NamedOption | undefined => {
    if (found[active]) return found[active];
    // Another name that only resembles an option, such as "A Network" for "A+ Network", is a free text of its own.
    if (allowsFreeText) return findTypedOption(options, text);
    return [finder.findExact(text), found].find((each) => each.length === 1)?.[0];
  };
  /** On Tab, Enter and blur. A text that stands for no option stays, with an error; only an emptied field is empty. */
  const leave = () => {
    if (typed === undefined && active < 0) return close();
    const text = (typed ?? "").trim();
    const meant = text === "" && active < 0 ? undefined : findMeant(text);
    if (!meant && typed !== undefined) onChange(text);
    choose(meant);
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
    Enter: leave,
  };
  const press = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    const act = keys[event.key];
    if (!act || event.isComposing || (event.key === "Enter" && active < 0 && typed === undefined)) return;
    event.preventDefault();
    act();
  };
  const isUnknown = value !== "" && !chosen && !allowsFreeText && typed === undefined && options.length > 0;
  const errorText = isUnknown ? t("common.notInList", { text: value }) : field.errorText;
  return (
    <Field {...field} errorText={errorText}>
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
            value={typed ?? chosen?.label ?? value}
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
              aria-label={t("common.openList")}
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
                {t("common.nothingFits")}
              </div>
            )}
          </div>
          {isShown && (
            <p class="hidden-visually" role="status">
              {said}
            </p>
          )}
        </div>
      )}
    </Field>
  );
}

const findOptionIndex = (options: readonly NamedOption[], value: string) =>
  options.findIndex((option) => option.value === value);
