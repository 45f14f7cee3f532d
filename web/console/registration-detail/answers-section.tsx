import { useContext, useState } from "preact/hooks";
import type { AnswerValues, Question } from "#shared/model/question.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Notice, ProblemNotice, Tag } from "../../kit/components/notices.tsx";
import { listAnswerRows } from "../../kit/form/answer-text.ts";
import { languageNames } from "../../kit/i18n/languages.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { ReasonForm } from "./access-log.tsx";
import { QuestionsContext, useKnownQuestions } from "./known-questions.ts";

/** An answer without a question, which nothing but its key names. */
const toUnknownQuestion = (key: string): Question => ({ key, type: "text", label: { en: key } });

/** The questions of these answers: the known ones in the order of the form, then the others. */
function listQuestions(known: readonly Question[], keys: readonly string[]): Question[] {
  const others = keys.filter((key) => !known.some((question) => question.key === key));
  return [...known.filter(({ key }) => keys.includes(key)), ...others.map(toUnknownQuestion)];
}

type AnswersSectionProps = {
  readonly registration: StaffRegistration;
  /** Why the questions are not there. */
  readonly error?: unknown;
  readonly reload: () => void;
};

/** The answers to the questions of the conference; the sensitive ones after a reason. */
export function AnswersSection({ registration, error, reload }: AnswersSectionProps) {
  const { t } = useTranslation();
  const { answers = {}, sensitiveAnswers = [], changeRequest, protection } = registration;
  const isLoading = useContext(QuestionsContext) === undefined && error === undefined;
  const requestsSensitive = (changeRequest?.changes ?? []).some(
    (change) => change.path.startsWith("answers.") && !("before" in change) && !("after" in change),
  );
  if (protection || (Object.keys(answers).length === 0 && sensitiveAnswers.length === 0 && !requestsSensitive))
    return null;
  return (
    <section class="stack" aria-labelledby="answers-title">
      <h3 id="answers-title">{t("field.answers")}</h3>
      <ProblemNotice error={error} t={t} onRetry={reload} />
      {isLoading ? <p aria-busy="true">{t("common.loading")}</p> : <AnswerRows {...{ answers, registration }} />}
      {(sensitiveAnswers.length > 0 || requestsSensitive) && (
        <SensitiveAnswers {...{ registration }} keys={sensitiveAnswers} />
      )}
    </section>
  );
}

function AnswerRows({
  answers,
  registration: { returned, acknowledgements = {} },
}: {
  readonly answers: AnswerValues;
  readonly registration: Pick<StaffRegistration, "returned" | "acknowledgements">;
}) {
  const reader = useTranslation();
  const { t } = reader;
  const formatTime = useTimeFormat();
  const rows = listAnswerRows(listQuestions(useKnownQuestions(), Object.keys(answers)), answers, reader);
  const isMarked = (key: string) => returned?.fields.some((path) => path === "answers" || path === `answers.${key}`);
  const accept = ({ version, language, at }: NonNullable<(typeof acknowledgements)[string]>) =>
    t("answers.accepted", { at: formatTime(at), version: String(version), language: languageNames[language] });
  return (
    <dl class="facts dense">
      {rows.map(({ question: { key, staffOnly }, label, text }) => (
        <div key={key} class={isMarked(key) ? "marked" : undefined}>
          <dt>
            <bdi>{label}</bdi> {staffOnly && <Tag>{t("answers.staffOnly")}</Tag>}
          </dt>
          <dd>
            <bdi>{acknowledgements[key] ? accept(acknowledgements[key]) : text}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The questions with a sensitive answer, and the answers once a reason is recorded. */
function SensitiveAnswers({
  registration: { registrationId, version },
  keys,
}: {
  readonly registration: StaffRegistration;
  readonly keys: readonly string[];
}) {
  const { t, language } = useTranslation();
  const { callApi } = useConsoleContext();
  const [opened, setOpened] = useState<ApiAnswer<"openSensitiveAnswers">>();
  const { busy, error, run } = useAction();
  const labels = listQuestions(useKnownQuestions(), keys).map(({ label }) => getLocalizedText(label, language));
  const open = (reason: string) =>
    run(async () => setOpened(await callApi("openSensitiveAnswers", { params: { registrationId }, body: { reason } })));
  if (opened)
    return (
      <Notice tone="warning">
        <AnswerRows answers={opened.answers} registration={{}} />
        {opened.requested && (
          <>
            <h4>{t("changeRequest.caption")}</h4>
            <AnswerRows answers={opened.requested} registration={{}} />
          </>
        )}
        <Button kind="quiet" small onPress={() => setOpened(undefined)}>
          {t("protection.hide")}
        </Button>
      </Notice>
    );
  return (
    <>
      <p>
        {t("answers.sensitive")}
        {labels.length > 0 && (
          <>
            {t("common.colon")}
            <bdi>{labels.join("; ")}</bdi>
          </>
        )}
      </p>
      <ProblemNotice error={error} t={t} />
      <ReasonForm
        id={`answers-${registrationId}-${version}`}
        label={t("case.why")}
        submitLabel={t("answers.open")}
        busy={busy}
        onSend={open}
      />
    </>
  );
}
