import { useState } from "preact/hooks";
import type { AnswerOf } from "../../api/client.ts";
import { moment } from "../../i18n/dates.ts";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { Colleague } from "../colleague.tsx";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly load: (signal: AbortSignal) => Promise<AnswerOf<"listOpenings">>;
}

/** Who of the staff looked, when and why; asked for when somebody wants to know. */
export function Openings({ load }: Props) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="small" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("case.openings")}</summary>
      {isOpen && <List load={load} />}
    </details>
  );
}

function List({ load }: Props) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const { loaded, again } = useLoaded(load, []);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  if (loaded.value.items.length === 0) return <p class="soft">{t("case.neverOpened")}</p>;
  return (
    <ul>
      {loaded.value.items.map(({ at, by, reason }) => (
        <li key={`${at} ${by}`}>
          {moment(at, settings.timeZone, language)}
          {t("common.colon")}
          <bdi>{reason}</bdi> <Colleague id={by} />
        </li>
      ))}
    </ul>
  );
}
