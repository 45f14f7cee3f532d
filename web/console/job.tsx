import { useEffect } from "preact/hooks";
import type { ApiAnswer } from "../kit/api/client.ts";
import { useLoaded } from "../kit/api/use-loaded.ts";
import { Notice } from "../kit/components/notices.tsx";
import { useConsoleContext } from "./console-context.ts";

const jobPollMs = 1_000;

/** Loads a job and polls it until it has ended. */
export function useJob(jobId: string) {
  const { callApi } = useConsoleContext();
  const { loaded, reload } = useLoaded((signal) => callApi("getJob", { params: { jobId }, signal }), [jobId, callApi]);
  const job = loaded.state === "ready" ? loaded.value : undefined;
  const isRunning = (job?.state === "waiting" && !job.needsMapping) || job?.state === "running";
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(reload, jobPollMs);
    return () => clearTimeout(timer);
  }, [job]);
  return { loaded, reload };
}

/** Why a job failed, with the errors of its sheet. */
export function JobFailedNotice({ job: { problem } }: { readonly job: ApiAnswer<"getJob"> }) {
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
