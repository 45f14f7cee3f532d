import { call } from "../api/client.ts";
import { countryName } from "../i18n/countries.ts";
import { textIn } from "../i18n/words.tsx";
import { Notice, Tag, Tags, type Tone } from "../kit/notice.tsx";
import { ProblemNotice } from "../kit/problem-notice.tsx";
import { useLoaded } from "../kit/use-async.ts";
import { useRefresh } from "../kit/use-refresh.ts";
import { Letters } from "./letters.tsx";
import { Members } from "./members.tsx";
import { Nominate } from "./nominate/nominate.tsx";
import { Quota } from "./quota.tsx";
import type { DelegationAnswer, Team } from "./team.ts";
import { useWords } from "./words.ts";

const tones: Readonly<Record<DelegationAnswer["status"], Tone>> = {
  requested: "warning",
  accredited: "success",
  refused: "danger",
};

export function Delegation({ delegationId, token }: { readonly delegationId: string; readonly token: string }) {
  const { t, language } = useWords();
  const { loaded, again, set } = useLoaded(
    async (signal) => {
      const delegation = await call("readDelegation", { params: { delegationId }, token, language, signal });
      const { conferenceId } = delegation;
      return { delegation, conference: await call("readConference", { params: { conferenceId }, language, signal }) };
    },
    [delegationId],
  );
  useRefresh(again);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  const { conference } = loaded.value;
  const team = {
    ...loaded.value,
    token,
    again,
    set: (delegation: DelegationAnswer) => set({ delegation, conference }),
  };
  return <Sheets {...team} />;
}

function Sheets(team: Team) {
  const { delegation, conference } = team;
  const { t, language } = useWords();
  const category = conference.categories.find((each) => each.category === delegation.category);
  return (
    <>
      <header class="stack">
        <p class="soft">
          <bdi>{textIn(conference.title, language)}</bdi>
        </p>
        <h1>
          <bdi>{textIn(delegation.name, language)}</bdi>
        </h1>
        <Tags>
          <Tag tone={tones[delegation.status]}>{t(`delegation.status.${delegation.status}`)}</Tag>
          {category && <Tag>{textIn(category.title, language)}</Tag>}
          {delegation.country && <Tag>{countryName(delegation.country, language)}</Tag>}
        </Tags>
      </header>
      {delegation.reason && (
        <Notice tone="warning">
          <blockquote>
            <bdi>{delegation.reason}</bdi>
          </blockquote>
        </Notice>
      )}
      <Quota {...team} />
      <Members {...team} />
      {delegation.status === "accredited" && <Nominate {...team} />}
      <Letters {...team} />
    </>
  );
}
