import { useState } from "preact/hooks";
import type common from "../../../locales/en/common.json";
import { callApi } from "../api/client.ts";
import { useAction, useLoaded } from "../api/use-loaded.ts";
import { announce } from "../components/announce.ts";
import { Button } from "../components/button.tsx";
import { type FrameTranslate, ProblemNotice, Tag } from "../components/notices.tsx";
import { formatDateTime, getOwnTimeZone } from "../i18n/format-dates.ts";
import type { PageTranslator } from "../i18n/translations.tsx";

/** The translator of every page that lists sessions. */
type SessionsReader = PageTranslator<Parameters<FrameTranslate>[0] | `sessions.${keyof typeof common.sessions}`>;

interface OpenSessionsProps {
  readonly reader: SessionsReader;
  /** The token of the session; for staff a fresh one. @throws NetworkError */
  readonly getToken: () => Promise<string | undefined>;
}

/** The open sessions of the person, of which each or all others can be ended. */
export function SessionList({ reader: { t, language }, getToken }: OpenSessionsProps) {
  const { loaded, reload, set } = useLoaded(
    async (signal) => (await callApi("listSessions", { token: await getToken(), language, signal })).items,
    [language],
  );
  const { busy, error, run } = useAction();
  const formatTime = (time: string) => formatDateTime(time, getOwnTimeZone(), language);
  const end = (body: { readonly sessionId?: string }) =>
    run(async () => {
      set((await callApi("endSessions", { token: await getToken(), language, body })).items);
      announce(t("sessions.ended"));
    });
  const sessions = loaded.state === "ready" ? loaded.value : [];
  return (
    <div class="stack" aria-busy={loaded.state === "loading"}>
      <p class="small soft">{t("sessions.lead")}</p>
      <ProblemNotice error={error ?? (loaded.state === "failed" ? loaded.error : undefined)} t={t} onRetry={reload} />
      <ul class="plain-list stack">
        {sessions.map(({ sessionId, begunAt, browser, isCurrent }) => (
          <li key={sessionId} class="row">
            <span>
              {t("sessions.begun", { time: formatTime(begunAt) })} · <bdi>{browser ?? t("sessions.unknown")}</bdi>
            </span>
            {isCurrent ? (
              <Tag>{t("sessions.current")}</Tag>
            ) : (
              <Button kind="secondary" small busy={busy} onPress={() => end({ sessionId })}>
                {t("sessions.end", { time: formatTime(begunAt) })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.some(({ isCurrent }) => !isCurrent) && (
        <div>
          <Button kind="danger" small busy={busy} onPress={() => end({})}>
            {t("sessions.endOthers")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The sessions behind a summary, loaded when it is opened. */
export function OpenSessions(props: OpenSessionsProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.reader.t("sessions.title")}</summary>
      {isOpen && <SessionList {...props} />}
    </details>
  );
}
