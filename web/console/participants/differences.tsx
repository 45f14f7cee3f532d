import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { Changed } from "./changed.tsx";
import { Entries } from "./entries.tsx";
import type { Version } from "./version.ts";
import { VersionField } from "./version-field.tsx";

interface Props {
  readonly versions: readonly Version[];
  readonly latest: Version;
}

/** Who was added, removed or changed from one version to another, or to the list as it is now. */
export function Differences({ versions, latest }: Props) {
  const { t } = useWords();
  const { settings } = useOffice();
  const [chosen, setFrom] = useTyped<string | undefined>(`list-from.${settings.conferenceId}`, undefined);
  const [to, setTo] = useTyped(`list-to.${settings.conferenceId}`, "");
  const from = chosen ?? String(latest.version);
  return (
    <section class="stack" aria-labelledby="list-differences">
      <h2 id="list-differences">{t("list.differences")}</h2>
      <div class="pair narrow">
        <VersionField id="list-from" label={t("list.from")} {...{ versions }} value={from} onChange={setFrom} />
        <VersionField id="list-to" label={t("list.to")} withNow {...{ versions }} value={to} onChange={setTo} />
      </div>
      {from === to ? <p>{t("list.same")}</p> : <Between {...{ from, to }} />}
    </section>
  );
}

function Between({ from, to }: { readonly from: string; readonly to: string }) {
  const { t } = useWords();
  const { ask, settings } = useOffice();
  const { conferenceId } = settings;
  const { loaded, again } = useLoaded(
    (signal) => ask("compareListVersions", { params: { conferenceId }, query: { from, ...(to && { to }) }, signal }),
    [conferenceId, from, to, ask],
  );
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  const { added, removed, changed } = loaded.value;
  const counts = { added: added.length, removed: removed.length, changed: changed.length };
  if (added.length + removed.length + changed.length === 0) return <p aria-live="polite">{t("list.same")}</p>;
  return (
    <>
      <p class="number" aria-live="polite">
        {t("list.counts", counts)}
      </p>
      <Entries caption={t("list.added")} all={added} />
      <Entries caption={t("list.removed")} all={removed} />
      <Changed all={changed} />
    </>
  );
}
