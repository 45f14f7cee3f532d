import { type TargetDimension, targetDimensions } from "#shared/statistics/targets.rules.ts";
import type { ApiAnswer } from "../kit/api/client.ts";
import { useLoaded, useRefresh } from "../kit/api/use-loaded.ts";
import { LoadNotice } from "../kit/components/notices.tsx";
import { Table } from "../kit/components/table.tsx";
import { AnswerStatistics } from "./answer-statistics.tsx";
import { useConsoleContext } from "./console-context.ts";
import { getCategoryTitle } from "./labels.tsx";
import { ShareBar } from "./share-bar.tsx";
import { useTranslation } from "./translations.ts";

type ConferenceStatistics = ApiAnswer<"getStatistics">;

interface DimensionTableProps {
  readonly dimension: TargetDimension | "kind";
  readonly statistics: ConferenceStatistics;
}

/** The statistics of one dimension: the share of each value, and its target if there is one. */
function DimensionTable({ dimension, statistics }: DimensionTableProps) {
  const { t, find, language } = useTranslation();
  const { settings } = useConsoleContext();
  const targets = new Map(
    statistics.targets.filter((each) => each.dimension === dimension).map((each) => [each.value, each]),
  );
  const counts = new Map(statistics[dimension].map((each) => [each.value, each]));
  const values = [...new Set([...counts.keys(), ...targets.keys()])];
  const whole = statistics.total.seated;
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  const { format } = new Intl.NumberFormat(language);
  const getValueName = (value: string) =>
    dimension === "category"
      ? getCategoryTitle(settings, value, language)
      : (find(dimension === "kind" ? `categoryKind.${value}` : `composition.value.${value}`) ?? t("shares.unknown"));
  if (values.length === 0) return null;
  return (
    <Table
      caption={t(`composition.${dimension}`)}
      head={[
        t("shares.value"),
        t("shares.share"),
        t("shares.seated"),
        t("shares.target"),
        t("shares.confirmed"),
        t("shares.all"),
      ]}
    >
      {values.map((value) => {
        const { seated = 0, confirmed = 0, registrations = 0 } = counts.get(value) ?? {};
        const target = targets.get(value);
        const share = target?.share ?? (whole > 0 ? seated / whole : 0);
        return (
          <tr key={value}>
            <th scope="row" class="pool-name">
              {getValueName(value)}
            </th>
            <td class="pool-share">
              <ShareBar
                share={share}
                target={target?.target}
                label={t("shares.said", { name: getValueName(value), share: percent.format(share), seated })}
              />
            </td>
            <td class="number">
              {format(seated)} <span class="soft small">{percent.format(share)}</span>
            </td>
            <td class="number">{target ? percent.format(target.target) : "–"}</td>
            <td class="number">{format(confirmed)}</td>
            <td class="number">{format(registrations)}</td>
          </tr>
        );
      })}
    </Table>
  );
}

/** Whether a category is not the only one of its kind by name, so that the kinds say more than the categories. */
const isNamedOtherwise = ({ category, kind }: { readonly category: string; readonly kind: string }) =>
  category !== kind;

const statisticsRefreshMs = 5_000;

/** The statistics of seats by dimension, compared with the targets. They lag by a few seconds. */
export function StatisticsView() {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded, reload } = useLoaded(
    (signal) => callApi("getStatistics", { params: { conferenceId }, signal }),
    [conferenceId, callApi],
  );
  useRefresh(reload, statisticsRefreshMs);
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const { registrations, seated, confirmed } = loaded.value.total;
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.statistics")}</h1>
      <p class="number">{t("shares.total", { registrations, seated, confirmed })}</p>
      {[...targetDimensions, ...(settings.categories.some(isNamedOtherwise) ? ["kind" as const] : [])].map((each) => (
        <DimensionTable key={each} dimension={each} statistics={loaded.value} />
      ))}
      {settings.questionsVersion !== undefined && <AnswerStatistics />}
    </div>
  );
}
