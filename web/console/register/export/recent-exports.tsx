import { useEffect } from "preact/hooks";
import type { ApiAnswer } from "../../../kit/api/client.ts";
import { useLastLoaded, useLoaded } from "../../../kit/api/use-loaded.ts";
import { ProblemNotice } from "../../../kit/components/notices.tsx";
import { ProgressBar } from "../../../kit/components/progress.tsx";
import { useConsoleContext } from "../../console-context.ts";
import { useJob } from "../../job.tsx";
import { useTimeFormat } from "../../labels.tsx";
import { useTranslation } from "../../translations.ts";

export const formatTitles = { xlsx: "Excel", csv: "CSV", json: "JSON", zip: "ZIP", pdf: "PDF" } as const;

type ListedExport = ApiAnswer<"listExports">["items"][number];

/** The exports that the officer has requested, each with its progress or its file. @param latest loads them again */
export function RecentExports({ latest }: { readonly latest: string | undefined }) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded } = useLoaded(
    (signal) => callApi("listExports", { params: { conferenceId }, signal }),
    [conferenceId, latest],
  );
  const items = useLastLoaded(loaded)?.items;
  return (
    <section class="stack" aria-labelledby="recent-exports" aria-busy={loaded.state === "loading" ? "true" : undefined}>
      <h3 id="recent-exports">{t("exports.recent")}</h3>
      {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} />}
      {items?.length === 0 && <p class="soft small">{t("exports.none")}</p>}
      <ul class="plain-list stack">
        {items?.map((each) => (
          <li key={each.jobId}>
            <RecentExport exported={each} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const isPast = ({ state, until }: ListedExport): boolean =>
  state === "done" && (until === undefined || until <= new Date().toISOString());

function RecentExport({ exported }: { readonly exported: ListedExport }) {
  const { t } = useTranslation();
  const formatTime = useTimeFormat();
  const { what, format, at } = exported;
  return (
    <div class="row export-item">
      <span>
        {t(`exports.${what}`)} · <bdi>{formatTitles[format]}</bdi> · <bdi>{formatTime(at)}</bdi>
      </span>
      {isPast(exported) ? <span class="small soft">{t("exports.expired")}</span> : <ExportState exported={exported} />}
    </div>
  );
}

/** What is counted in the result of a job, and how it is said, where these are no registrations. */
const countTexts: Readonly<
  Partial<Record<ListedExport["what"], readonly [string, "exports.photoCount" | "exports.certificateCount"]>>
> = {
  photos: ["photos", "exports.photoCount"],
  certificates: ["certificates", "exports.certificateCount"],
};

/** The progress of an export, why it failed, or the link to its file. */
function ExportState({ exported: { jobId, what, format } }: { readonly exported: ListedExport }) {
  const { t } = useTranslation();
  const formatTime = useTimeFormat();
  const { loaded, reload } = useJob(jobId);
  const job = useLastLoaded(loaded);
  const file = job?.file;
  useEffect(() => {
    if (!file) return;
    const timer = setTimeout(reload, Math.max(0, Date.parse(file.expiresAt) - Date.now()) + 1_000);
    return () => clearTimeout(timer);
  }, [file?.expiresAt]);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} />;
  if (!job) return null;
  if (job.state === "failed") return <span class="fault">{job.problem?.title}</span>;
  if (job.state !== "done") {
    return <ProgressBar label={t("exports.making")} {...(job.total > 0 && { done: job.done, total: job.total })} />;
  }
  const [counted, text] = countTexts[what] ?? (["registrations", "exports.count"] as const);
  const count = Number(job.result?.[counted] ?? 0);
  if (!file) return <span class="small soft">{t("exports.expired")}</span>;
  return (
    <span class="row" role="status">
      <a class="button secondary small" href={file.url} target="_blank" rel="noopener">
        {t("exports.download", { format: formatTitles[format] })}
      </a>
      <span class="small soft">
        {t(text, { count })} {t("exports.until", { time: formatTime(file.expiresAt) })}
      </span>
    </span>
  );
}
