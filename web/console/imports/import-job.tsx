import { useEffect, useState } from "preact/hooks";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { LoadNotice, Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { ProgressBar } from "../../kit/components/progress.tsx";
import { useConsoleContext } from "../console-context.ts";
import { JobFailedNotice, useJob } from "../job.tsx";
import { useTranslation } from "../translations.ts";
import { type Corrections, CorrectionsBar, ImportRows, type RowFilter } from "./import-rows.tsx";
import { RemarksDownload } from "./remarks-download.tsx";
import { SheetMappingPanel } from "./sheet-mapping.tsx";
import { UndoImport } from "./undo-import.tsx";

const resultTitles = { checked: "imports.would", imported: "imports.did", undone: "imports.undone" } as const;

interface ImportResultProps {
  readonly job: ApiAnswer<"getJob">;
  /** Whether the choices differ from those that were checked. */
  readonly isEdited: boolean;
  readonly filter: RowFilter;
  readonly onFilter: (filter: RowFilter) => void;
  readonly reload: () => void;
}

/** What became of each row, or would; the import itself after the check, and its undo after the import. */
function ImportResult({ job, isEdited, filter, onFilter, reload }: ImportResultProps) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const { busy, error, run } = useAction();
  const { jobId, version, result = {} } = job;
  const [corrections, setCorrections] = useState<Corrections>({});
  const isChanged = isEdited || Object.keys(corrections).length > 0;
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
          <Button busy={busy} disabled={isChanged} onPress={importRows}>
            {t("imports.forGood")}
          </Button>
        </>
      )}
      <UndoImport {...{ job, reload }} />
      <CorrectionsBar {...{ job, corrections }} onDiscard={() => setCorrections({})} onChecked={reload} />
      <ImportRows
        key={step}
        {...{ jobId, result, filter, onFilter }}
        corrections={step === "checked" ? corrections : undefined}
        onCorrect={setCorrections}
      />
      <div class="row">
        <RemarksDownload jobId={jobId} />
      </div>
    </>
  );
}

/** The progress of an import: what must be mapped, the expected result by row, then the result. */
export function ImportJobProgress({
  jobId,
  onState,
}: {
  readonly jobId: string;
  /** Called with a text that differs whenever the job is in another state. */
  readonly onState: (state: string) => void;
}) {
  const { t } = useTranslation();
  const { loaded, reload } = useJob(jobId);
  const [isEdited, setEdited] = useState(false);
  const [filter, setFilter] = useState<RowFilter>();
  const state = loaded.state === "ready" ? `${loaded.value.state} ${loaded.value.step}` : "";
  useEffect(() => onState(state), [state, onState]);
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
      {job.state === "done" && (
        <ImportResult key={`${job.step} ${job.version}`} {...{ job, isEdited, filter, reload }} onFilter={setFilter} />
      )}
    </section>
  );
}
