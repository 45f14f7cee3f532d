import { type ComponentChildren, toChildArray } from "preact";
import { useEffect, useRef } from "preact/hooks";

export type Tone = "info" | "success" | "warning" | "danger";

/** Something to know. `urgent` is read out at once. */
export function Notice({
  tone = "info",
  urgent,
  children,
}: {
  readonly tone?: Tone;
  readonly urgent?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={`notice ${tone} stack`} role={urgent ? "alert" : undefined}>
      {children}
    </div>
  );
}

export const Tag = ({ tone, children }: { readonly tone?: Tone | undefined; readonly children: ComponentChildren }) => (
  <span class={`tag ${tone ?? ""}`}>{children}</span>
);

/** Several, each of them a thing of its own to whoever listens. */
export const Tags = ({ children }: { readonly children: ComponentChildren }) => (
  <ul class="row plain-list tags">
    {toChildArray(children).map((each, index) => (
      <li key={index}>{each}</li>
    ))}
  </ul>
);

export interface FieldFault {
  /** The field's id. */
  readonly id: string;
  readonly label: string;
  readonly message: string;
}

/** All that is wrong, at the top, each a link to its field. It takes the focus whenever somebody tried again. */
export function ErrorSummary({
  t,
  faults,
  attempt,
}: {
  readonly t: (key: "error.summary" | "common.colon") => string;
  readonly faults: readonly FieldFault[];
  readonly attempt: number;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [attempt]);
  if (faults.length === 0) return null;
  return (
    <div ref={box} class="summary stack" role="alert" tabIndex={-1}>
      <h2>{t("error.summary")}</h2>
      <ul>
        {faults.map(({ id, label, message }) => (
          <li key={id}>
            <a href={`#${id}`} onClick={(event) => [event.preventDefault(), goTo(id)]}>
              {label}
              {t("common.colon")}
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function goTo(id: string): void {
  const field = document.getElementById(id);
  field?.scrollIntoView({ block: "center" });
  (field?.matches("fieldset") ? (field.querySelector("input") ?? field) : field)?.focus();
}
