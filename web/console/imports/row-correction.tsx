import type { ApiAnswer } from "../../kit/api/client.ts";
import { TextField } from "../../kit/components/fields.tsx";
import { useTranslation } from "../translations.ts";

type JobRow = ApiAnswer<"listJobRows">["items"][number];

interface RowCorrectionProps {
  readonly row: number;
  readonly cells: NonNullable<JobRow["cells"]>;
  readonly errors: NonNullable<JobRow["errors"]>;
  /** By heading: what the officer has entered. */
  readonly corrected: Readonly<Record<string, string>>;
  readonly onCorrect: (cells: Readonly<Record<string, string>>) => void;
}

/** The cells of a row as fields, those with errors first. Columns that are left out have none. */
export function RowCorrection({ row, cells, errors, corrected, onCorrect }: RowCorrectionProps) {
  const { t } = useTranslation();
  const messages = Map.groupBy(errors, ({ column }) => column);
  const getErrorText = (column: string) =>
    messages
      .get(column)
      ?.map(({ message }) => message)
      .join(" ");
  const used = cells.filter(({ path }) => path !== undefined);
  const first = used.filter(({ column }) => messages.has(column));
  const change = (column: string, value: string | undefined, entered: string) => {
    const { [column]: _, ...others } = corrected;
    onCorrect(entered === (value ?? "") ? others : { ...others, [column]: entered });
  };
  return (
    <fieldset class="filters correction" aria-label={t("imports.correctRow", { row })}>
      {[...first, ...used.filter((cell) => !first.includes(cell))].map(({ column, value, isCorrected }) => (
        <TextField
          key={column}
          id={`cell-${row}-${column}`}
          label={column}
          hint={value === undefined ? t("imports.hiddenValue") : isCorrected ? t("imports.fileValue") : undefined}
          errorText={getErrorText(column)}
          value={corrected[column] ?? value ?? ""}
          onInput={(entered) => change(column, value, entered)}
        />
      ))}
    </fieldset>
  );
}
