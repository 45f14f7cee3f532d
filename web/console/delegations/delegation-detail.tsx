import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction, useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { Checkbox, FieldSet } from "../../kit/components/fields.tsx";
import { LoadNotice, Notice, ProblemNotice, Quote, Tag } from "../../kit/components/notices.tsx";
import { DelegationJustification } from "../../kit/form/delegation-justification.tsx";
import { toggleItem } from "../../kit/form/form-values.ts";
import { MembershipRequests } from "../../kit/form/membership-requests.tsx";
import { buildHref, navigate, useLocation } from "../../kit/hooks/use-location.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { getRepresentedName } from "../../kit/i18n/countries.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useConsoleContext } from "../console-context.ts";
import { delegationStatusTones, formatPersonName, getCategoryTitle, useTimeFormat } from "../labels.tsx";
import { SensitiveDocument } from "../registration-detail/registration-documents.tsx";
import { useTranslation } from "../translations.ts";
import { DelegationTerms } from "./delegation-terms.tsx";
import { FocalPointState, FocalPointTag } from "./focal-point-state.tsx";
import { MoveMembers } from "./move-members.tsx";

interface CredentialReviewProps {
  readonly delegation: ApiAnswer<"getDelegation">;
  readonly onChanged: () => void;
}

/** The review of the latest credential letter: the officer selects the members that it names. */
function CredentialReview({ delegation, onChanged }: CredentialReviewProps) {
  const { t } = useTranslation();
  const { callApi, canDecide } = useConsoleContext();
  const formatTime = useTimeFormat();
  const { delegationId, members, letters } = delegation;
  const latest = letters.at(-1);
  const [named, setNamed] = useFormState<readonly string[]>(`letter.${delegationId}.${latest?.version}`, () =>
    members.filter(({ isNamedInLetter }) => isNamedInLetter === true).map(({ registrationId }) => registrationId),
  );
  const { busy, error, run } = useAction();
  if (!latest) return null;
  const { version, documentId, at, reviewedAt } = latest;
  const save = () =>
    run(async () => {
      await callApi("recordCredentialReview", {
        params: { delegationId },
        body: { version, registrationIds: [...named] },
      });
      announce(t("credentialLetter.saved"));
      onChanged();
    });
  return (
    <section class="stack">
      <h3>
        {t("credentialLetter.version", { version, date: formatTime(at) })}{" "}
        <Tag tone={reviewedAt ? "success" : "info"}>
          {t(reviewedAt ? "credentialLetter.read" : "credentialLetter.unread")}
        </Tag>
      </h3>
      <div class="case-sides">
        <FieldSet id="named" label={t("credentialLetter.named")} hint={t("credentialLetter.namedHint")}>
          {members.length === 0 && <p class="soft">{t("credentialLetter.empty")}</p>}
          {members.map((member) => (
            <Checkbox
              key={member.registrationId}
              id={`named-${member.registrationId}`}
              label={<bdi>{formatPersonName(member)}</bdi>}
              checked={named.includes(member.registrationId)}
              onChange={(on) => canDecide && setNamed(toggleItem(named, member.registrationId, on))}
            />
          ))}
          <ProblemNotice error={error} t={t} />
          {canDecide && members.length > 0 && (
            <Button busy={busy} onPress={save}>
              {t("credentialLetter.save")}
            </Button>
          )}
        </FieldSet>
        <SensitiveDocument key={documentId} title={t("document.credential-letter")} documentId={documentId} />
      </div>
    </section>
  );
}

interface DelegationDetailProps {
  readonly delegationId: string;
  readonly onChanged: () => void;
}

/** One delegation: accreditation, limits, and the review of its credential letter. */
export function DelegationDetail({ delegationId, onChanged }: DelegationDetailProps) {
  const reader = useTranslation();
  const { t, language } = reader;
  const { callApi, settings, canDecide } = useConsoleContext();
  const formatTime = useTimeFormat();
  const { delegation: _, ...list } = useLocation();
  const { loaded, reload } = useLoaded(
    (signal) => callApi("getDelegation", { params: { delegationId }, signal }),
    [delegationId, callApi],
  );
  useRefresh(reload, 10_000);
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const delegation = loaded.value;
  const reloadAll = () => [reload(), onChanged()];
  const queueLocation = { conference: settings.conferenceId, view: "queue", delegation: delegationId };
  return (
    <article class="case stack-wide">
      <header class="stack">
        <div class="case-close">
          <Button kind="quiet" small onPress={() => navigate(list)}>
            {t("queue.backToList")}
          </Button>
        </div>
        <h2 tabIndex={-1}>
          <bdi>{getLocalizedText(delegation.name, language)}</bdi>
        </h2>
        <p class="row">
          <Tag tone={delegationStatusTones[delegation.status]}>{t(`delegationStatus.${delegation.status}`)}</Tag>
          <FocalPointTag confirmation={delegation.confirmation} />
          <Tag>{getCategoryTitle(settings, delegation.category, language)}</Tag>
          {delegation.country && <Tag>{getRepresentedName(settings, delegation.country, reader)}</Tag>}
        </p>
        <p class="small">
          {t("delegations.focalPoints")}
          {t("common.colon")}
          <bdi dir="ltr">{delegation.focalPoints.join(", ")}</bdi>
        </p>
        <p class="small">
          <a href={buildHref(queueLocation)}>{t("delegations.members", { count: delegation.members.length })}</a>
        </p>
      </header>
      <DelegationJustification {...{ reader, delegation, formatTime }} headingLevel={3} />
      <FocalPointState delegation={delegation} onChanged={reloadAll} />
      {delegation.reason && (
        <Notice>
          <Quote text={delegation.reason} />
        </Notice>
      )}
      <MembershipRequests
        reader={reader}
        requests={delegation.requests}
        headingLevel={3}
        send={canDecide ? (body) => callApi("confirmMembers", { params: { delegationId }, body }) : undefined}
        onDecided={reloadAll}
      />
      {canDecide && <DelegationTerms key={delegation.version} delegation={delegation} onChanged={reloadAll} />}
      {canDecide && <MoveMembers delegation={delegation} onChanged={reloadAll} />}
      {delegation.letters.length > 0 && (
        <CredentialReview key={`letter ${delegation.version}`} delegation={delegation} onChanged={reloadAll} />
      )}
      {delegation.letters.length === 0 && <p class="soft">{t("credentialLetter.none")}</p>}
    </article>
  );
}
