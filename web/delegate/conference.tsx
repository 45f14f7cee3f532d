import { countryName } from "../i18n/countries.ts";
import { days } from "../i18n/dates.ts";
import { textIn } from "../i18n/words.tsx";
import { Button } from "../kit/button.tsx";
import { go } from "../kit/fragment.ts";
import { Notice, Tag, Tags } from "../kit/notice.tsx";
import { ProblemNotice } from "../kit/problem-notice.tsx";
import { LinkRequest } from "../session/link-request.tsx";
import { LineByTargets } from "./line-by-targets.tsx";
import { type ConferenceAnswer, useConference } from "./use-conference.ts";
import { useWords } from "./words.ts";

interface Props {
  readonly conferenceId: string;
  readonly onApply: () => void;
}

/** What anyone may know of a conference, the way into its form, and the way back to one's registration. */
export function Conference({ conferenceId, onApply }: Props) {
  const reader = useWords();
  const { loaded, again } = useConference(conferenceId, reader.language);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={reader.t} onRetry={again} />;
  return (
    <div class="stack-wide">
      {loaded.state === "ready" ? <About conference={loaded.value} onApply={onApply} /> : <Waiting onApply={onApply} />}
      <LinkRequest reader={reader} conferenceId={conferenceId} />
      {loaded.state === "ready" && loaded.value.registration === "open" && <Organization conferenceId={conferenceId} />}
    </div>
  );
}

/** The way to the form by which an organization asks to attend. */
function Organization({ conferenceId }: { readonly conferenceId: string }) {
  const { t } = useWords();
  return (
    <section class="sheet stack">
      <h2>{t("request.ask")}</h2>
      <p class="soft">{t("request.lead")}</p>
      <Button kind="secondary" onPress={() => go({ conference: conferenceId, organization: "new" })}>
        {t("request.open")}
      </Button>
    </section>
  );
}

/** The form can be begun before the conference has come: its first step asks the same everywhere. */
function Waiting({ onApply }: { readonly onApply: () => void }) {
  const { t } = useWords();
  return (
    <div class="sheet stack-wide">
      <h1>{t("conference.register")}</h1>
      <Button onPress={onApply}>{t("conference.apply")}</Button>
    </div>
  );
}

const seatsTone = { available: "success", few: "warning", "waiting-list": "warning", full: "danger" } as const;

function About({ conference, onApply }: { readonly conference: ConferenceAnswer; readonly onApply: () => void }) {
  const { t, language } = useWords();
  const { title, startsOn, endsOn, venue, registration, seats, categories, lineTargets } = conference;
  const isOpen = registration === "open" && seats !== "full";
  const needs = [...new Set(categories.filter((each) => each.selfRegistration).flatMap((each) => each.needs))];
  return (
    <article class="sheet stack-wide">
      <div class="stack">
        <h1>
          <bdi>{textIn(title, language)}</bdi>
        </h1>
        <Tags>
          <Tag tone={registration === "open" ? "success" : "danger"}>{t(`conference.${registration}`)}</Tag>
          {registration === "open" && <Tag tone={seatsTone[seats]}>{t(`seats.${seats}`)}</Tag>}
        </Tags>
      </div>
      <dl class="facts">
        <dt>{t("conference.when")}</dt>
        <dd>{days(startsOn, endsOn, language)}</dd>
        <dt>{t("conference.where")}</dt>
        <dd>
          <bdi>{venue.name}</bdi>
          <br />
          <bdi>{venue.city}</bdi>, {countryName(venue.country, language)}
        </dd>
        <dt>{t("conference.asked")}</dt>
        <dd>
          {t("conference.askedAlways")}
          {needs.includes("photo") && ` ${t("conference.askedPhoto")}`}
          {needs.includes("letter") && ` ${t("conference.askedLetter")}`}
        </dd>
      </dl>
      {isOpen && seats === "waiting-list" && (
        <Notice tone="warning">
          <p>{t("conference.waitingList")}</p>
          <LineByTargets lineTargets={lineTargets} />
        </Notice>
      )}
      {isOpen ? (
        <Button onPress={onApply}>{t("conference.apply")}</Button>
      ) : (
        <Notice>
          <p>{t(registration === "open" ? "conference.isFull" : "conference.isClosed")}</p>
        </Notice>
      )}
    </article>
  );
}
