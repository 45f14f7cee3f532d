import type { ComponentChildren, TargetedMouseEvent } from "preact";

interface Props {
  readonly children: ComponentChildren;
  readonly kind?: "primary" | "secondary" | "quiet" | "danger";
  readonly small?: boolean;
  readonly type?: "button" | "submit";
  /** While its work is under way: a second press does nothing, and focus stays. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onPress?: () => void;
  readonly label?: string;
  readonly id?: string;
}

export function Button({ children, kind = "primary", small, type = "button", busy, onPress, label, ...rest }: Props) {
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
