import { useState } from "preact/hooks";
import type { ApiAnswer } from "../../../kit/api/client.ts";
import { useLoaded } from "../../../kit/api/use-loaded.ts";
import { LoadNotice, Quote, Tag } from "../../../kit/components/notices.tsx";
import { getLocalizedText } from "../../../kit/i18n/translations.tsx";
import { type StaffRegistration, useConsoleContext } from "../../console-context.ts";
import { useTimeFormat } from "../../labels.tsx";
import { useTranslation } from "../../translations.ts";

type CheckIn = ApiAnswer<"listCheckIns">["items"][number];

/** The check-in events of the person, the latest first. They load when opened. */
export function CheckIns({
  registration: { registrationId, badge, protection },
}: {
  readonly registration: StaffRegistration;
}) {
  const { t } = useTranslation();
  const { canDecide } = useConsoleContext();
  const [isOpen, setOpen] = useState(false);
  if (!canDecide || protection?.isReader === false) return null;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("checkIns.title")}</summary>
      {isOpen && <CheckInList registrationId={registrationId} hasBadge={badge !== undefined} />}
    </details>
  );
}

function CheckInList({ registrationId, hasBadge }: { readonly registrationId: string; readonly hasBadge: boolean }) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const formatTime = useTimeFormat();
  const getPlaceName = usePlaceName();
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listCheckIns", { params: { registrationId }, signal }),
    [registrationId, callApi],
  );
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const { inside, items } = loaded.value;
  if (items.length === 0) return <p class="soft">{t(hasBadge ? "checkIns.none" : "checkIns.noBadge")}</p>;
  return (
    <div class="stack-tight">
      {inside.length === 0 && <p>{t("checkIns.outside")}</p>}
      {inside.map(({ place, gate, since }) => (
        <p key={place}>{t("checkIns.inside", { place: getPlaceName(place), gate, since: formatTime(since) })}</p>
      ))}
      <ol class="history plain-list" aria-label={t("checkIns.title")}>
        {items.map((each) => (
          <CheckInRow key={each.scanId} checkIn={each} place={getPlaceName(each.place)} />
        ))}
      </ol>
    </div>
  );
}

function CheckInRow({ checkIn, place }: { readonly checkIn: CheckIn; readonly place: string }) {
  const { t } = useTranslation();
  const formatTime = useTimeFormat();
  const { at, gate, direction, serial, incident } = checkIn;
  return (
    <li class="stack-tight">
      <p class="row">
        <strong>{t(`checkIns.${direction}`)}</strong>
        <bdi>{place}</bdi>
        <span class="small soft">
          {formatTime(at)} · <bdi>{gate}</bdi> · {t("case.badge", { serial })}
        </span>
        {incident && <Tag tone="warning">{t(incident.override ? "checkIns.overridden" : "checkIns.incident")}</Tag>}
      </p>
      {incident && <p class="small">{t(`checkInIncident.${incident.reason}`)}</p>}
      <Quote text={incident?.override?.reason || undefined} />
    </li>
  );
}

function usePlaceName(): (place: string) => string {
  const { t, language } = useTranslation();
  const { settings } = useConsoleContext();
  return (place) => {
    const session = settings.sessions.find(({ sessionId }) => place === `session:${sessionId}`);
    return session ? getLocalizedText(session.title, language) : t("poolName.venue");
  };
}
