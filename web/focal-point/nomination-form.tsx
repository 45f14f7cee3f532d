import { useState } from "preact/hooks";
import { validate } from "#shared/contracts/validate.ts";
import { nominationsRequest } from "#shared/delegations/contract.ts";
import { callApi, createIdempotencyKey } from "../kit/api/client.ts";
import { useAction } from "../kit/api/use-loaded.ts";
import { Button } from "../kit/components/button.tsx";
import { ErrorSummary, Notice, ProblemNotice } from "../kit/components/notices.tsx";
import {
  type FieldErrors,
  formatFieldErrors,
  getFieldErrorsOrThrow,
  getFieldLabel,
  useFieldErrors,
} from "../kit/form/form-errors.ts";
import { loadModule } from "../kit/hooks/use-lazy-component.ts";
import { useStoredState } from "../kit/hooks/use-stored-state.ts";
import { loadNationalityParser } from "../kit/i18n/country-search.ts";
import {
  createNominationRow,
  isEmptyRow,
  type NominationColumn,
  type NominationRow,
  nominationColumns,
  pasteCells,
  toNominationPath,
  toNominationsBody,
} from "./nomination-rows.ts";
import type { OwnDelegationProps } from "./own-delegation.ts";
import { useTranslation } from "./translations.ts";

interface NominationGridRowProps {
  readonly row: NominationRow;
  readonly index: number;
  readonly fieldErrors: FieldErrors;
  readonly onInput: (column: NominationColumn, value: string) => void;
  readonly onPaste: (column: NominationColumn, text: string) => void;
  readonly onRemove: (() => void) | undefined;
}

/** One nominee; a field error is shown below its cell. */
function NominationGridRow({ row, index, fieldErrors, onInput, onPaste, onRemove }: NominationGridRowProps) {
  const { t } = useTranslation();
  return (
    <div class="grid-row">
      <span class="soft number">{index + 1}</span>
      {nominationColumns.map((column) => (
        <NominationGridCell
          key={column}
          {...{ row, index, column, onInput, onPaste }}
          errorText={fieldErrors[toNominationPath(column)]}
        />
      ))}
      {onRemove && (
        <Button kind="quiet" small label={t("nominate.remove", { row: index + 1 })} onPress={onRemove}>
          ✕
        </Button>
      )}
    </div>
  );
}

function NominationGridCell({
  row,
  index,
  column,
  errorText,
  onInput,
  onPaste,
}: Pick<NominationGridRowProps, "row" | "index" | "onInput" | "onPaste"> & {
  readonly column: NominationColumn;
  readonly errorText: string | undefined;
}) {
  const { t, find } = useTranslation();
  const id = `cell-${row.id}-${column}`;
  const label = column === "email" ? t("nominate.email") : getFieldLabel(toNominationPath(column), find);
  return (
    <div class={errorText ? "field faulty" : "field"}>
      <input
        id={id}
        class="input"
        dir={column === "email" ? "ltr" : "auto"}
        placeholder={label}
        aria-label={t("nominate.cell", { field: label, row: index + 1 })}
        aria-invalid={errorText ? "true" : undefined}
        aria-describedby={errorText ? `${id}-fault` : undefined}
        value={row[column]}
        onInput={(event) => onInput(column, event.currentTarget.value)}
        onPaste={(event) => {
          const text = event.clipboardData?.getData("text/plain") ?? "";
          if (!/[\t\n]/.test(text)) return;
          event.preventDefault();
          onPaste(column, text);
        }}
      />
      {errorText && (
        <p class="fault small" id={`${id}-fault`}>
          {errorText}
        </p>
      )}
    </div>
  );
}

/** Nominates several people, typed or pasted. Rejected rows stay in the grid with the reason. */
export function NominationForm({ delegation: { delegationId }, token, reload }: OwnDelegationProps) {
  const { t, find, language } = useTranslation();
  const [rows, setRows] = useStoredState<readonly NominationRow[]>(`nominate.${delegationId}`, () => [
    createNominationRow(),
  ]);
  const { showErrors, ...tried } = useFieldErrors();
  const [done, setDone] = useState(0);
  const { busy, error, run } = useAction();
  const filled = rows.filter((row) => !isEmptyRow(row));

  const send = () =>
    run(async () => {
      setDone(0);
      const body = toNominationsBody(filled, await loadModule(loadNationalityParser()));
      const checked = validate(nominationsRequest, body);
      if ("fieldErrors" in checked) return showErrors(formatFieldErrors(checked.fieldErrors, find));
      try {
        const idempotencyKey = await createIdempotencyKey([delegationId, filled.map(({ id }) => id)], body);
        const { items } = await callApi("nominateMembers", {
          params: { delegationId },
          body,
          token,
          language,
          idempotencyKey,
        });
        showResults(items);
      } catch (failure) {
        showErrors(getFieldErrorsOrThrow(failure));
      }
    });
  /** Removes nominated people from the grid; the others stay with their problem. */
  const showResults = (items: readonly object[]) => {
    const rejected = filled.filter((_, index) => "problem" in (items[index] ?? {}));
    const problems = items.flatMap((item) => ("problem" in item ? [item.problem as { title: string }] : []));
    setRows(rejected.length > 0 ? rejected : [createNominationRow()]);
    showErrors(Object.fromEntries(problems.map(({ title }, index) => [`items.${index}`, title])));
    setDone(items.length - problems.length);
    reload();
  };
  return (
    <form class="sheet stack" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
      <h2>{t("nominate.title")}</h2>
      <p class="soft">{t("nominate.lead")}</p>
      {done > 0 && (
        <Notice tone="success" urgent>
          <p>{t("nominate.done", { count: done })}</p>
        </Notice>
      )}
      <ErrorSummary
        t={t}
        errors={buildNominationSummary(tried.fieldErrors, filled, { t, find })}
        attempt={tried.attempt}
      />
      <div class="grid-head" aria-hidden="true">
        <span />
        {nominationColumns.map((column) => (
          <span key={column}>
            {column === "email" ? t("nominate.email") : getFieldLabel(toNominationPath(column), find)}
          </span>
        ))}
      </div>
      {rows.map((row, index) => (
        <NominationGridRow
          key={row.id}
          {...{ row, index }}
          fieldErrors={selectRowErrors(tried.fieldErrors, filled.indexOf(row))}
          onInput={(column, value) => setRows(rows.map((each) => (each === row ? { ...each, [column]: value } : each)))}
          onPaste={(column, text) => setRows(pasteCells(rows, index, column, text))}
          onRemove={rows.length > 1 ? () => setRows(rows.filter((each) => each !== row)) : undefined}
        />
      ))}
      <ProblemNotice error={error} t={t} />
      <div class="row">
        <Button type="submit" busy={busy} disabled={filled.length === 0}>
          {t("nominate.send", { count: filled.length })}
        </Button>
        <Button kind="secondary" onPress={() => setRows([...rows, createNominationRow()])}>
          {t("nominate.add")}
        </Button>
      </div>
    </form>
  );
}

/** The field errors of one row, by the path within the row. */
function selectRowErrors(fieldErrors: FieldErrors, index: number): FieldErrors {
  const prefix = `items.${index}.`;
  const own = Object.entries(fieldErrors).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(own.map(([path, message]) => [path.slice(prefix.length), message]));
}

type NominationTranslator = Pick<ReturnType<typeof useTranslation>, "t" | "find">;

/** The error summary: each error with its row and a link to its cell. */
function buildNominationSummary(
  fieldErrors: FieldErrors,
  rows: readonly NominationRow[],
  { t, find }: NominationTranslator,
) {
  return Object.entries(fieldErrors).map(([path, message]) => {
    const [, index = "0", ...field] = path.split(".");
    const row = rows[Number(index)];
    const column = nominationColumns.find((each) => toNominationPath(each) === field.join(".")) ?? "familyName";
    const label =
      field.length === 0
        ? t("nominate.row", { row: Number(index) + 1 })
        : t("nominate.cell", { field: getFieldLabel(field.join("."), find), row: Number(index) + 1 });
    return { id: `cell-${row?.id}-${column}`, label, message };
  });
}
