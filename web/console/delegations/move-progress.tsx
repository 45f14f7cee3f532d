import { useEffect } from "preact/hooks";
import { type ApiAnswer, listAllPages } from "../../kit/api/client.ts";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { LoadNotice } from "../../kit/components/notices.tsx";
import { ProgressBar } from "../../kit/components/progress.tsx";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useConsoleContext } from "../console-context.ts";
import { JobFailedNotice, useJob } from "../job.tsx";
import { formatPersonName } from "../labels.tsx";
import { useTranslation } from "../translations.ts";

type Member = ApiAnswer<"getDelegation">["members"][number];

/** A move as it was started. */
export interface StartedMove {
  readonly jobId: string;
  /** The delegation to which the members move. */
  readonly into: string;
}

interface MoveProgressProps extends StartedMove {
  /** The members of the former delegation, which still has those who stay. */
  readonly members: readonly Member[];
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** The progress of a move, then the number of those who moved and the reason for each who stays. */
export function MoveProgress({ jobId, into, members, onChanged, onClose }: MoveProgressProps) {
  const { t } = useTranslation();
  const { loaded, reload } = useJob(jobId);
  const state = loaded.state === "ready" ? loaded.value.state : loaded.state;
  const isOver = state === "done" || state === "failed";
  useEffect(() => {
    if (isOver) onChanged();
  }, [isOver]);
  return (
    <section class="sheet stack" aria-labelledby="move-title">
      <h3 id="move-title">{t("move.open")}</h3>
      {loaded.state === "ready" ? (
        <>
          {!isOver && (
            <ProgressBar
              {...(loaded.value.total > 0 && { done: loaded.value.done, total: loaded.value.total })}
              label={t("bulk.progress", { done: loaded.value.done, total: loaded.value.total })}
            />
          )}
          {state === "failed" && <JobFailedNotice job={loaded.value} />}
          {state === "done" && <MoveResult {...{ jobId, into, members }} result={loaded.value.result} />}
        </>
      ) : (
        <LoadNotice {...{ loaded, reload, t }} />
      )}
      {(isOver || loaded.state === "failed") && (
        <div class="row">
          <Button kind="secondary" onPress={onClose}>
            {t("common.close")}
          </Button>
        </div>
      )}
    </section>
  );
}

interface MoveResultProps extends Pick<MoveProgressProps, "jobId" | "into" | "members"> {
  /** Absent for staff from whom it is withheld. */
  readonly result: ApiAnswer<"getJob">["result"];
}

/** The most members of a move. */
const maxMembers = 500;

function MoveResult({ jobId, into, members, result }: MoveResultProps) {
  const { t, language } = useTranslation();
  const { callApi } = useConsoleContext();
  const { loaded, reload } = useLoaded(
    async (signal) => {
      const listRefused = (cursor: string | undefined) =>
        callApi("listJobRows", { params: { jobId }, query: { outcome: "refused", limit: 100, cursor }, signal });
      const [target, refused] = await Promise.all([
        callApi("getDelegation", { params: { delegationId: into }, signal }),
        result ? listAllPages(listRefused, maxMembers) : [],
      ]);
      return { name: getLocalizedText(target.name, language), refused };
    },
    [jobId, into, language, callApi],
  );
  if (!result) return <p>{t("move.withheld")}</p>;
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const { name, refused } = loaded.value;
  return (
    <>
      <p role="status">
        <strong>{t("move.moved", { count: Number(result["moved"]), name })}</strong>
      </p>
      {refused.length > 0 && (
        <>
          <p>{t("move.stayed", { count: refused.length })}</p>
          <ul>
            {refused.map(({ row, registrationId, problem, errors = [] }) => {
              const member = members.find((each) => each.registrationId === registrationId);
              const reason = problem?.code === "delegation-full" ? t("move.full", { name }) : problem?.title;
              return (
                <li key={row}>
                  <bdi>{member ? formatPersonName(member) : t("move.unlisted")}</bdi>
                  {t("common.colon")}
                  {[reason, ...errors.map(({ message }) => message)].filter(Boolean).join(" ")}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </>
  );
}
