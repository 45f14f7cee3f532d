import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "./button.tsx";
import { WaitingNotice } from "./waiting-notice.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A native modal dialog. It traps the focus, Esc closes it, and closing returns the focus to the opener. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => (opener instanceof HTMLElement ? opener.focus() : undefined);
  }, []);
  return (
    <dialog ref={dialog} class="dialog stack" aria-labelledby="dialog-title" onClose={onClose}>
      <h2 id="dialog-title">{title}</h2>
      {children}
      <WaitingNotice />
    </dialog>
  );
}

/** Asks for confirmation of an action that is hard to undo. */
export function ConfirmDialog({
  title,
  yes,
  no,
  danger,
  busy,
  onYes,
  onNo,
  children,
}: {
  readonly title: string;
  readonly yes: string;
  readonly no: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <Dialog title={title} onClose={onNo}>
      {children}
      <div class="row">
        <Button kind={danger ? "danger" : "primary"} busy={busy ?? false} onPress={onYes}>
          {yes}
        </Button>
        <Button kind="secondary" onPress={onNo}>
          {no}
        </Button>
      </div>
    </Dialog>
  );
}
