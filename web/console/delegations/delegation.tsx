import { countryName } from "../../i18n/countries.ts";
import { textIn } from "../../i18n/words.tsx";
import { Button } from "../../kit/button.tsx";
import { go, usePlace } from "../../kit/fragment.ts";
import { Notice, Tag } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useRefresh } from "../../kit/use-refresh.ts";
import { linkTo } from "../link.ts";
import { categoryTitle } from "../names.ts";
import { useOffice } from "../office.ts";
import { statusTones } from "../tones.ts";
import { useWords } from "../words.ts";
import { Letter } from "./letter.tsx";
import { Terms } from "./terms.tsx";

interface Props {
  readonly delegationId: string;
  readonly onChanged: () => void;
}

/** One delegation: whether it may come, with how many, and whom its letter names. */
export function Delegation({ delegationId, onChanged }: Props) {
  const { t, language } = useWords();
  const { ask, settings, decides } = useOffice();
  const { delegation: _, ...list } = usePlace();
  const { loaded, again } = useLoaded(
    (signal) => ask("readDelegation", { params: { delegationId }, signal }),
    [delegationId, ask],
  );
  useRefresh(again, 10_000);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  const delegation = loaded.value;
  const changed = () => [again(), onChanged()];
  const place = { conference: settings.conferenceId, view: "queue", delegation: delegationId };
  return (
    <article class="case stack-wide">
      <header class="stack">
        <div class="case-close">
          <Button kind="quiet" small onPress={() => go(list)}>
            {t("queue.backToList")}
          </Button>
        </div>
        <h2 tabIndex={-1}>
          <bdi>{textIn(delegation.name, language)}</bdi>
        </h2>
        <p class="row">
          <Tag tone={statusTones[delegation.status]}>{t(`delegationStatus.${delegation.status}`)}</Tag>
          <Tag>{categoryTitle(settings, delegation.category, language)}</Tag>
          {delegation.country && <Tag>{countryName(delegation.country, language)}</Tag>}
        </p>
        <p class="small">
          {t("delegations.focalPoints")}
          {t("common.colon")}
          <bdi dir="ltr">{delegation.focalPoints.join(", ")}</bdi>
        </p>
        <p class="small">
          <a href={linkTo(place)}>{t("delegations.members", { count: delegation.members.length })}</a>
        </p>
      </header>
      {delegation.reason && (
        <Notice>
          <blockquote>
            <bdi>{delegation.reason}</bdi>
          </blockquote>
        </Notice>
      )}
      {decides && <Terms key={delegation.version} {...{ delegation, changed }} />}
      {delegation.letters.length > 0 && <Letter key={`letter ${delegation.version}`} {...{ delegation, changed }} />}
      {delegation.letters.length === 0 && <p class="soft">{t("credentialLetter.none")}</p>}
    </article>
  );
}
