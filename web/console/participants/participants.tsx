import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useRefresh } from "../../kit/use-refresh.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { Differences } from "./differences.tsx";
import { Download } from "./download.tsx";
import { Keep } from "./keep.tsx";
import { Versions } from "./versions.tsx";

/** The list of participants: as a file, in the versions that were kept, and what changed between them. */
export function Participants() {
  const { t } = useWords();
  const { ask, settings } = useOffice();
  const { conferenceId } = settings;
  const { loaded, again } = useLoaded(
    (signal) => ask("listListVersions", { params: { conferenceId }, signal }),
    [conferenceId, ask],
  );
  useRefresh(again);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  const versions = loaded.value.items.toReversed();
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.participants")}</h1>
      <p class="soft">{t("list.lead")}</p>
      <Download versions={versions} />
      <Keep onKept={again} />
      <Versions versions={versions} />
      {versions[0] && <Differences versions={versions} latest={versions[0]} />}
    </div>
  );
}
