import { useEffect } from "preact/hooks";
import type { badgeRowOutcomes } from "#shared/badges/badge-batch.rules.ts";
import { type ApiAnswer, ApiError } from "../../kit/api/client.ts";
import { useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { LoadNotice, Notice } from "../../kit/components/notices.tsx";
import { ProgressBar } from "../../kit/components/progress.tsx";
import { Table } from "../../kit/components/table.tsx";
import { type ApiCaller, useConsoleContext } from "../console-context.ts";
import { JobFailedNotice, useJob } from "../job.tsx";
import { formatPersonName, RegistrationLink, useTimeFormat } from "../labels.tsx";
import { Pagination, usePagination } from "../pagination.tsx";
import { useTranslation } from "../translations.ts";

/** A small page, because each name is one request. */
const badgeRowPageSize = 20;

/** The badges with an outcome, and why they have it. */
function BadgeRows({
  jobId,
  outcome,
}: {
  readonly jobId: string;
  readonly outcome: (typeof badgeRowOutcomes)[number];
}) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const pages = usePagination();
  const { cursor } = pages;
  const { loaded, reload } = useLoaded(
    async (signal) => {
      const query = { limit: badgeRowPageSize, cursor, outcome };
      const { items, next } = await callApi("listJobRows", { params: { jobId }, query, signal });
      const addName = async ({ registrationId: id = "", ...item }: (typeof items)[number]) => ({
        ...{ ...item, id },
        name: await loadPersonName(callApi, id, signal),
      });
      return { rows: await Promise.all(items.map(addName)), next };
    },
    [jobId, outcome, cursor, callApi],
  );
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  return (
    <>
      <Table caption={t(`outcome.${outcome}`)} head={[t("list.name"), t("imports.why")]}>
        {loaded.value.rows.map(({ id, name, problem, errors = [] }) => (
          <tr key={id}>
            <th scope="row">
              <RegistrationLink id={id}>{name}</RegistrationLink>
            </th>
            <td>{[problem?.title, ...errors.map(({ message }) => message)].filter(Boolean).join(" · ")}</td>
          </tr>
        ))}
      </Table>
      <Pagination pages={pages} next={loaded.value.next} />
    </>
  );
}

/** The name of a person; the identifier if the registration is erased. */
async function loadPersonName(callApi: ApiCaller, registrationId: string, signal: AbortSignal): Promise<string> {
  try {
    return formatPersonName(await callApi("getRegistration", { params: { registrationId }, signal }));
  } catch (error) {
    if (error instanceof ApiError) return registrationId;
    throw error;
  }
}

interface BadgeBatchProgressProps {
  readonly jobId: string;
  readonly onDone: () => void;
}

/** The URL of the file is valid for 15 minutes and is refreshed before, in ms. */
const fileUrlRefreshMs = 600_000;

/** The progress of a badge batch, then its file. */
export function BadgeBatchProgress({ jobId, onDone }: BadgeBatchProgressProps) {
  const { t } = useTranslation();
  const { loaded, reload } = useJob(jobId);
  useRefresh(reload, fileUrlRefreshMs);
  const state = loaded.state === "ready" ? loaded.value.state : undefined;
  useEffect(() => {
    if (state === "done") onDone();
  }, [state]);
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const job = loaded.value;
  const isRunning = job.state === "waiting" || job.state === "running";
  return (
    <section class="stack" aria-labelledby="badge-batch">
      <h2 id="badge-batch">{t("badges.batch")}</h2>
      {isRunning && job.total === 0 && <ProgressBar label={t("badges.choosing")} />}
      {isRunning && job.total > 0 && (
        <ProgressBar
          done={job.done}
          total={job.total}
          label={t("bulk.progress", { done: job.done, total: job.total })}
        />
      )}
      {job.state === "failed" && <JobFailedNotice job={job} />}
      {job.state === "done" && <BatchResult job={job} />}
    </section>
  );
}

/** The result of a batch: the file, and the badges that are not in it. */
function BatchResult({ job: { jobId, result = {}, file } }: { readonly job: ApiAnswer<"getJob"> }) {
  const { t } = useTranslation();
  const formatTime = useTimeFormat();
  const count = (name: "printed" | "printedWithout" | "left" | "leftOut") => ({ count: Number(result[name] ?? 0) });
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
            <span class="small soft">{t("badges.until", { time: formatTime(until) })}</span>
          )}
        </p>
      )}
      {!file && count("printed").count > 0 && <p>{t("badges.forgotten")}</p>}
      {count("left").count > 0 && (
        <Notice>
          <p>{t("badges.left", count("left"))}</p>
        </Notice>
      )}
      {count("printedWithout").count > 0 && (
        <Notice>
          <p>{t("badges.printedWithout", count("printedWithout"))}</p>
          <BadgeRows jobId={jobId} outcome="printed-without" />
        </Notice>
      )}
      {count("leftOut").count > 0 && (
        <Notice tone="warning">
          <p>{t("badges.leftOut", count("leftOut"))}</p>
          <BadgeRows jobId={jobId} outcome="left-out" />
        </Notice>
      )}
    </>
  );
}
