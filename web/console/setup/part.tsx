import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../../kit/button.tsx";
import { useWords } from "../words.ts";

interface Props {
  /** As the officer calls it; the words of its removal have it too. */
  readonly name: string;
  readonly summary: ComponentChildren;
  /** One that has just been made is open. */
  readonly isNew: boolean;
  readonly onRemove: () => void;
  readonly children: ComponentChildren;
}

/** One of several parts of the set-up, such as a category: closed, it says what it is; open, it can be edited and removed. */
export function Part({ name, summary, isNew, onRemove, children }: Props) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(isNew);
  return (
    <details class="part" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      <div class="stack">
        {children}
        <Button kind="quiet" small onPress={onRemove}>
          {t("setup.remove", { name })}
        </Button>
      </div>
    </details>
  );
}
