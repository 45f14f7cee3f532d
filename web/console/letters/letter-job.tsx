import { useEffect } from "preact/hooks";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { LoadNotice, ProblemNotice } from "../../kit/components/notices.tsx";
import { ProgressBar } from "../../kit/components/progress.tsx";
import { Table } from "../../kit/components/table.tsx";
import { navigate } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { JobFailedNotice, useJob } from "../job.tsx";
import { Pagination, usePagination } from "../pagination.tsx";
import type { RegisterFeed } from "../register/data/use-register-feed.ts";
import { useTranslation } from "../translations.ts";

interface LetterJobProps {
  readonly jobId: string;
  readonly feed: RegisterFeed;
}

/** The progress of a change of visa letters, then how many were changed, and who was left out and why. */
export function LetterJob({ jobId, feed }: LetterJobProps) {
  const { t } = useTranslation();
  const { conferenceId } = useConsoleContext().settings;
  const { loaded, reload } = useJob(jobId);
  const job = loaded.state === "ready" ? loaded.value : undefined;
  useEffect(() => {
    if (job?.state === "done") void feed.refresh();
  }, [job?.state]);
  const { refused = 0, ...done } = job?.result ?? {};
  return (
    <section class="sheet dense-sheet stack" aria-label={t("letterList.job")}>
      <LoadNotice {...{ loaded, reload, t }} />
      {(job?.state === "running" || job?.state === "waiting") && (
        <ProgressBar
          {...(job.total > 0 && { done: job.done, total: job.total })}
          label={t("bulk.progress", { done: job.done, total: job.total })}
        />
      )}
      {job?.state === "failed" && <JobFailedNotice job={job} />}
      {job?.state === "done" && (
        <>
          {job.result && (
            <p class="number" role="status">
              {t("letterList.result", {
                done: Object.values(done).reduce<number>((sum, each) => sum + Number(each), 0),
                refused,
              })}
            </p>
          )}
          {refused !== 0 && <RefusedPeople {...{ jobId, feed }} />}
        </>
      )}
      {job?.state !== "running" && (
        <Button kind="secondary" small onPress={() => navigate({ conference: conferenceId, view: "letters" })}>
          {t("common.close")}
        </Button>
      )}
    </section>
  );
}

/** The people who were left out, with the names of the register. */
function RefusedPeople({ jobId, feed: { rows } }: LetterJobProps) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const pages = usePagination();
  const { cursor } = pages;
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listJobRows", { params: { jobId }, query: { outcome: "refused", limit: 50, cursor }, signal }),
    [jobId, cursor, callApi],
  );
  const findName = (registrationId = "") => {
    const row = rows?.find(rows.findSlot(registrationId) ?? -1);
    return row && rows ? rows.getText(row, "name") : "–";
  };
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={reload} />;
  if (loaded.state !== "ready") return null;
  return (
    <>
      <Table caption={t("letterList.refused")} head={[t("bulk.who"), t("bulk.what")]}>
        {loaded.value.items.map(({ row, registrationId, problem }) => (
          <tr key={row}>
            <th scope="row">
              <bdi>{findName(registrationId)}</bdi>
            </th>
            <td>{problem?.title}</td>
          </tr>
        ))}
      </Table>
      <Pagination {...{ pages }} next={loaded.value.next} />
    </>
  );
}
