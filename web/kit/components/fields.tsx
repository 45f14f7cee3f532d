import type { ComponentChildren } from "preact";

/** The attributes that connect an input with its label, hint and error. */
export interface FieldAttributes {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": "true" | undefined;
}

export interface FieldProps {
  /** The id of the input; the error summary links to it. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly errorText?: string | undefined;
  /** The text that marks the field as optional. */
  readonly optional?: string | undefined;
}

/** A labelled input with a hint and an error text. */
export function Field({
  id,
  label,
  hint,
  errorText,
  optional,
  children,
}: FieldProps & { readonly children: (attributes: FieldAttributes) => ComponentChildren }) {
  return (
    <div class={errorText ? "field faulty" : "field"}>
      <label for={id}>
        {label} {optional && <span class="optional">({optional})</span>}
      </label>
      <FieldNotes {...{ id, hint, errorText }} />
      {children(getFieldAttributes({ id, hint, errorText }))}
    </div>
  );
}

const FieldNotes = ({ id, hint, errorText }: Pick<FieldProps, "id" | "hint" | "errorText">) => (
  <>
    {hint && (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {errorText && (
      <p class="fault" id={`${id}-fault`}>
        {errorText}
      </p>
    )}
  </>
);

function getFieldAttributes({ id, hint, errorText }: Pick<FieldProps, "id" | "hint" | "errorText">): FieldAttributes {
  const described = [hint && `${id}-hint`, errorText && `${id}-fault`].filter(Boolean).join(" ");
  return { id, "aria-describedby": described || undefined, "aria-invalid": errorText ? "true" : undefined };
}

/** A group of choices with a common label. */
export function FieldSet({
  id,
  label,
  hint,
  errorText,
  optional,
  boxed,
  children,
}: FieldProps & { readonly boxed?: boolean; readonly children: ComponentChildren }) {
  const { "aria-describedby": described } = getFieldAttributes({ id, hint, errorText });
  return (
    <fieldset id={id} tabIndex={-1} class={errorText ? "field faulty" : "field"} aria-describedby={described}>
      <legend>
        {label} {optional && <span class="optional">({optional})</span>}
      </legend>
      <FieldNotes {...{ id, hint, errorText }} />
      <div class={boxed ? "choices boxed" : "choices"}>{children}</div>
    </fieldset>
  );
}

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: "text" | "email" | "date" | "datetime-local" | "time" | "number" | "color" | "password" | "search";
  readonly autocomplete?: string;
  readonly short?: boolean;
  /** `auto` follows the typed text; email addresses and numbers are always left to right. */
  readonly dir?: "auto" | "ltr";
  readonly inputMode?: "numeric" | "decimal" | "email" | "tel" | "url";
  readonly max?: string;
  readonly min?: string;
  readonly step?: string;
}

export function TextField({ value, onInput, type = "text", short, dir = "auto", ...rest }: TextFieldProps) {
  const { id, label, hint, errorText, optional, ...more } = rest;
  return (
    <Field {...{ id, label, hint, errorText, optional }}>
      {(attributes) => (
        <input
          class={short ? "input short" : "input"}
          // The types of inputs have different attributes; those used here are common to all.
          type={type as "text"}
          value={value}
          dir={dir}
          onInput={(event) => onInput(event.currentTarget.value)}
          {...more}
          {...attributes}
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
      {(attributes) => (
        <textarea
          class="input"
          value={value}
          dir="auto"
          onInput={(event) => onInput(event.currentTarget.value)}
          {...attributes}
        />
      )}
    </Field>
  );
}

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

interface SelectFieldProps extends FieldProps {
  readonly value: string;
  readonly options: readonly SelectOption[];
  /** The label of the empty option, shown first. */
  readonly empty?: string;
  readonly onChange: (value: string) => void;
}

export function SelectField({ value, options, empty, onChange, ...field }: SelectFieldProps) {
  return (
    <Field {...field}>
      {(attributes) => (
        <select class="input" value={value} onChange={(event) => onChange(event.currentTarget.value)} {...attributes}>
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

interface RadioFieldProps extends FieldProps {
  readonly value: string;
  readonly options: readonly (SelectOption & { readonly detail?: ComponentChildren })[];
  readonly boxed?: boolean;
  readonly onChange: (value: string) => void;
}

export function RadioField({ value, options, onChange, ...field }: RadioFieldProps) {
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

interface CheckboxProps {
  readonly id: string;
  readonly label: ComponentChildren;
  readonly hint?: string | undefined;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Checkbox({ id, label, hint, checked, onChange }: CheckboxProps) {
  const field = (
    <label class="choice" for={id}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={hint && `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
  if (!hint) return field;
  return (
    <div>
      {field}
      <FieldNotes {...{ id, hint }} errorText={undefined} />
    </div>
  );
}
