import { useEffect } from "preact/hooks";
import type { AnswerOf } from "../../api/client.ts";
import { Button } from "../../kit/button.tsx";
import { Notice } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { Progress } from "../../kit/progress.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { Rows } from "./rows.tsx";

interface Props {
  readonly jobId: string;
  /** Whether it only says what would happen. */
  readonly isDry: boolean;
  /** Does for good what was tried. */
  readonly onForGood?: () => void;
}

const interval = 1_000;

/** How far an import has come, and what came of it, row by row. */
export function Job({ jobId, isDry, onForGood }: Props) {
  const { t } = useWords();
  const { ask } = useOffice();
  const { loaded, again } = useLoaded((signal) => ask("readJob", { params: { jobId }, signal }), [jobId, ask]);
  const job = loaded.state === "ready" ? loaded.value : undefined;
  const isRunning = job?.state === "waiting" || job?.state === "running";
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(again, interval);
    return () => clearTimeout(timer);
  }, [job]);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (!job) return <p aria-busy="true">{t("common.loading")}</p>;
  return (
    <section class="stack" aria-label={t("imports.job")}>
      {job.state === "waiting" && <Progress label={t("imports.checking")} />}
      {job.state === "running" && (
        <Progress
          {...(job.total > 0 && { done: job.done, total: job.total })}
          label={t("bulk.progress", { done: job.done, total: job.total })}
        />
      )}
      {job.state === "failed" && <Failed job={job} />}
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

function Failed({ job: { problem } }: { readonly job: AnswerOf<"readJob"> }) {
  return (
    <Notice tone="danger" urgent>
      <p>
        <strong>{problem?.title}</strong>
      </p>
      <ul>
        {(problem?.errors ?? []).map(({ row, column, path, message }) => (
          <li key={`${row} ${path}`}>
            {row}
            {column && (
              <>
                , <bdi>{column}</bdi>
              </>
            )}
            : {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
