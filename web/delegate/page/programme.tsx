import { toLocalDay } from "#shared/model/time.ts";
import { type ApiAnswer, callApi } from "../../kit/api/client.ts";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { getCountryName } from "../../kit/i18n/countries.ts";
import { formatTimeOfDay, formatWeekday } from "../../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useTranslation } from "../translations.ts";
import type { usePartTranslation } from "./translations.ts";

type Programme = ApiAnswer<"getProgramme">;
type Session = Programme["sessions"][number];
type Panel = Session["panels"][number];

/** The texts of the part, which are loaded with it. */
interface PartTexts {
  readonly t: NonNullable<ReturnType<typeof usePartTranslation>>["t"];
}

/** The sessions by day, with their rooms, panels and people; nothing for a conference without sessions. */
export function ProgrammeSection({ t, conferenceId }: PartTexts & { readonly conferenceId: string }) {
  const { language } = useTranslation();
  const { loaded } = useLoaded(
    (signal) => callApi("getProgramme", { params: { conferenceId }, language, signal }),
    [conferenceId],
  );
  if (loaded.state !== "ready" || loaded.value.sessions.length === 0) return null;
  const { sessions, timeZone } = loaded.value;
  const days = Object.entries(Object.groupBy(sessions, ({ startsAt }) => toLocalDay(startsAt, timeZone)));
  return (
    <section class="sheet stack-wide programme" aria-labelledby="programme-title">
      <div class="stack-tight">
        <h2 id="programme-title">{t("programme.title")}</h2>
        <p class="soft small">{t("programme.zone")}</p>
      </div>
      {days.map(([day, own = []]) => (
        <div key={day} class="stack">
          <h3>
            <time dateTime={day}>{formatWeekday(day, language)}</time>
          </h3>
          {own.map((session) => (
            <SessionEntry key={session.sessionId} {...{ t, session, timeZone }} />
          ))}
        </div>
      ))}
      <p>
        <a href={`/v1/conferences/${conferenceId}/programme.ics?language=${language}`} download="programme.ics">
          {t("programme.calendar")}
        </a>
      </p>
    </section>
  );
}

function SessionEntry({ t, session, timeZone }: PartTexts & { readonly session: Session; readonly timeZone: string }) {
  const { language } = useTranslation();
  const { title, startsAt, endsAt, room, description, panels } = session;
  return (
    <article class="programme-session stack-tight">
      <h4>
        <bdi>{getLocalizedText(title, language)}</bdi>
      </h4>
      <p class="soft">
        <SessionTimes {...{ startsAt, endsAt, timeZone }} />
        {room !== undefined && (
          <>
            {" · "}
            <bdi>{room}</bdi>
          </>
        )}
      </p>
      {description && (
        <p class="lines">
          <bdi>{getLocalizedText(description, language)}</bdi>
        </p>
      )}
      {panels.map((panel) => (
        <PanelEntry key={panel.panelId} {...{ t, panel }} />
      ))}
    </article>
  );
}

/** From when to when, at the venue. */
function SessionTimes({
  startsAt,
  endsAt,
  timeZone,
}: Pick<Session, "startsAt" | "endsAt"> & { readonly timeZone: string }) {
  const { language } = useTranslation();
  return (
    <span dir="ltr">
      <time dateTime={startsAt}>{formatTimeOfDay(startsAt, timeZone, language)}</time>–
      <time dateTime={endsAt}>{formatTimeOfDay(endsAt, timeZone, language)}</time>
    </span>
  );
}

function PanelEntry({ t, panel: { title, people } }: PartTexts & { readonly panel: Panel }) {
  const reader = useTranslation();
  return (
    <div class="stack-tight">
      <h5>
        <bdi>{getLocalizedText(title, reader.language)}</bdi>
      </h5>
      <ul class="plain-list stack-tight">
        {people.map(({ name, role, functionTitle, organization, country }, index) => (
          // Two people may have the same name.
          <li key={`${index} ${name}`}>
            <span class="soft small">{t(`panelRole.${role}`)}</span>
            <br />
            <strong>
              <bdi>{name}</bdi>
            </strong>
            {[functionTitle, organization].map(
              (part) =>
                part !== undefined && (
                  <>
                    {", "}
                    <bdi>{part}</bdi>
                  </>
                ),
            )}
            {country !== undefined && ` (${getCountryName(country, reader)})`}
          </li>
        ))}
      </ul>
    </div>
  );
}
