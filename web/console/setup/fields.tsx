import { TextsField as InLanguages, type Texts } from "../../form/texts-field.tsx";
import { TextField } from "../../kit/inputs.tsx";
import { useWords } from "../words.ts";
import type { Editing } from "./draft.ts";

/** The element of a field, and where the error summary leads. */
export const idOf = (path: string) => `s-${path.replaceAll(".", "-")}`;

/** A field's name: the same for each category, session or member of staff. */
export const labelOf = (path: string, find: (key: string) => string | undefined): string => {
  const parts = path.split(".").filter((part) => !/^\d+$/.test(part));
  const whole = find(`set.${parts.join("_")}`) ?? find(`set.${parts.slice(0, -1).join("_")}`);
  return whole ?? find(`set.${parts[0]}`) ?? path;
};

interface NumberProps {
  readonly path: string;
  readonly value: number | undefined;
  readonly editing: Editing;
  readonly hint?: string;
  readonly onNumber: (value: number | undefined) => void;
}

/** A whole number, or nothing. */
export function NumberField({ path, value, editing, hint, onNumber }: NumberProps) {
  const { find } = useWords();
  return (
    <TextField
      id={idOf(path)}
      label={labelOf(path, find)}
      hint={hint}
      fault={editing.faultAt(path)}
      type="number"
      inputMode="numeric"
      min="0"
      dir="ltr"
      short
      value={value === undefined || Number.isNaN(value) ? "" : String(value)}
      onInput={(text) => onNumber(text === "" ? undefined : Number(text))}
    />
  );
}

interface TextsProps {
  readonly path: string;
  readonly value: Texts;
  readonly editing: Editing;
  readonly onTexts: (value: Texts) => void;
}

/** A text in English and in each other language of the conference. */
export function TextsField({ path, editing, ...field }: TextsProps) {
  const { t, find } = useWords();
  return (
    <InLanguages
      t={t}
      id={idOf(path)}
      label={labelOf(path, find)}
      languages={editing.draft.languages ?? []}
      faultIn={(language) => editing.faultAt(`${path}.${language}`)}
      {...field}
    />
  );
}
