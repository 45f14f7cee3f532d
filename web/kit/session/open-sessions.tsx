import { useRef, useState } from "preact/hooks";
import type common from "../../../locales/en/common.json";
import { callApi, isSessionOver } from "../api/client.ts";
import { useAction, useLoaded, useSessionOver } from "../api/use-loaded.ts";
import { announce } from "../components/announce.ts";
import { Button } from "../components/button.tsx";
import { type FrameTranslate, LoadNotice, ProblemNotice, Tag } from "../components/notices.tsx";
import { formatDateTime, getOwnTimeZone } from "../i18n/format-dates.ts";
import type { PageTranslator } from "../i18n/translations.tsx";

/** The translator of every page that lists sessions. */
type SessionsReader = PageTranslator<Parameters<FrameTranslate>[0] | `sessions.${keyof typeof common.sessions}`>;

interface OpenSessionsProps {
  readonly reader: SessionsReader;
  /** The token of the session; for staff a fresh one. @throws NetworkError */
  readonly getToken: () => Promise<string | undefined>;
  readonly onSessionOver: () => void;
}

/** The open sessions of the person, of which each or all others can be ended. */
export function SessionList({ reader: { t, language }, getToken, onSessionOver }: OpenSessionsProps) {
  const { loaded, reload, set } = useLoaded(
    async (signal) => (await callApi("listSessions", { token: await getToken(), language, signal })).items,
    [language],
  );
  const isOver = useSessionOver(loaded, onSessionOver);
  const lead = useRef<HTMLParagraphElement>(null);
  const { busy, error, run } = useAction();
  const end = (body: { readonly sessionId?: string }, count: number) =>
    run(async () => {
      try {
        set((await callApi("endSessions", { token: await getToken(), language, body })).items);
      } catch (failure) {
        if (isSessionOver(failure)) onSessionOver();
        throw failure;
      }
      announce(t("sessions.ended", { count }));
      // The pressed button is gone.
      lead.current?.focus();
    });
  if (isOver) return null;
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const formatTime = (time: string) => formatDateTime(time, getOwnTimeZone(), language);
  const otherCount = loaded.value.filter(({ isCurrent }) => !isCurrent).length;
  return (
    <div class="stack">
      <p ref={lead} class="small soft" tabIndex={-1}>
        {t("sessions.lead")}
      </p>
      <ProblemNotice error={error} t={t} />
      <ul class="plain-list sessions">
        {loaded.value.map(({ sessionId, begunAt, browser, isCurrent }) => (
          <li key={sessionId}>
            <div>
              <p>
                <bdi>{browser ?? t("sessions.unknown")}</bdi>
              </p>
              <p class="small soft">{t("sessions.begun", { time: formatTime(begunAt) })}</p>
            </div>
            {isCurrent ? (
              <Tag>{t("sessions.current")}</Tag>
            ) : (
              <Button
                kind="secondary"
                small
                busy={busy}
                label={t("sessions.endOf", { time: formatTime(begunAt) })}
                onPress={() => end({ sessionId }, 1)}
              >
                {t("sessions.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {otherCount > 0 && (
        <div>
          <Button kind="danger" small busy={busy} onPress={() => end({}, otherCount)}>
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
    <details class="sheet" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.reader.t("sessions.title")}</summary>
      {isOpen && <SessionList {...props} />}
    </details>
  );
}
