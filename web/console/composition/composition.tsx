import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useRefresh } from "../../kit/use-refresh.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { Dimension } from "./dimension.tsx";

const interval = 5_000;

const dimensions = ["gender", "region", "regionalGroup", "category"] as const;

/** Who has a place, by category, region and gender, against what the conference aims at; a few seconds behind. */
export function Composition() {
  const { t } = useWords();
  const { ask, settings } = useOffice();
  const { conferenceId } = settings;
  const { loaded, again } = useLoaded(
    (signal) => ask("readStatistics", { params: { conferenceId }, signal }),
    [conferenceId, ask],
  );
  useRefresh(again, interval);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  const { registrations, seated, confirmed } = loaded.value.total;
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.composition")}</h1>
      <p class="number">{t("shares.total", { registrations, seated, confirmed })}</p>
      {dimensions.map((each) => (
        <Dimension key={each} dimension={each} statistics={loaded.value} />
      ))}
    </div>
  );
}
