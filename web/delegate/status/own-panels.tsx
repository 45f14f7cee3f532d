import { type ApiAnswer, callApi } from "../../kit/api/client.ts";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { formatTimeRange } from "../../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { usePartTranslation } from "../page/translations.ts";
import { useTranslation } from "../translations.ts";
import type { OwnRegistrationProps } from "./registration-state.ts";

type Programme = ApiAnswer<"getProgramme">;

const findOwnPanels = ({ sessions }: Programme, registrationId: string) =>
  sessions.flatMap((session) =>
    session.panels.flatMap((panel) =>
      panel.people
        .filter((person) => person.registrationId === registrationId)
        .map(({ role }) => ({ session, panel, role })),
    ),
  );

/** The panels that the person is on, once the programme is public; nothing for anyone else. */
export function OwnPanels({ registration, token }: OwnRegistrationProps) {
  const { language } = useTranslation();
  const { registrationId, conferenceId } = registration;
  const { loaded } = useLoaded(
    (signal) => callApi("getProgramme", { params: { conferenceId }, token, language, signal }),
    [registrationId],
  );
  const panels = loaded.state === "ready" ? findOwnPanels(loaded.value, registrationId) : [];
  if (loaded.state !== "ready" || panels.length === 0) return null;
  return <PanelList id={`own-panels-${registrationId}`} panels={panels} timeZone={loaded.value.timeZone} />;
}

interface PanelListProps {
  readonly id: string;
  readonly panels: ReturnType<typeof findOwnPanels>;
  readonly timeZone: string;
}

function PanelList({ id, panels, timeZone }: PanelListProps) {
  const { language } = useTranslation();
  const part = usePartTranslation(language);
  if (!part) return null;
  const { t } = part;
  return (
    <section class="stack" aria-labelledby={id}>
      <h2 id={id}>{t("programme.own")}</h2>
      <ul class="plain-list stack">
        {panels.map(({ session, panel, role }) => (
          <li key={`${panel.panelId} ${role}`}>
            <strong>
              <bdi>{getLocalizedText(panel.title, language)}</bdi>
            </strong>
            <br />
            {t(`panelRole.${role}`)} · <bdi>{getLocalizedText(session.title, language)}</bdi>
            <br />
            <time dateTime={session.startsAt}>
              {formatTimeRange(session.startsAt, session.endsAt, timeZone, language)}
            </time>
            {session.room !== undefined && (
              <>
                {" · "}
                <bdi>{session.room}</bdi>
              </>
            )}
          </li>
        ))}
      </ul>
      <p class="soft small">{t("programme.ownCalendar")}</p>
    </section>
  );
}
