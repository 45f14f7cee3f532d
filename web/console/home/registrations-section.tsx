import { toLocalDay } from "#shared/model/time.ts";
import { Table } from "../../kit/components/table.tsx";
import { formatDay, formatDayRange } from "../../kit/i18n/format-dates.ts";
import { useConsoleContext } from "../console-context.ts";
import { getCategoryTitle } from "../labels.tsx";
import { LocalizedNumber } from "../localized-number.tsx";
import { buildRegisterHref } from "../register/register-href.ts";
import { useTranslation } from "../translations.ts";
import { BarChart, type Mark } from "./bar-chart.tsx";
import { binDays, type DayBins } from "./day-bins.ts";
import { pendingByCategory } from "./figures.ts";

/** How the days of a bar are called in its messages. */
const binNames = { 1: "day", 7: "week", 28: "fourWeeks" } as const;

/** The registrations by day of submission, with the deadline. */
export function RegistrationsByDay({ byDay }: { readonly byDay: ReadonlyMap<string, number> }) {
  const { t, language } = useTranslation();
  const { conferenceId, timeZone, registration } = useConsoleContext().settings;
  const closesOn = toLocalDay(registration.closesAt, timeZone);
  const today = toLocalDay(new Date().toISOString(), timeZone);
  const shown = binDays(byDay, closesOn, timeZone);
  const { days, bins } = shown;
  const caption = t(`homeView.bins.${binNames[days]}`);
  const formatBin = ({ from, to }: { readonly from: string; readonly to: string }) =>
    from === to ? formatDay(from, language) : formatDayRange(from, to, language);
  const marks: Mark[] = [
    {
      kind: "deadline",
      at: findBarPosition(shown, closesOn) + 1 / days,
      label: t("homeView.deadline", { day: formatDay(closesOn, language) }),
    },
    {
      kind: "now",
      at: findBarPosition(shown, today) + 0.5 / days,
      label: t("homeView.today", { day: formatDay(today, language) }),
    },
  ];
  return (
    <div class="stack">
      <h2>{caption}</h2>
      <BarChart
        {...{ caption }}
        bars={bins.map((bin) => ({
          ...{ key: bin.from, label: formatBin(bin), count: bin.count },
          href: buildRegisterHref(conferenceId, { submittedAt: [bin.filter] }),
        }))}
        marks={marks.filter(({ at }) => at > 0 && at <= bins.length)}
        head={[t("homeView.days"), t("homeView.registrations")]}
      />
    </div>
  );
}

/** The number of bars before a day, in fractions of a bar; negative for a day before them. */
const findBarPosition = ({ days, bins }: DayBins, day: string): number =>
  (Date.parse(day) - Date.parse(bins[0]?.from ?? day)) / 86_400_000 / days;

/** The registrations to review by category, in the order of the settings. */
export function PendingByCategory({ counts }: { readonly counts: ReadonlyMap<string, number> }) {
  const { t, language } = useTranslation();
  const { settings } = useConsoleContext();
  const own = settings.categories.map(({ category }) => category);
  const names = [...own, ...[...counts.keys()].filter((category) => !own.includes(category))];
  const shown = names.flatMap((category) => {
    const count = counts.get(category) ?? 0;
    return count > 0 ? [{ category, count }] : [];
  });
  if (shown.length === 0) return null;
  const most = Math.max(...shown.map(({ count }) => count));
  return (
    <section>
      <Table
        caption={t("homeView.byCategory")}
        head={[t("field.category"), t("homeView.toReview"), t("homeView.share")]}
      >
        {shown.map(({ category, count }) => (
          <tr key={category}>
            <th scope="row" class="pool-name">
              <bdi>{getCategoryTitle(settings, category, language)}</bdi>
            </th>
            <td class="number">
              <a
                href={buildRegisterHref(settings.conferenceId, { ...pendingByCategory.filters, category: [category] })}
              >
                <LocalizedNumber value={count} />
              </a>
            </td>
            <td class="pool-share">
              <svg class="pool-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="taken" width={(count / most) * 100} height="10" />
              </svg>
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
