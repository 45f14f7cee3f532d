import { useEffect, useRef } from "preact/hooks";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { callApi, NetworkError } from "../../kit/api/client.ts";
import { useLastLoaded, useLoaded, useRefresh, useSessionOver } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Notice, ProblemNotice, Tag, Tags, TextList } from "../../kit/components/notices.tsx";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import type { LinkSession } from "../../kit/session/delegate-session.ts";
import { OpenSessions } from "../../kit/session/open-sessions.tsx";
import { listPoolNames, WaitingListTargets } from "../conference.tsx";
import { useTranslation } from "../translations.ts";
import { BadgeCode, BadgeSection } from "./badge.tsx";
import { findStoredBadge } from "./badge-store.ts";
import { OpenChangeRequest } from "./change-request.tsx";
import { CorrectionsSection } from "./corrections.tsx";
import { MembershipSection } from "./membership.tsx";
import { OwnDocuments } from "./own-documents.tsx";
import { OwnPanels } from "./own-panels.tsx";
import { useAskedQuestions } from "./own-questions.ts";
import {
  DownloadButton,
  hasDayBehind,
  RequestSeatAgain,
  SeatOffer,
  WithdrawRegistration,
} from "./registration-actions.tsx";
import {
  canRequestSeatAgain,
  getProgressTone,
  type OwnRegistration,
  type OwnRegistrationProps,
  type RegistrationProgress,
  toRegistrationProgress,
} from "./registration-state.ts";

/** The status, the next step, and the pools that the person waits for. */
function ProgressNotice({
  registration,
  conference,
  progress,
}: OwnRegistrationProps & { readonly progress: RegistrationProgress }) {
  const { t, find, language } = useTranslation();
  const title = useAnnouncedChange(progress, t(`standing.${progress}.title`));
  const { waitingListTargets } = conference;
  const waitingFor = listPoolNames(registration.waitingFor ?? [], conference, { find, language });
  return (
    <Notice tone={getProgressTone(progress)}>
      <h2 ref={title} tabIndex={-1}>
        {t(`standing.${progress}.title`)}
      </h2>
      {progress === "waiting" && waitingListTargets ? (
        <WaitingListTargets waitingListTargets={waitingListTargets} />
      ) : (
        // For those online, this says when the link is published.
        !registration.onlineLink && <p>{t(`standing.${progress}.next`)}</p>
      )}
      {waitingFor.length > 0 && (
        <>
          <p>{t("status.waitingFor")}</p>
          <TextList texts={waitingFor} />
        </>
      )}
    </Notice>
  );
}

/** Announces a changed status. If the button that caused the change is gone, the title gets the focus. */
function useAnnouncedChange(progress: RegistrationProgress, message: string) {
  const title = useRef<HTMLHeadingElement>(null);
  const previous = useRef(progress);
  useEffect(() => {
    if (previous.current === progress) return;
    previous.current = progress;
    announce(message);
    if (document.activeElement === document.body) title.current?.focus();
  }, [progress, message]);
  return title;
}

interface RegistrationCardProps {
  readonly registrationId: string;
  readonly token: string;
  readonly onSessionOver: () => void;
}

/** A registration. If it fails to load again, the last one stays below the notice, with its form input. */
function RegistrationCard({ registrationId, token, onSessionOver }: RegistrationCardProps) {
  const { t, language } = useTranslation();
  const { loaded, reload, set } = useLoaded(
    async (signal) => {
      const registration = await callApi("getRegistration", { params: { registrationId }, token, language, signal });
      const { conferenceId } = registration;
      return {
        registration,
        conference: await callApi("getConference", { params: { conferenceId }, language, signal }),
      };
    },
    [registrationId],
  );
  useRefresh(reload);
  const last = useLastLoaded(loaded);
  const isOver = useSessionOver(loaded, onSessionOver);
  if (loaded.state === "loading")
    return (
      <div class="sheet" aria-busy="true">
        {t("common.loading")}
      </div>
    );
  const error = loaded.state === "failed" && !isOver ? loaded.error : undefined;
  const badge = !last && error instanceof NetworkError ? findStoredBadge(registrationId) : undefined;
  return (
    <div class="stack-wide">
      <ProblemNotice error={error} t={t} onRetry={reload} />
      {badge && <BadgeCode badge={badge} />}
      {last && (
        <RegistrationSheet
          {...last}
          token={token}
          // The response of a change contains no sensitive answers.
          onChange={(registration: OwnRegistration) => [set({ ...last, registration }), reload()]}
        />
      )}
    </div>
  );
}

function RegistrationSheet(props: OwnRegistrationProps) {
  const { registration, conference } = props;
  const { t, language } = useTranslation();
  const progress = toRegistrationProgress(registration, conference);
  const { returned, badge } = registration;
  const { asked, error, reload } = useAskedQuestions(props);
  const part = asked?.part;
  return (
    <article class="sheet stack-wide" aria-labelledby={`name-${registration.registrationId}`}>
      <header class="stack">
        <p class="soft">
          <bdi>{getLocalizedText(conference.title, language)}</bdi>
        </p>
        <h1 id={`name-${registration.registrationId}`}>
          <bdi>{getDisplayName(registration)}</bdi>
        </h1>
        <Tags>
          <Tag tone={getProgressTone(progress)}>{t(`accreditation.${registration.accreditation}`)}</Tag>
          {registration.seat !== "none" && <Tag>{t(`seat.${registration.seat}`)}</Tag>}
        </Tags>
      </header>
      {part && <part.Acknowledgements {...props} asked={asked} />}
      <ProgressNotice {...props} progress={progress} />
      {part && <part.LaterQuestions {...props} asked={asked} />}
      <ProblemNotice error={error} t={t} onRetry={reload} />
      <MembershipSection key={registration.version} {...props} />
      {registration.offer && <SeatOffer {...props} until={registration.offer.until} />}
      {canRequestSeatAgain(progress) && <RequestSeatAgain {...props} />}
      {registration.onlineLink && (
        <a href={registration.onlineLink} rel="noopener noreferrer">
          {t("status.onlineLink")}
        </a>
      )}
      {returned && <CorrectionsSection {...props} {...{ asked, returned }} />}
      {badge && <BadgeSection {...props} />}
      <OwnPanels {...props} />
      {progress === "confirmed" && <DownloadButton {...props} file="getCalendar" />}
      {progress === "confirmed" && hasDayBehind(conference) && <DownloadButton {...props} file="getCertificatePdf" />}
      <OwnDocuments {...props} />
      <SessionSeats {...props} />
      {part && <part.OwnAnswers {...props} asked={asked} />}
      <OpenChangeRequest {...props} asked={asked} />
      {(registration.accreditation === "pending" || registration.accreditation === "approved") && (
        <CorrectionsSection key={registration.version} {...props} asked={asked} />
      )}
      <WithdrawRegistration {...props} />
    </article>
  );
}

function SessionSeats({ registration: { sessions = [] }, conference }: OwnRegistrationProps) {
  const { t, language } = useTranslation();
  if (sessions.length === 0) return null;
  return (
    <section class="stack">
      <h2>{t("status.sessions")}</h2>
      <ul>
        {sessions.map(({ sessionId, seat }) => (
          <li key={sessionId}>
            {getLocalizedText(
              conference.sessions.find((each) => each.sessionId === sessionId)?.title ?? { en: sessionId },
              language,
            )}
            {": "}
            {t(`seat.${seat}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface OwnRegistrationsProps {
  readonly session: LinkSession;
  readonly onSessionOver: () => void;
}

/** The registrations that the sign-in link opened. */
export function OwnRegistrations({ session, onSessionOver }: OwnRegistrationsProps) {
  const reader = useTranslation();
  const { t } = reader;
  return (
    <div class="stack-wide">
      {session.registrations.map((registrationId) => (
        <RegistrationCard key={registrationId} token={session.accessToken} {...{ registrationId, onSessionOver }} />
      ))}
      {session.delegations.length > 0 && (
        <p>
          <a href="/delegation">{t("status.delegation")}</a>
        </p>
      )}
      <OpenSessions {...{ reader, onSessionOver }} getToken={() => Promise.resolve(session.accessToken)} />
    </div>
  );
}
