import { useEffect } from "preact/hooks";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Notice, ProblemNotice, Quote, Tag, TextList } from "../../kit/components/notices.tsx";
import { buildHref } from "../../kit/hooks/use-location.ts";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { AccreditationTag } from "../deferred/accreditation-tag.tsx";
import { DeferredNotice } from "../deferred/deferred-notice.tsx";
import { useDeferredDecision } from "../deferred/use-deferred-decisions.ts";
import { formatPersonName, seatTones, usePoolLabel, useTimeFormat } from "../labels.tsx";
import { RegistrationLetter } from "../letters/registration-letter.tsx";
import { useTranslation } from "../translations.ts";
import { AnnotationsSection } from "./annotations.tsx";
import { AnswersSection } from "./answers-section.tsx";
import { ChangeRequestSection } from "./change-request.tsx";
import { listPossibleDecisions } from "./decisions.ts";
import { QuestionsContext, useConferenceQuestions } from "./known-questions.ts";
import { NominationClash } from "./nomination-clash.tsx";
import { PossibleDuplicates } from "./possible-duplicates.tsx";
import { ProtectedIdentity } from "./protected-identity.tsx";
import { CheckIns } from "./records/check-ins.tsx";
import { RegistrationEmails } from "./records/registration-emails.tsx";
import { ProposalSummary, RegistrationHistory } from "./records/registration-history.tsx";
import { RegistrationActions } from "./registration-actions.tsx";
import { DocumentsSection } from "./registration-documents.tsx";
import { CorrectedFields, RegistrationFields } from "./registration-fields.tsx";
import type { RegistrationReview } from "./use-review.ts";

interface RegistrationWarningsProps {
  readonly registration: StaffRegistration;
  readonly reload: () => void;
}

/** Warnings before a decision: missing documents, full pools, requested corrections, bounced emails. */
function RegistrationWarnings({ registration, reload }: RegistrationWarningsProps) {
  const { t } = useTranslation();
  const { canDecide } = useConsoleContext();
  const formatTime = useTimeFormat();
  const getPoolLabel = usePoolLabel();
  const { missing, isNamedInLetter, waitingFor, requestedDelegationId, returned, undeliverable, conferenceId } =
    registration;
  const warnings = [
    ...(missing ?? []).map((each) => t(`warning.missing.${each}`)),
    ...(isNamedInLetter === false ? [t("warning.notOnLetter")] : []),
    ...(requestedDelegationId ? [t("warning.claimed")] : []),
    ...(waitingFor && waitingFor.length > 0
      ? [t("warning.waits", { pools: waitingFor.map(getPoolLabel).join(", ") })]
      : []),
  ];
  return (
    <>
      {warnings.length > 0 && (
        <Notice tone="warning">
          <TextList texts={warnings} />
          {requestedDelegationId && (
            <p>
              <a href={buildHref({ conference: conferenceId, view: "delegations", delegation: requestedDelegationId })}>
                {t("warning.toDelegation")}
              </a>
            </p>
          )}
        </Notice>
      )}
      {isNamedInLetter === true && <p class="small soft">{t("warning.onLetter")}</p>}
      {returned && (
        <Notice>
          <p>
            {returned.until ? t("warning.returnedUntil", { until: formatTime(returned.until) }) : t("warning.returned")}
          </p>
          {returned.reason !== undefined && <Quote text={returned.reason} />}
        </Notice>
      )}
      {undeliverable && (
        <UndeliverableNotice
          {...{ undeliverable, reload, canLift: canDecide && registration.protection?.isReader !== false }}
          registrationId={registration.registrationId}
        />
      )}
    </>
  );
}

function UndeliverableNotice({
  registrationId,
  undeliverable,
  canLift,
  reload,
}: {
  readonly registrationId: string;
  readonly undeliverable: NonNullable<StaffRegistration["undeliverable"]>;
  readonly canLift: boolean;
  readonly reload: () => void;
}) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const formatTime = useTimeFormat();
  const { busy, error, run } = useAction();
  const lift = () =>
    run(async () => {
      await callApi("liftSuppression", { params: { registrationId } });
      reload();
    });
  return (
    <Notice tone="danger">
      <p>{t(`warning.${undeliverable.reason}`, { at: formatTime(undeliverable.at) })}</p>
      <ProblemNotice error={error} t={t} />
      {canLift && (
        <Button kind="secondary" small busy={busy} onPress={lift}>
          {t("mails.lift")}
        </Button>
      )}
    </Notice>
  );
}

interface ReviewedProps {
  readonly registration: StaffRegistration;
  readonly review: RegistrationReview;
}

/** The decisions that apply. */
function DecisionButtons({ registration, review }: ReviewedProps) {
  const { t } = useTranslation();
  const { canDecide } = useConsoleContext();
  return (
    <div class="row decisions">
      {listPossibleDecisions(registration).map((each) => (
        <Button
          key={each}
          kind={each === "approve" ? "primary" : each === "reject" || each === "revoke" ? "danger" : "secondary"}
          small
          busy={review.busy}
          onPress={() => review.start(each)}
        >
          {t(canDecide ? `decide.${each}` : `propose.${each}`)}
        </Button>
      ))}
    </div>
  );
}

/** The proposals of reviewers. The secretariat can adopt one and edit it. */
function ProposalList({ registration, review }: ReviewedProps) {
  const { t } = useTranslation();
  const { canDecide } = useConsoleContext();
  if (!registration.proposals) return null;
  return (
    <Notice>
      <h3>{t("case.proposals")}</h3>
      <ul class="plain-list stack">
        {registration.proposals.map((proposal) => (
          <li key={`${proposal.by} ${proposal.at}`} class="stack-tight">
            <ProposalSummary proposal={proposal} />
            {canDecide && (
              <Button
                kind="secondary"
                small
                onPress={() =>
                  review.start(proposal.decision, {
                    ...(proposal.reason && { reason: proposal.reason }),
                    ...(proposal.fields && { fields: proposal.fields }),
                    ...(proposal.until && { until: proposal.until }),
                  })
                }
              >
                {t("case.takeOver")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

interface RegistrationDetailProps {
  readonly registration: StaffRegistration;
  readonly review: RegistrationReview;
  readonly onClose: () => void;
  /** Shows the registration after a change. */
  readonly onChanged: (after: StaffRegistration) => void;
  readonly reload: () => void;
}

/** One registration: decisions, warnings, form, documents and history. */
export function RegistrationDetail({ registration, review, onClose, onChanged, reload }: RegistrationDetailProps) {
  const { t } = useTranslation();
  const { canDecide } = useConsoleContext();
  const { registrationId, version, annotationsVersion, notes, accreditation, seat } = registration;
  const deferred = useDeferredDecision(registrationId);
  // The answers of a protected person are not in the registration.
  const hasAnswers = Boolean(registration.answers ?? registration.sensitiveAnswers ?? registration.protection);
  const asked = useConferenceQuestions(`${registrationId} ${version}`, hasAnswers);
  useEffect(() => {
    document.querySelector(".case")?.scrollTo({ top: 0 });
  }, [registrationId]);
  return (
    <QuestionsContext.Provider value={asked.questions}>
      <article class="case stack" aria-labelledby="case-name">
        <header class="stack">
          <div class="case-close">
            <Button kind="quiet" small onPress={onClose}>
              {t("queue.backToList")}
            </Button>
          </div>
          <h2 id="case-name" tabIndex={-1}>
            <bdi>{formatPersonName(registration)}</bdi>
          </h2>
          <p class="row">
            <AccreditationTag registrationId={registrationId} state={accreditation} />
            <Tag tone={seatTones[seat]}>{t(`seat.${seat}`)}</Tag>
            {registration.badge && <Tag>{t("case.badge", { serial: registration.badge.serial })}</Tag>}
            {registration.delegationId && <DelegationLink delegationId={registration.delegationId} />}
          </p>
          {deferred ? (
            <DeferredNotice decision={deferred} />
          ) : (
            <>
              <DecisionButtons {...{ registration, review }} />
              {canDecide && (
                <RegistrationActions key={registrationId} {...{ registration, reload, onDone: onChanged }} />
              )}
            </>
          )}
          {!review.pending && <ProblemNotice error={review.error} t={t} onRetry={reload} />}
        </header>
        <RegistrationWarnings {...{ registration, reload }} />
        <NominationClash {...{ registration, onChanged }} />
        <ProposalList {...{ registration, review }} />
        <AnnotationsSection key={`${registrationId} annotations`} {...{ registration, onChanged, reload }} />
        <ChangeRequestSection key={`${registrationId} ${version}`} {...{ registration, onChanged }} />
        <CorrectedFields registration={registration} />
        {registration.possibleDuplicates !== undefined && (
          <PossibleDuplicates key={registrationId} {...{ registration, reload }} />
        )}
        <div class="case-sides">
          <RegistrationFields registration={registration} />
          {!registration.protection && <DocumentsSection key={registrationId} registration={registration} />}
        </div>
        <RegistrationLetter key={`${registrationId} letter`} {...{ registration, onChanged }} />
        <AnswersSection key={`${registrationId} answers`} {...{ registration, ...asked }} />
        <ProtectedIdentity key={registrationId} {...{ registration, reload }} />
        <RegistrationEmails key={`${registrationId} ${version} emails`} registration={registration} />
        <CheckIns key={`${registrationId} check-ins`} registration={registration} />
        <RegistrationHistory
          key={`${registrationId} ${version} ${annotationsVersion} ${notes}`}
          registrationId={registrationId}
        />
      </article>
    </QuestionsContext.Provider>
  );
}

function DelegationLink({ delegationId }: { readonly delegationId: string }) {
  const { t } = useTranslation();
  const { settings } = useConsoleContext();
  return (
    <a
      class="small"
      href={buildHref({ conference: settings.conferenceId, view: "delegations", delegation: delegationId })}
    >
      {t("case.delegation")}
    </a>
  );
}
