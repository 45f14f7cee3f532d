import { Button } from "../../kit/button.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { Progress } from "../../kit/progress.tsx";
import { JobFailed } from "../job-failed.tsx";
import { useJob } from "../use-job.ts";
import { useWords } from "../words.ts";
import { Rows } from "./rows.tsx";

interface Props {
  readonly jobId: string;
  /** Whether it only says what would happen. */
  readonly isDry: boolean;
  /** Does for good what was tried. */
  readonly onForGood?: () => void;
}

/** How far an import has come, and what came of it, row by row. */
export function Job({ jobId, isDry, onForGood }: Props) {
  const { t } = useWords();
  const { loaded, again } = useJob(jobId);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  const job = loaded.value;
  return (
    <section class="stack" aria-label={t("imports.job")}>
      {job.state === "waiting" && <Progress label={t("imports.checking")} />}
      {job.state === "running" && (
        <Progress
          {...(job.total > 0 && { done: job.done, total: job.total })}
          label={t("bulk.progress", { done: job.done, total: job.total })}
        />
      )}
      {job.state === "failed" && <JobFailed job={job} />}
      {job.state === "done" && (
        <>
          <h2>{t(isDry ? "imports.would" : "imports.did")}</h2>
          {isDry && onForGood && <Button onPress={onForGood}>{t("imports.forGood")}</Button>}
          <Rows jobId={jobId} result={job.result ?? {}} />
        </>
      )}
    </section>
  );
}
