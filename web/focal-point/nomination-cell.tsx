import type { Question } from "#shared/model/question.ts";
import type { SelectOption } from "../kit/components/fields.tsx";
import type { AnswerUploader } from "../kit/documents/upload.ts";
import { getFieldLabel } from "../kit/form/form-errors.ts";
import { LazyFileAnswerField } from "../kit/form/question-field.tsx";
import { findOption } from "./nomination-choices.ts";
import { useTranslation } from "./translations.ts";

/** The question of a column that takes files, and how one is uploaded. */
export interface FileColumn {
  readonly question: Question;
  readonly upload: AnswerUploader;
}

interface NominationCellProps {
  /** The id of the input; the error summary links to it. */
  readonly id: string;
  readonly column: string;
  readonly label: string;
  readonly index: number;
  readonly value: string;
  /** Set for a column with a fixed list. */
  readonly options: readonly SelectOption[] | undefined;
  readonly errorText: string | undefined;
  /** Of a column that takes files. */
  readonly file: FileColumn | undefined;
  readonly onInput: (value: string) => void;
  readonly onPaste: (text: string) => void;
}

/** The label of a column. */
export function useColumnLabel(): (column: string) => string {
  const { t, find } = useTranslation();
  return (column) => (column === "person.email" ? t("nominate.email") : getFieldLabel(column, find));
}

/** One cell of the grid; its error is shown below it. */
export function NominationCell({
  id,
  column,
  label,
  index,
  value,
  options,
  errorText,
  file,
  onInput,
  onPaste,
}: NominationCellProps) {
  const { t, language } = useTranslation();
  if (file) {
    const field = { id, label: t("nominate.cell", { field: label, row: index + 1 }), errorText };
    return <LazyFileAnswerField {...{ field, value, t, language, ...file }} set={onInput} />;
  }
  const attributes = {
    id,
    class: "input",
    "aria-label": t("nominate.cell", { field: label, row: index + 1 }),
    "aria-invalid": errorText ? ("true" as const) : undefined,
    "aria-describedby": errorText ? `${id}-fault` : undefined,
  };
  return (
    <div class={errorText ? "field faulty" : "field"}>
      {options ? (
        <select
          {...attributes}
          value={findOption(options, value)}
          onChange={(event) => onInput(event.currentTarget.value)}
        >
          {listShownOptions(options, value).map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...attributes}
          dir={column === "person.email" || column === "person.birthDate" ? "ltr" : "auto"}
          placeholder={label}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
          onPaste={(event) => {
            const text = event.clipboardData?.getData("text/plain") ?? "";
            if (!/[\t\n]/.test(text)) return;
            event.preventDefault();
            onPaste(text);
          }}
        />
      )}
      {errorText && (
        <p class="fault small" id={`${id}-fault`}>
          {errorText}
        </p>
      )}
    </div>
  );
}

/** A pasted text that is no option is shown as it is, with its error. */
function listShownOptions(options: readonly SelectOption[], text: string): readonly SelectOption[] {
  const value = findOption(options, text);
  return options.some((each) => each.value === value) ? options : [...options, { value, label: value }];
}
