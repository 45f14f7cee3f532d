import "./home.css";
import { getPeopleRetentionEnd, isConferenceOver, toLocalDay } from "#shared/model/time.ts";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { formatDay, formatDayRange } from "../../kit/i18n/format-dates.ts";
import { useConsoleContext } from "../console-context.ts";
import { DamagedNotice } from "../damaged-notice.tsx";
import { useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { ArrivalsSection } from "./arrivals-section.tsx";
import { ChangesSection } from "./changes-section.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { useLastVisit } from "./last-visit.ts";
import { PendingByCategory, RegistrationsByDay } from "./registrations-section.tsx";
import { SeatsSection } from "./seats-section.tsx";
import { useHomeCounts } from "./use-home-counts.ts";
import { WaitingSection } from "./waiting-section.tsx";

/** The home of a conference: what waits, what has changed, registrations and seats. Each number leads to what it counts. */
export function HomeView() {
  const { t } = useTranslation();
  const { settings, email } = useConsoleContext();
  const visit = useLastVisit(settings.conferenceId, email);
  const { feed, counts, error } = useHomeCounts(visit.since);
  const refresh = () => void feed.refresh();
  const isEmpty = counts?.total === 0;
  return (
    <div class="sheet dense-sheet stack-wide home">
      <header class="stack-tight">
        <h1>{t("nav.home")}</h1>
        <Stage total={counts?.total} />
      </header>
      {feed.error !== undefined && <ProblemNotice error={feed.error} t={t} onRetry={refresh} />}
      <ProblemNotice error={error} t={t} />
      <DamagedNotice ids={feed.rows?.listDamaged()} />
      {isEmpty && <FirstSteps />}
      {feed.loading !== undefined && feed.error === undefined && (
        <p class="soft" aria-busy="true">
          {feed.loading === 0 ? t("common.loading") : t("homeView.counting", { count: feed.loading })}
        </p>
      )}
      <div class="home-columns">
        <WaitingSection counts={counts} />
        {!isEmpty && <ChangesSection visit={visit} counts={counts?.changes} />}
      </div>
      <ArrivalsSection />
      {counts && !isEmpty && <RegistrationsByDay byDay={counts.byDay} />}
      <div class="home-columns">
        <SeatsSection />
        {counts && <PendingByCategory counts={counts.pendingByCategory} />}
      </div>
    </div>
  );
}

/** When the conference takes place, whether people can register, and how many have. */
function Stage({ total }: { readonly total: number | undefined }) {
  const { t, language } = useTranslation();
  const { settings } = useConsoleContext();
  const { registration, startsOn, endsOn, timeZone, retentionDays } = settings;
  const format = useTimeFormat();
  const now = new Date().toISOString();
  const isOver = isConferenceOver(settings, now);
  const period =
    now < registration.opensAt
      ? t("homeView.opens", { time: format(registration.opensAt) })
      : now < registration.closesAt
        ? t("homeView.open", { time: format(registration.closesAt) })
        : t("homeView.closed", { time: format(registration.closesAt) });
  return (
    <>
      <p>
        {formatDayRange(startsOn, endsOn, language)}
        {total !== undefined && ` · ${t("homeView.total", { count: total })}`}
      </p>
      <p class="soft">
        {isOver
          ? t("homeView.over", {
              day: formatDay(toLocalDay(getPeopleRetentionEnd({ endsOn, retentionDays }), timeZone), language),
            })
          : period}
      </p>
    </>
  );
}
