import type * as z from "zod/mini";
import type { changeRequestDecision } from "#shared/registrations/contract.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { TextArea } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { findQuestionAtPath } from "../../kit/form/answer-text.ts";
import { SecondHeadNotice, useSecondHead } from "../../kit/form/second-head.tsx";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { useReason } from "../use-reason.ts";
import { AnswerFile } from "./answers-section.tsx";
import { useKnownQuestions } from "./known-questions.ts";
import { FieldChangeTable } from "./registration-fields.tsx";

/** The files that the person asks to give as answers. */
function RequestedFiles({ changes }: Pick<NonNullable<StaffRegistration["changeRequest"]>, "changes">) {
  const { language } = useTranslation();
  const questions = useKnownQuestions();
  return changes.map(({ path, after }) => {
    const question = findQuestionAtPath(questions, path);
    if (question?.type !== "file" || typeof after !== "string") return null;
    const label = getLocalizedText(question.label, language);
    return (
      <p key={path} class="row">
        <bdi>{label}</bdi>
        <AnswerFile documentId={after} label={label} isProtected={false} isNew />
      </p>
    );
  });
}

interface ChangeRequestProps {
  readonly registration: StaffRegistration;
  readonly onChanged: (after: StaffRegistration) => void;
}

/**
 * What the person asks to change after the approval, for the secretariat to accept or decline; nothing without a
 * request.
 */
export function ChangeRequestSection({ registration, onChanged }: ChangeRequestProps) {
  const { t } = useTranslation();
  const { callApi, canDecide } = useConsoleContext();
  const formatTime = useTimeFormat();
  const { registrationId, version, changeRequest } = registration;
  const { field, submit } = useReason("change-request-reason", `change-request.${registrationId}`);
  const { headText, askAtSecondHead } = useSecondHead();
  const { busy, error, run } = useAction();
  if (!changeRequest) return null;
  const decide = (body: z.input<typeof changeRequestDecision>) =>
    run(() =>
      askAtSecondHead(async () => {
        const after = await callApi("decideChangeRequest", { params: { registrationId }, body, version });
        announce(t(body.decision === "accept" ? "changeRequest.accepted" : "changeRequest.declined"));
        onChanged(after);
      }),
    );
  const decline = () => submit((reason) => decide({ decision: "decline", reason }));
  return (
    <section class="notice warning stack" aria-labelledby="change-request-title">
      <h3 id="change-request-title">{t("changeRequest.title")}</h3>
      <p class="small soft">{formatTime(changeRequest.at)}</p>
      <FieldChangeTable caption={t("changeRequest.caption")} changes={changeRequest.changes} />
      <RequestedFiles changes={changeRequest.changes} />
      {canDecide && (
        <>
          <p class="small">{t("changeRequest.means")}</p>
          <TextArea label={t("changeRequest.reason")} {...field} />
          <SecondHeadNotice
            {...{ headText, t, busy }}
            onHandOver={() => decide({ decision: "accept", replaceHead: true })}
          />
          <ProblemNotice error={error} t={t} />
          <div class="row">
            <Button small busy={busy} onPress={() => decide({ decision: "accept" })}>
              {t("changeRequest.accept")}
            </Button>
            <Button kind="secondary" small busy={busy} onPress={decline}>
              {t("changeRequest.decline")}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
