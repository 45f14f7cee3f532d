import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type RowOutcome, rowOutcomes } from "#shared/imports/import.rules.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Notice, ProblemNotice, Tag, type Tone } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { getApiFieldErrors } from "../../kit/form/form-errors.ts";
import { useConsoleContext } from "../console-context.ts";
import { RegistrationLink, usePoolLabel } from "../labels.tsx";
import { Pagination, usePagination } from "../pagination.tsx";
import { useTranslation } from "../translations.ts";
import { RowCorrection } from "./row-correction.tsx";

type JobRow = ApiAnswer<"listJobRows">["items"][number];

/** By row and heading: the texts that the officer has entered since the last check. */
export type Corrections = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The rows that are shown: those of one outcome, those with remarks, or all. */
export type RowFilter = RowOutcome | "remarks" | undefined;

const outcomeTones: Readonly<Partial<Record<JobRow["outcome"], Tone>>> = {
  seated: "success",
  registered: "success",
  waiting: "warning",
  withdrawn: "warning",
  reopened: "success",
  refused: "danger",
  invalid: "danger",
  kept: "warning",
};

interface ImportRowsProps {
  readonly jobId: string;
  readonly result: Readonly<Record<string, number | string>>;
  readonly filter: RowFilter;
  readonly onFilter: (filter: RowFilter) => void;
  /** The corrections that are not checked yet; absent if the rows can't be corrected any more. */
  readonly corrections?: Corrections | undefined;
  readonly onCorrect: (corrections: Corrections) => void;
}

/** The counts per outcome as filters, and the rows by page. */
export function ImportRows({ jobId, result, filter, onFilter, corrections, onCorrect }: ImportRowsProps) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const pages = usePagination(filter);
  const { cursor } = pages;
  const query = filter === "remarks" ? { remarks: "true" as const } : { outcome: filter };
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listJobRows", { params: { jobId }, query: { ...query, limit: 50, cursor }, signal }),
    [jobId, filter, cursor, callApi],
  );
  const next = loaded.state === "ready" ? loaded.value.next : null;
  const items = loaded.state === "ready" ? loaded.value.items : [];
  const hasCells = items.some(({ cells }) => cells !== undefined);
  const correct = (row: number, cells: Readonly<Record<string, string>>) => {
    const { [row]: _, ...others } = corrections ?? {};
    onCorrect(Object.keys(cells).length > 0 ? { ...others, [row]: cells } : others);
  };
  return (
    <>
      <fieldset class="row" aria-label={t("imports.outcomes")}>
        <FilterButton
          isPressed={filter === "remarks"}
          onPress={() => onFilter(filter === "remarks" ? undefined : "remarks")}
        >
          {t("imports.withRemarks")}
        </FilterButton>
        {rowOutcomes
          .filter((each) => Number(result[each] ?? 0) > 0)
          .map((each) => (
            <FilterButton
              key={each}
              isPressed={each === filter}
              onPress={() => onFilter(filter === each ? undefined : each)}
            >
              {t(`outcome.${each}`)}
              {t("common.colon")}
              <span class="number">{result[each]}</span>
            </FilterButton>
          ))}
      </fieldset>
      {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} onRetry={reload} />}
      {loaded.state === "ready" && (
        <Table
          caption={t("imports.rows")}
          head={[
            t("imports.row"),
            ...(hasCells ? [t("imports.name")] : []),
            t("imports.outcome"),
            t("imports.remark"),
            ...(hasCells && corrections ? [t("imports.correct")] : []),
          ]}
        >
          {items.map((row) => (
            <ImportRowLines
              key={row.row}
              {...{ row, hasCells }}
              corrected={corrections && (corrections[row.row] ?? {})}
              onCorrect={(cells) => correct(row.row, cells)}
            />
          ))}
        </Table>
      )}
      <Pagination {...{ pages, next }} />
    </>
  );
}

function FilterButton({
  isPressed,
  onPress,
  children,
}: {
  readonly isPressed: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <button type="button" class="button secondary small" aria-pressed={isPressed} onClick={onPress}>
      {children}
    </button>
  );
}

interface ImportRowLinesProps {
  readonly row: JobRow;
  /** Whether the table has names. */
  readonly hasCells: boolean;
  /** By heading: what the officer has entered; absent if the row can't be corrected. */
  readonly corrected: Readonly<Record<string, string>> | undefined;
  readonly onCorrect: (cells: Readonly<Record<string, string>>) => void;
}

/** A row with its name, its outcome and its remarks; below it its cells, while they are corrected. */
function ImportRowLines({ row: item, hasCells, corrected, onCorrect }: ImportRowLinesProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { row, outcome, registrationId, name, cells } = item;
  const isCorrected = cells?.some((cell) => cell.isCorrected) ?? false;
  const isPending = corrected !== undefined && Object.keys(corrected).length > 0;
  const canCorrect = hasCells && corrected !== undefined;
  return (
    <>
      <tr>
        <th scope="row" class="number">
          {registrationId && outcome !== "undone" ? (
            <RegistrationLink id={registrationId}>{row}</RegistrationLink>
          ) : (
            row
          )}
        </th>
        {hasCells && (
          <td>
            <bdi>{name}</bdi>
          </td>
        )}
        <td>
          <Tag tone={outcomeTones[outcome]}>{t(`outcome.${outcome}`)}</Tag>{" "}
          {(isCorrected || isPending) && <Tag tone={isPending ? "warning" : undefined}>{t("imports.corrected")}</Tag>}
        </td>
        <td>
          <RowRemarks row={item} />
        </td>
        {canCorrect && (
          <td>
            {cells && (
              <button
                type="button"
                class="button secondary small"
                aria-label={t("imports.correctRow", { row })}
                aria-expanded={isOpen}
                onClick={() => setOpen(!isOpen)}
              >
                {t("imports.correct")}
              </button>
            )}
          </td>
        )}
      </tr>
      {isOpen && canCorrect && cells && (
        <tr>
          <td colSpan={5}>
            <RowCorrection {...{ row, cells, corrected, onCorrect }} errors={item.errors ?? []} />
          </td>
        </tr>
      )}
    </>
  );
}

/** What is wrong with a row: each error with its column and the value there. */
function RowRemarks({ row: { waitingFor, problem, errors = [], kept, cells = [] } }: { readonly row: JobRow }) {
  const { t } = useTranslation();
  const pools = (waitingFor ?? []).map(usePoolLabel()).join(", ");
  const texts = [problem?.title, kept && t(`kept.${kept}`), pools].filter(Boolean);
  return (
    <ul class="plain-list">
      {texts.map((text) => (
        <li key={text}>
          <bdi>{text}</bdi>
        </li>
      ))}
      {errors.map(({ column, path, message }, index) => {
        const value = cells.find((cell) => cell.column === column)?.value;
        return (
          <li key={`${path} ${index}`}>
            {column && (
              <>
                <bdi>{column}</bdi>
                {t("common.colon")}
              </>
            )}
            {value && (
              <>
                <q>
                  <bdi>{value}</bdi>
                </q>{" "}
                ·{" "}
              </>
            )}
            {message}
          </li>
        );
      })}
    </ul>
  );
}

interface CorrectionsBarProps {
  readonly job: ApiAnswer<"getJob">;
  readonly corrections: Corrections;
  readonly onDiscard: () => void;
  /** Called when the sheet is checked again with the corrections. */
  readonly onChecked: () => void;
}

/** The corrections that wait for the check, and the button that checks them. */
export function CorrectionsBar({ job: { jobId, version }, corrections, onDiscard, onChecked }: CorrectionsBarProps) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const { busy, error, run } = useAction();
  const count = Object.keys(corrections).length;
  const refusal = getApiFieldErrors(error)["cells"];
  if (count === 0) return null;
  const check = () =>
    run(async () => {
      await callApi("putSheetMapping", { params: { jobId }, body: { cells: corrections }, version });
      onChecked();
    });
  return (
    <Notice tone="warning">
      <p>{t("imports.unsaved", { count })}</p>
      {refusal ? <p class="fault">{refusal}</p> : <ProblemNotice error={error} t={t} />}
      <div class="row">
        <Button busy={busy} onPress={check}>
          {t("imports.checkCorrections")}
        </Button>
        <Button kind="secondary" onPress={onDiscard}>
          {t("imports.discard")}
        </Button>
      </div>
    </Notice>
  );
}
