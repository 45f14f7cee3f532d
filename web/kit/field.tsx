import type { ComponentChildren } from "preact";

/** The attributes by which an input belongs to its label, hint and fault. */
export interface Wiring {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": "true" | undefined;
}

export interface FieldProps {
  /** Also where the error summary leads. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  /** A word that says it may stay empty. */
  readonly optional?: string | undefined;
}

/** A label, a hint, and beside the input what is wrong with it. */
export function Field({
  id,
  label,
  hint,
  fault,
  optional,
  children,
}: FieldProps & { readonly children: (wiring: Wiring) => ComponentChildren }) {
  return (
    <div class={fault ? "field faulty" : "field"}>
      <label for={id}>
        {label} {optional && <span class="optional">({optional})</span>}
      </label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {children(wiringOf({ id, hint, fault }))}
    </div>
  );
}

function wiringOf({ id, hint, fault }: Pick<FieldProps, "id" | "hint" | "fault">): Wiring {
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ");
  return { id, "aria-describedby": described || undefined, "aria-invalid": fault ? "true" : undefined };
}

/** Several choices under one question. */
export function FieldSet({
  id,
  label,
  hint,
  fault,
  optional,
  boxed,
  children,
}: FieldProps & { readonly boxed?: boolean; readonly children: ComponentChildren }) {
  const { "aria-describedby": described } = wiringOf({ id, hint, fault });
  return (
    <fieldset id={id} tabIndex={-1} class={fault ? "field faulty" : "field"} aria-describedby={described}>
      <legend>
        {label} {optional && <span class="optional">({optional})</span>}
      </legend>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      <div class={boxed ? "choices boxed" : "choices"}>{children}</div>
    </fieldset>
  );
}
