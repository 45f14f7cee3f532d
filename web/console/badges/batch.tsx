import { useEffect } from "preact/hooks";
import type { AnswerOf } from "../../api/client.ts";
import { moment } from "../../i18n/dates.ts";
import { Notice } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { Progress } from "../../kit/progress.tsx";
import { useRefresh } from "../../kit/use-refresh.ts";
import { JobFailed } from "../job-failed.tsx";
import { useOffice } from "../office.ts";
import { useJob } from "../use-job.ts";
import { useWords } from "../words.ts";
import { LeftOut } from "./left-out.tsx";

interface Props {
  readonly jobId: string;
  readonly onDone: () => void;
}

/** An answer's address works for a quarter of an hour; there is another one before, in ms. */
const addressLife = 600_000;

/** How far a batch has come, and then the file. */
export function Batch({ jobId, onDone }: Props) {
  const { t } = useWords();
  const { loaded, again } = useJob(jobId);
  useRefresh(again, addressLife);
  const state = loaded.state === "ready" ? loaded.value.state : undefined;
  useEffect(() => {
    if (state === "done") onDone();
  }, [state]);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  const job = loaded.value;
  const isRunning = job.state === "waiting" || job.state === "running";
  return (
    <section class="stack" aria-labelledby="badge-batch">
      <h2 id="badge-batch">{t("badges.batch")}</h2>
      {isRunning && job.total === 0 && <Progress label={t("badges.choosing")} />}
      {isRunning && job.total > 0 && (
        <Progress done={job.done} total={job.total} label={t("bulk.progress", { done: job.done, total: job.total })} />
      )}
      {job.state === "failed" && <JobFailed job={job} />}
      {job.state === "done" && <Done job={job} />}
    </section>
  );
}

/** What was printed, where it is, and what isn't in it. */
function Done({ job: { jobId, result = {}, file } }: { readonly job: AnswerOf<"readJob"> }) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const count = (name: "printed" | "left" | "leftOut") => ({ count: Number(result[name] ?? 0) });
  const { until } = result;
  return (
    <>
      <p class="number" role="status">
        {t("badges.printed", count("printed"))}
      </p>
      {file && (
        <p class="row">
          <a class="button" href={file.url} target="_blank" rel="noopener">
            {t("badges.open")}
          </a>
          {typeof until === "string" && (
            <span class="small soft">{t("badges.until", { time: moment(until, settings.timeZone, language) })}</span>
          )}
        </p>
      )}
      {!file && count("printed").count > 0 && <p>{t("badges.forgotten")}</p>}
      {count("left").count > 0 && (
        <Notice>
          <p>{t("badges.left", count("left"))}</p>
        </Notice>
      )}
      {count("leftOut").count > 0 && (
        <Notice tone="warning">
          <p>{t("badges.leftOut", count("leftOut"))}</p>
          <LeftOut jobId={jobId} />
        </Notice>
      )}
    </>
  );
}
