import { useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { FigureList, useRegisterFigure } from "./figure-list.tsx";
import { listChangeFigures } from "./figures.ts";
import type { useLastVisit } from "./last-visit.ts";

interface ChangesSectionProps {
  readonly visit: ReturnType<typeof useLastVisit>;
  /** In the order of `listChangeFigures`. */
  readonly counts: readonly number[] | undefined;
}

/** What has changed since the last visit, in groups. */
export function ChangesSection({ visit: { since, isFirst }, counts }: ChangesSectionProps) {
  const { t } = useTranslation();
  const format = useTimeFormat();
  const toLinked = useRegisterFigure();
  const figures = listChangeFigures(since).map((each, index) => {
    const label =
      each.key === "new"
        ? t("homeView.new")
        : t(each.key === "corrected" ? "homeView.correctedSince" : `accreditation.${each.key}`);
    return toLinked(each, counts?.[index] ?? 0, label, each.key === "new" ? "-submittedAt" : "-accreditationSince");
  });
  return (
    <section class="stack" aria-labelledby="home-changes" aria-busy={counts === undefined || undefined}>
      <h2 id="home-changes">{t(isFirst ? "homeView.lastWeek" : "homeView.sinceVisit")}</h2>
      {!isFirst && <p class="small soft">{t("homeView.visit", { time: format(since) })}</p>}
      {counts ? (
        <FigureList figures={figures} nothing={t("homeView.noChanges")} />
      ) : (
        <p class="soft">{t("common.loading")}</p>
      )}
      <p class="small soft">{t("homeView.changesMean")}</p>
    </section>
  );
}
