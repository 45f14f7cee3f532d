import type { ComponentChildren, TargetedMouseEvent } from "preact";

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: "primary" | "secondary" | "quiet" | "danger";
  readonly small?: boolean;
  readonly type?: "button" | "submit";
  /** The action is running: the button ignores presses and keeps the focus. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onPress?: () => void;
  readonly label?: string;
  readonly id?: string;
}

export function Button({
  children,
  kind = "primary",
  small,
  type = "button",
  busy,
  onPress,
  label,
  ...rest
}: ButtonProps) {
  const press = (event: TargetedMouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault();
    else onPress?.();
  };
  return (
    <button
      type={type}
      class={`button ${kind}${small ? " small" : ""}`}
      aria-disabled={busy ? "true" : undefined}
      aria-label={label}
      onClick={press}
      {...rest}
    >
      {children}
    </button>
  );
}

interface FormActionsProps {
  /** The label of the submit button. */
  readonly submitLabel: string;
  readonly cancelLabel: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onCancel: () => void;
}

/** The submit and cancel buttons of a form. */
export const FormActions = ({ submitLabel, cancelLabel, busy, disabled = false, onCancel }: FormActionsProps) => (
  <div class="row">
    <Button type="submit" busy={busy} disabled={disabled}>
      {submitLabel}
    </Button>
    <Button kind="secondary" onPress={onCancel}>
      {cancelLabel}
    </Button>
  </div>
);
