import { getConferenceDay } from "#shared/model/time.ts";
import { useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { LoadNotice } from "../../kit/components/notices.tsx";
import { buildHref } from "../../kit/hooks/use-location.ts";
import { formatTimeOfDay } from "../../kit/i18n/format-dates.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { BarChart } from "./bar-chart.tsx";

const refreshMs = 60_000;

/** On the days of the conference, who came today, by quarter of an hour of the first entry; nothing on other days. */
export function ArrivalsSection() {
  const { settings } = useConsoleContext();
  const today = getConferenceDay(new Date().toISOString(), settings);
  return today < settings.startsOn || today > settings.endsOn ? null : <Arrivals today={today} />;
}

function Arrivals({ today }: { readonly today: string }) {
  const { t, language } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId, timeZone } = settings;
  const { loaded, reload } = useLoaded(
    (signal) => callApi("getAttendance", { params: { conferenceId }, query: { by: "quarter-hour" }, signal }),
    [conferenceId, callApi],
  );
  useRefresh(reload, refreshMs);
  const items = loaded.state === "ready" && loaded.value.by === "quarter-hour" ? loaded.value.items : [];
  const shown = items.filter(({ day }) => day === today);
  const caption = t("homeView.arrivals");
  const href = buildHref({ conference: conferenceId, view: "attendance", by: "quarter-hour" });
  return (
    <div class="stack">
      <h2>{caption}</h2>
      {loaded.state === "failed" && <LoadNotice {...{ loaded, reload, t }} />}
      {loaded.state === "ready" && shown.length === 0 && <p class="soft">{t("homeView.noArrivals")}</p>}
      {shown.length > 0 && (
        <BarChart
          caption={caption}
          bars={shown.map(({ from, arrivals }) => ({
            ...{ key: from, count: arrivals, href },
            label: formatTimeOfDay(from, timeZone, language),
          }))}
          head={[t("homeView.quarter"), t("homeView.arrived")]}
        />
      )}
    </div>
  );
}
