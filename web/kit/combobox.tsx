import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Field, type FieldProps } from "./field.tsx";
import type { Option } from "./inputs.tsx";

interface Props extends FieldProps {
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  /** Said when nothing fits what was typed. */
  readonly none: string;
  /** The name of the button that opens the list. */
  readonly open: string;
  /** Keeps what was typed, when it is no option. */
  readonly free?: boolean;
  readonly autocomplete?: string;
}

/** Small letters without accents, so that "cote" finds "Côte d’Ivoire". */
const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** First what begins so, then what has a word that begins so, then what contains it. */
function fitting(options: readonly Option[], typed: string): readonly Option[] {
  const wanted = plain(typed.trim());
  if (wanted === "") return options;
  const rank = (label: string) => {
    const at = plain(label).indexOf(wanted);
    return at <= 0 ? at : 1 + Number(/[\p{L}\p{N}]/u.test(plain(label)[at - 1] ?? ""));
  };
  const ranked = options.map((option) => ({ option, rank: rank(option.label) })).filter((each) => each.rank >= 0);
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ option }) => option);
}

/** A text field with a list to choose from: the combobox of WAI-ARIA 1.2, with a list that filters itself. */
export function Combobox({ value, options, onChange, none, open: openLabel, free, autocomplete, ...field }: Props) {
  const chosen = options.find((option) => option.value === value);
  const shown = chosen?.label ?? (free ? value : "");
  const [typed, setTyped] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const found = useMemo(() => fitting(options, typed ?? ""), [options, typed]);
  // Where any text will do, a list in which nothing fits says nothing.
  const isShown = isOpen && !(free && found.length === 0);

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active, isOpen]);

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (option: Option | undefined) => {
    if (option) onChange(option.value);
    setTyped(undefined);
    close();
  };
  /** What was typed in full is chosen; anything else goes back to what was, for it would be sent as nothing. */
  const leave = () => {
    const exact = options.find(({ label }) => typed !== undefined && plain(label) === plain(typed.trim()));
    if (typed?.trim() === "") onChange("");
    choose(exact);
  };
  const type = (text: string) => {
    setTyped(text);
    setOpen(true);
    setActive(-1);
    if (free) onChange(text);
  };
  const move = (to: number) => {
    setOpen(true);
    setActive((to + found.length) % Math.max(found.length, 1));
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(isOpen ? active + 1 : Math.max(indexOf(found, value), 0)),
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
      {(wiring) => (
        <div class="combobox">
          <input
            {...wiring}
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
              aria-label={openLabel}
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
                {none}
              </div>
            )}
          </div>
        </div>
      )}
    </Field>
  );
}

const indexOf = (options: readonly Option[], value: string) => options.findIndex((option) => option.value === value);
