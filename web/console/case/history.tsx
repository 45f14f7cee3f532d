import { useState } from "preact/hooks";
import type { AnswerOf } from "../../api/client.ts";
import { labelOf } from "../../form/faults.ts";
import { moment } from "../../i18n/dates.ts";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { Colleague } from "../colleague.tsx";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { Mailed } from "./mailed.tsx";

type Chapter = AnswerOf<"readHistory">["items"][number];

/** What happened, the latest first; asked for when somebody wants to know. */
export function History({ registrationId }: { readonly registrationId: string }) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("case.history")}</summary>
      {isOpen && <Chapters registrationId={registrationId} />}
    </details>
  );
}

function Chapters({ registrationId }: { readonly registrationId: string }) {
  const { t } = useWords();
  const { ask } = useOffice();
  const { loaded, again } = useLoaded(
    (signal) => ask("readHistory", { params: { registrationId }, query: { limit: 100 }, signal }),
    [registrationId, ask],
  );
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  return (
    <ol class="history plain-list">
      {loaded.value.items.map((chapter) => (
        <ChapterRow key={`${chapter.version} ${chapter.action}`} chapter={chapter} />
      ))}
    </ol>
  );
}

function ChapterRow({
  chapter: { at, action, by, reason, accreditation, seat, fields, towards = [], mails = [] },
}: {
  readonly chapter: Chapter;
}) {
  const { t, find, language } = useWords();
  const { settings } = useOffice();
  const steps = [
    accreditation.before !== accreditation.after && find(`accreditation.${accreditation.after}`),
    seat.before !== seat.after && find(`seat.${seat.after}`),
    ...fields.map((path) => labelOf(path, find)),
  ];
  return (
    <li>
      <p>
        <strong>{t(`action.${action}`)}</strong>{" "}
        <span class="small soft">
          {moment(at, settings.timeZone, language)} · {t(`actor.${by.kind}`)}
          {by.kind === "staff" && by.id && (
            <>
              {" "}
              <Colleague id={by.id} />
            </>
          )}
        </span>
      </p>
      {steps.some(Boolean) && <p class="small soft">{steps.filter(Boolean).join(" · ")}</p>}
      {reason && (
        <blockquote>
          <bdi>{reason}</bdi>
        </blockquote>
      )}
      {towards.map(({ dimension, value, text }) => (
        <p key={`${dimension} ${value}`} class="small">
          {text}
        </p>
      ))}
      {mails.length > 0 && <Mailed mails={mails} />}
    </li>
  );
}
