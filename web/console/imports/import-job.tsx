import { useState } from "preact/hooks";
import { rowOutcomes } from "#shared/imports/import.rules.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { LoadNotice, Notice, ProblemNotice, Tag, type Tone } from "../../kit/components/notices.tsx";
import { ProgressBar } from "../../kit/components/progress.tsx";
import { Table } from "../../kit/components/table.tsx";
import { useConsoleContext } from "../console-context.ts";
import { JobFailedNotice, useJob } from "../job.tsx";
import { RegistrationLink, usePoolLabel } from "../labels.tsx";
import { Pagination, usePagination } from "../pagination.tsx";
import { useTranslation } from "../translations.ts";
import { SheetMappingPanel } from "./sheet-mapping.tsx";
import { UndoImport } from "./undo-import.tsx";

interface ImportRowsProps {
  readonly jobId: string;
  readonly result: Readonly<Record<string, number | string>>;
}

type ImportRowOutcome = (typeof rowOutcomes)[number];
type JobRowOutcome = ApiAnswer<"listJobRows">["items"][number]["outcome"];

const outcomeTones: Readonly<Partial<Record<JobRowOutcome, Tone>>> = {
  seated: "success",
  registered: "success",
  waiting: "warning",
  withdrawn: "warning",
  reopened: "success",
  refused: "danger",
  invalid: "danger",
  kept: "warning",
};

/** The counts per outcome as filters, and the rows by page. */
function ImportRows({ jobId, result }: ImportRowsProps) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const [outcome, setOutcome] = useState<ImportRowOutcome>();
  const pages = usePagination(outcome);
  const { cursor } = pages;
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listJobRows", { params: { jobId }, query: { outcome, limit: 50, cursor }, signal }),
    [jobId, outcome, cursor, callApi],
  );
  const next = loaded.state === "ready" ? loaded.value.next : null;
  return (
    <>
      <fieldset class="row" aria-label={t("imports.outcomes")}>
        {rowOutcomes
          .filter((each) => Number(result[each] ?? 0) > 0)
          .map((each) => (
            <button
              key={each}
              type="button"
              class="button secondary small"
              aria-pressed={each === outcome}
              onClick={() => setOutcome(each === outcome ? undefined : each)}
            >
              {t(`outcome.${each}`)}
              {t("common.colon")}
              <span class="number">{result[each]}</span>
            </button>
          ))}
      </fieldset>
      {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} onRetry={reload} />}
      {loaded.state === "ready" && (
        <Table caption={t("imports.rows")} head={[t("imports.row"), t("imports.outcome"), t("imports.why")]}>
          {loaded.value.items.map((row) => (
            <ImportRowLine key={row.row} row={row} />
          ))}
        </Table>
      )}
      <Pagination {...{ pages, next }} />
    </>
  );
}

function ImportRowLine({
  row: { row, outcome, registrationId, waitingFor, problem, errors, kept },
}: {
  readonly row: ApiAnswer<"listJobRows">["items"][number];
}) {
  const { t } = useTranslation();
  const pools = (waitingFor ?? []).map(usePoolLabel()).join(", ");
  const why = [
    problem?.title,
    kept && t(`kept.${kept}`),
    pools,
    ...(errors ?? []).map(({ column, message }) => [column, message].filter(Boolean).join(": ")),
  ];
  return (
    <tr>
      <th scope="row" class="number">
        {registrationId && outcome !== "undone" ? <RegistrationLink id={registrationId}>{row}</RegistrationLink> : row}
      </th>
      <td>
        <Tag tone={outcomeTones[outcome]}>{t(`outcome.${outcome}`)}</Tag>
      </td>
      <td>
        <bdi>{why.filter(Boolean).join(" · ")}</bdi>
      </td>
    </tr>
  );
}

const resultTitles = { checked: "imports.would", imported: "imports.did", undone: "imports.undone" } as const;

interface ImportResultProps {
  readonly job: ApiAnswer<"getJob">;
  /** Whether the choices differ from those that were checked. */
  readonly isEdited: boolean;
  readonly reload: () => void;
}

/** What became of each row, or would; the import itself after the check, and its undo after the import. */
function ImportResult({ job, isEdited, reload }: ImportResultProps) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const { busy, error, run } = useAction();
  const { jobId, version, result = {} } = job;
  const step = job.step === "undone" || job.step === "imported" ? job.step : "checked";
  const importRows = () =>
    run(async () => {
      await callApi("importSheet", { params: { jobId }, version });
      reload();
    });
  return (
    <>
      <h2>{t(resultTitles[step])}</h2>
      <ProblemNotice error={error} t={t} />
      {step === "checked" && (
        <>
          {isEdited && <Notice tone="warning">{t("imports.editedSinceCheck")}</Notice>}
          <Button busy={busy} disabled={isEdited} onPress={importRows}>
            {t("imports.forGood")}
          </Button>
        </>
      )}
      <UndoImport {...{ job, reload }} />
      <ImportRows key={step} {...{ jobId, result }} />
    </>
  );
}

/** The progress of an import: what must be mapped, the expected result by row, then the result. */
export function ImportJobProgress({ jobId }: { readonly jobId: string }) {
  const { t } = useTranslation();
  const { loaded, reload } = useJob(jobId);
  const [isEdited, setEdited] = useState(false);
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const job = loaded.value;
  const isChecked = job.state === "done" && job.step === "checked";
  return (
    <section class="stack" aria-label={t("imports.job")}>
      {job.state === "waiting" && !job.needsMapping && <ProgressBar label={t("imports.checking")} />}
      {job.state === "running" && (
        <ProgressBar
          {...(job.total > 0 && { done: job.done, total: job.total })}
          label={t("bulk.progress", { done: job.done, total: job.total })}
        />
      )}
      {job.state === "failed" && (
        <>
          <JobFailedNotice job={job} />
          <UndoImport {...{ job, reload }} />
        </>
      )}
      {(job.needsMapping || isChecked) && (
        <SheetMappingPanel key={job.version} jobId={jobId} onEdited={setEdited} onMapped={reload} />
      )}
      {job.state === "done" && <ImportResult {...{ job, isEdited, reload }} />}
    </section>
  );
}
