import type { ComponentChildren } from "preact";
import { Field, type FieldProps, FieldSet } from "./field.tsx";

interface TextProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: "text" | "email" | "date" | "datetime-local" | "number" | "color" | "password" | "search";
  readonly autocomplete?: string;
  readonly short?: boolean;
  /** `auto` takes the direction of what is typed; addresses and numbers are always left to right. */
  readonly dir?: "auto" | "ltr";
  readonly inputMode?: "numeric" | "email" | "tel";
  readonly max?: string;
  readonly min?: string;
}

export function TextField({ value, onInput, type = "text", short, dir = "auto", ...rest }: TextProps) {
  const { id, label, hint, fault, optional, ...more } = rest;
  return (
    <Field {...{ id, label, hint, fault, optional }}>
      {(wiring) => (
        <input
          class={short ? "input short" : "input"}
          // The kinds have different attributes of their own, and all share those given here.
          type={type as "text"}
          value={value}
          dir={dir}
          onInput={(event) => onInput(event.currentTarget.value)}
          {...more}
          {...wiring}
        />
      )}
    </Field>
  );
}

export function TextArea({
  value,
  onInput,
  ...field
}: FieldProps & { readonly value: string; readonly onInput: (value: string) => void }) {
  return (
    <Field {...field}>
      {(wiring) => (
        <textarea
          class="input"
          value={value}
          dir="auto"
          onInput={(event) => onInput(event.currentTarget.value)}
          {...wiring}
        />
      )}
    </Field>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface SelectProps extends FieldProps {
  readonly value: string;
  readonly options: readonly Option[];
  /** Shown first, and chosen by nobody. */
  readonly empty?: string;
  readonly onChange: (value: string) => void;
}

export function SelectField({ value, options, empty, onChange, ...field }: SelectProps) {
  return (
    <Field {...field}>
      {(wiring) => (
        <select class="input" value={value} onChange={(event) => onChange(event.currentTarget.value)} {...wiring}>
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface RadioProps extends FieldProps {
  readonly value: string;
  readonly options: readonly (Option & { readonly detail?: ComponentChildren })[];
  readonly boxed?: boolean;
  readonly onChange: (value: string) => void;
}

export function RadioField({ value, options, onChange, ...field }: RadioProps) {
  return (
    <FieldSet {...field}>
      {options.map((option) => (
        <label key={option.value} class="choice">
          <input
            type="radio"
            name={field.id}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.label}
            {option.detail && <span class="hint"> {option.detail}</span>}
          </span>
        </label>
      ))}
    </FieldSet>
  );
}

interface CheckProps {
  readonly id: string;
  readonly label: ComponentChildren;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Check({ id, label, checked, onChange }: CheckProps) {
  return (
    <label class="choice" for={id}>
      <input id={id} type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
