import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../../kit/components/button.tsx";
import { TextField } from "../../kit/components/fields.tsx";
import { type TextsDraft, TextsField } from "../../kit/form/texts-field.tsx";
import { parseLocalInputValue, toLocalInputValue } from "../local-input-value.ts";
import { useTranslation } from "../translations.ts";
import type { SetupEditing } from "./setup-draft.ts";

interface NumberFieldProps {
  readonly path: string;
  readonly value: number | null | undefined;
  readonly editing: SetupEditing;
  readonly hint?: string;
  readonly onNumber: (value: number | undefined) => void;
}

/** An optional whole number. */
export function NumberField({ path, value, editing, hint, onNumber }: NumberFieldProps) {
  const field = editing.getField(path);
  return (
    <TextField
      {...field}
      hint={hint ?? field.hint}
      type="number"
      inputMode="numeric"
      min="0"
      dir="ltr"
      short
      value={Number.isNaN(value ?? Number.NaN) ? "" : String(value)}
      onInput={(text) => onNumber(text === "" ? undefined : Number(text))}
    />
  );
}

interface LocalTimeFieldProps {
  readonly path: string;
  readonly value: string | null | undefined;
  readonly editing: SetupEditing;
  readonly onTime: (time: string) => void;
}

/** A time at the venue, or none. */
export function LocalTimeField({ path, value, editing, onTime }: LocalTimeFieldProps) {
  const { timeZone } = editing.draft;
  return (
    <TextField
      {...editing.getField(path)}
      type="datetime-local"
      dir="ltr"
      short
      value={toLocalInputValueOrText(value ?? "", timeZone)}
      onInput={(text) => onTime(parseLocalInputValue(text, timeZone))}
    />
  );
}

/** While being typed, the value may not be a valid time. */
function toLocalInputValueOrText(time: string, timeZone: string): string {
  try {
    return toLocalInputValue(time, timeZone);
  } catch {
    return time;
  }
}

interface SetupTextsFieldProps {
  readonly path: string;
  readonly value: TextsDraft;
  readonly editing: SetupEditing;
  readonly isLong?: boolean;
  readonly onTexts: (value: TextsDraft) => void;
}

/** A text in English and the languages of the conference. */
export function SetupTextsField({ path, editing, ...field }: SetupTextsFieldProps) {
  const { t } = useTranslation();
  return (
    <TextsField
      t={t}
      {...editing.getField(path)}
      languages={editing.draft.languages ?? []}
      getErrorText={(language) => editing.getErrorText(`${path}.${language}`)}
      {...field}
    />
  );
}

interface SetupPartProps {
  /** The display name, also used for the remove button. */
  readonly name: string;
  readonly summary: ComponentChildren;
  /** A new part is open. */
  readonly isNew: boolean;
  readonly onRemove: () => void;
  /** For lists whose order matters: moves the part by one place; absent at the end of the list. */
  readonly onMoveUp?: (() => void) | undefined;
  readonly onMoveDown?: (() => void) | undefined;
  readonly children: ComponentChildren;
}

/** A collapsible part of the form, such as a category, with a remove button. */
export function SetupPart({ name, summary, isNew, onRemove, onMoveUp, onMoveDown, children }: SetupPartProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(isNew);
  return (
    <details class="part" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      <div class="stack">
        {children}
        <div class="row">
          {onMoveUp && (
            <Button kind="quiet" small onPress={onMoveUp}>
              {t("setup.moveUp", { name })}
            </Button>
          )}
          {onMoveDown && (
            <Button kind="quiet" small onPress={onMoveDown}>
              {t("setup.moveDown", { name })}
            </Button>
          )}
          <Button kind="quiet" small onPress={onRemove}>
            {t("setup.remove", { name })}
          </Button>
        </div>
      </div>
    </details>
  );
}
