import type { ComponentType } from "preact";
import { type ApiAnswer, callApi, isUnknownConference } from "../kit/api/client.ts";
import { useLoaded } from "../kit/api/use-loaded.ts";
import { Button } from "../kit/components/button.tsx";
import { Notice, ProblemNotice, Tag, Tags } from "../kit/components/notices.tsx";
import { navigate } from "../kit/hooks/use-location.ts";
import { getCountryName } from "../kit/i18n/countries.ts";
import { formatDayRange } from "../kit/i18n/format-dates.ts";
import { getLocalizedText, type PageTranslator, useDocumentTitle } from "../kit/i18n/translations.tsx";
import { SignInLinkForm } from "../kit/session/sign-in-link-form.tsx";
import { useTranslation } from "./translations.ts";

export type PublicConference = ApiAnswer<"getConference">;

/** Loads the public view of a conference. */
export function useConference(conferenceId: string, language: string) {
  return useLoaded(
    (signal) => callApi("getConference", { params: { conferenceId }, language, signal }),
    [conferenceId],
  );
}

type Organization = ApiAnswer<"listOrganizations">["items"][number];

/** The accredited organizations of a conference; empty until they are loaded. */
export function useOrganizations(conferenceId: string): readonly Organization[] {
  const { loaded } = useLoaded(
    (signal) => callApi("listOrganizations", { params: { conferenceId }, signal }),
    [conferenceId],
  );
  return loaded.state === "ready" ? loaded.value.items : [];
}

/** The delegations that a person of this category can name, by name in the reader's language. */
export const listMembershipOptions = (organizations: readonly Organization[], category: string, language: string) =>
  organizations
    .filter((each) => each.category === category)
    .map(({ delegationId, name }) => ({ value: delegationId, label: getLocalizedText(name, language) }))
    .toSorted((a, b) => new Intl.Collator(language).compare(a.label, b.label));

/** The display names of pools such as `category:ngo`. */
export function listPoolNames(
  pools: readonly string[],
  conference: PublicConference | undefined,
  { find, language }: Pick<PageTranslator<never>, "find" | "language">,
) {
  return pools.map((pool) => {
    const [kind = "", name = ""] = pool.split(":");
    const texts =
      kind === "category"
        ? conference?.categories.find(({ category }) => category === name)?.title
        : conference?.sessions.find(({ sessionId }) => sessionId === name)?.title;
    return find(`pool.${kind}`, { title: texts ? getLocalizedText(texts, language) : name }) ?? pool;
  });
}

/** The targets that order the waiting list; nothing if the order is the time of joining. */
export function WaitingListTargets({
  waitingListTargets,
}: {
  readonly waitingListTargets: PublicConference["waitingListTargets"];
}) {
  const { t } = useTranslation();
  if (!waitingListTargets) return null;
  return (
    <>
      <p>{t("conference.lineByTargets")}</p>
      <ul>
        {waitingListTargets.map(({ dimension, value, text }) => (
          <li key={`${dimension} ${value}`}>{text}</li>
        ))}
      </ul>
    </>
  );
}

interface ConferencePageProps {
  readonly conferenceId: string;
  /** The rest of the page, which is loaded after what a person needs to register. */
  readonly Details: ComponentType<{ readonly conference: PublicConference }>;
  readonly onApply: () => void;
}

/**
 * The public conference page: information, the form, and the sign-in link for registered people, also while the
 * information can't be loaded.
 */
export function ConferencePage({ conferenceId, Details, onApply }: ConferencePageProps) {
  const reader = useTranslation();
  const { loaded, reload } = useConference(conferenceId, reader.language);
  useDocumentTitle(
    loaded.state === "ready" ? getLocalizedText(loaded.value.title, reader.language) : reader.t("home.title"),
  );
  const problem = loaded.state === "failed" && <ProblemNotice error={loaded.error} t={reader.t} onRetry={reload} />;
  if (loaded.state === "failed" && isUnknownConference(loaded.error)) return problem;
  return (
    <div class="stack-wide">
      {problem}
      {loaded.state === "ready" && <ConferenceInformation conference={loaded.value} onApply={onApply} />}
      {loaded.state === "loading" && <ConferenceLoading onApply={onApply} />}
      {loaded.state === "ready" && <Details conference={loaded.value} />}
      <SignInLinkForm reader={reader} conferenceId={conferenceId} />
      {loaded.state === "ready" && loaded.value.registration === "open" && (
        <DelegationRequestLink conferenceId={conferenceId} />
      )}
    </div>
  );
}

/** The link to the accreditation request of an organization. */
function DelegationRequestLink({ conferenceId }: { readonly conferenceId: string }) {
  const { t } = useTranslation();
  return (
    <section class="sheet stack">
      <h2>{t("request.ask")}</h2>
      <p class="soft">{t("request.lead")}</p>
      <Button kind="secondary" onPress={() => navigate({ conference: conferenceId, organization: "new" })}>
        {t("request.open")}
      </Button>
    </section>
  );
}

/** Shown while the conference loads. The form can open already: its first step is the same for every conference. */
function ConferenceLoading({ onApply }: { readonly onApply: () => void }) {
  const { t } = useTranslation();
  return (
    <div class="sheet stack-wide">
      <h1>{t("conference.register")}</h1>
      <Button onPress={onApply}>{t("conference.apply")}</Button>
    </div>
  );
}

const seatsTones = { available: "success", few: "warning", "waiting-list": "warning", full: "danger" } as const;

function ConferenceInformation({
  conference,
  onApply,
}: {
  readonly conference: PublicConference;
  readonly onApply: () => void;
}) {
  const reader = useTranslation();
  const { t, language } = reader;
  const { title, startsOn, endsOn, venue, registration, seats, categories, waitingListTargets } = conference;
  const isOpen = registration === "open";
  const needs = [...new Set(categories.filter((each) => each.selfRegistration).flatMap((each) => each.needs))];
  return (
    <article class="sheet stack-wide">
      <div class="stack">
        <h1>
          <bdi>{getLocalizedText(title, language)}</bdi>
        </h1>
        <Tags>
          <Tag tone={isOpen ? "success" : "danger"}>{t(`conference.${registration}`)}</Tag>
          {isOpen && <Tag tone={seatsTones[seats]}>{t(`seats.${seats}`)}</Tag>}
        </Tags>
      </div>
      <dl class="facts">
        <dt>{t("conference.when")}</dt>
        <dd>{formatDayRange(startsOn, endsOn, language)}</dd>
        <dt>{t("conference.where")}</dt>
        <dd>
          <bdi>{venue.name}</bdi>
          <br />
          <bdi>{venue.city}</bdi>, {getCountryName(venue.country, reader)}
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
          <WaitingListTargets waitingListTargets={waitingListTargets} />
        </Notice>
      )}
      {isOpen && seats === "full" && (
        <Notice tone="warning">
          <p>{t("conference.isFull")}</p>
        </Notice>
      )}
      {isOpen ? (
        <Button onPress={onApply}>{t("conference.apply")}</Button>
      ) : (
        <Notice>
          <p>{t("conference.isClosed")}</p>
        </Notice>
      )}
    </article>
  );
}
