import { useState } from "preact/hooks";
import type { ApiAnswer } from "../../../kit/api/client.ts";
import { useLoaded } from "../../../kit/api/use-loaded.ts";
import { LoadNotice, Quote } from "../../../kit/components/notices.tsx";
import { getQuestionLabel } from "../../../kit/form/answer-text.ts";
import { getFieldLabel } from "../../../kit/form/form-errors.ts";
import { useConsoleContext } from "../../console-context.ts";
import { useEmailNames } from "../../emails/email-names.ts";
import { StaffMember, useTimeFormat } from "../../labels.tsx";
import { useTranslation } from "../../translations.ts";
import { useKnownQuestions } from "../known-questions.ts";
import { FieldChangeTable } from "../registration-fields.tsx";
import { EmailDelivery } from "./email-delivery.tsx";

type HistoryItem = ApiAnswer<"getHistory">["items"][number];
type HistoryEmail = NonNullable<HistoryItem["mails"]>[number];

/** What a reviewer proposed, when and why. */
export function ProposalSummary({
  proposal: { decision, reason, fields, at, by },
}: {
  readonly proposal: NonNullable<HistoryItem["proposals"]>[number];
}) {
  const { t, find } = useTranslation();
  const formatTime = useTimeFormat();
  return (
    <>
      <p>
        <strong>{t(`decide.${decision}`)}</strong>{" "}
        <span class="small soft">
          {formatTime(at)} · <StaffMember id={by} />
        </span>
      </p>
      <Quote text={reason} />
      {fields && <p class="small">{fields.map((path) => getFieldLabel(path, find)).join(", ")}</p>}
    </>
  );
}

/** The emails of a change, with their status. */
function HistoryEmailList({ mails }: { readonly mails: readonly HistoryEmail[] }) {
  const { t, language } = useTranslation();
  const names = useEmailNames(language);
  return (
    <ul class="plain-list small" aria-label={t("nav.emails")}>
      {mails.map((email) => (
        <li key={email.emailId} class="row">
          <span>{names[email.kind] ?? email.kind}</span>
          <EmailDelivery email={email} />
        </li>
      ))}
    </ul>
  );
}

/** The history, the latest first. It loads when opened. */
export function RegistrationHistory({ registrationId }: { readonly registrationId: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("case.history")}</summary>
      {isOpen && <HistoryEntryList registrationId={registrationId} />}
    </details>
  );
}

function HistoryEntryList({ registrationId }: { readonly registrationId: string }) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const { loaded, reload } = useLoaded(
    (signal) => callApi("getHistory", { params: { registrationId }, query: { limit: 100 }, signal }),
    [registrationId, callApi],
  );
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  return (
    <ol class="history plain-list">
      {loaded.value.items.map((entry) => (
        <HistoryEntryRow key={`${entry.version} ${entry.action}`} entry={entry} />
      ))}
    </ol>
  );
}

function HistoryEntryRow({
  entry: {
    at,
    action,
    by,
    reason,
    accreditation,
    seat,
    fields,
    changes = [],
    targetReasons = [],
    mails = [],
    proposals = [],
    annotations = [],
  },
}: {
  readonly entry: HistoryItem;
}) {
  const { t, find, language } = useTranslation();
  const { canDecide } = useConsoleContext();
  const formatTime = useTimeFormat();
  const questions = useKnownQuestions();
  const steps = [
    accreditation.before !== accreditation.after && find(`accreditation.${accreditation.after}`),
    seat.before !== seat.after && find(`seat.${seat.after}`),
    ...fields.map((path) => getQuestionLabel(questions, path, language) ?? getFieldLabel(path, find)),
  ];
  return (
    <li>
      <p>
        <strong>{t(`action.${action}`)}</strong>{" "}
        <span class="small soft">
          {formatTime(at)} · {t(`actor.${by.kind}`)}
          {by.kind === "staff" && by.id && canDecide && (
            <>
              {" "}
              <StaffMember id={by.id} />
            </>
          )}
        </span>
      </p>
      {steps.some(Boolean) && <p class="small soft">{steps.filter(Boolean).join(" · ")}</p>}
      <Quote text={reason} />
      {changes.some(({ before, after }) => before !== undefined || after !== undefined) && (
        <FieldChangeTable caption={t("case.changes")} changes={changes} />
      )}
      {targetReasons.map(({ dimension, value, text }) => (
        <p key={`${dimension} ${value}`} class="small">
          {text}
        </p>
      ))}
      {mails.length > 0 && <HistoryEmailList mails={mails} />}
      {proposals.length > 0 && (
        <ul class="plain-list stack-tight" aria-label={t("case.proposals")}>
          {proposals.map((proposal) => (
            <li key={`${proposal.by} ${proposal.at}`}>
              <ProposalSummary proposal={proposal} />
            </li>
          ))}
        </ul>
      )}
      {annotations.length > 0 && (
        <ul class="plain-list small" aria-label={t("annotations.title")}>
          {annotations.map((each) => (
            <li key={`${each.at} ${each.by}`}>
              {t(`action.${each.action}`)}{" "}
              <span class="soft">
                {formatTime(each.at)} · <StaffMember id={each.by} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
