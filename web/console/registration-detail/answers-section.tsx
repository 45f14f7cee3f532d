import { useContext, useState } from "preact/hooks";
import type { AnswerValues, Question } from "#shared/model/question.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Notice, ProblemNotice, Tag } from "../../kit/components/notices.tsx";
import { listAnswerRows } from "../../kit/form/answer-text.ts";
import { useLazyComponent } from "../../kit/hooks/use-lazy-component.ts";
import { languageNames } from "../../kit/i18n/languages.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { ReasonForm } from "./access-log.tsx";
import { QuestionsContext, useKnownQuestions } from "./known-questions.ts";
import { SensitiveDocument } from "./registration-documents.tsx";

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
  /** A file of a protected person opens after a reason is given. */
  readonly isProtected?: boolean;
};

/** The answers to the questions of the conference; the sensitive ones after a reason. */
export function AnswersSection({ registration, error, reload, isProtected = false }: AnswersSectionProps) {
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
      {isLoading ? (
        <p aria-busy="true">{t("common.loading")}</p>
      ) : (
        <AnswerRows {...{ answers, registration, isProtected }} />
      )}
      {(sensitiveAnswers.length > 0 || requestsSensitive) && (
        <SensitiveAnswers {...{ registration, isProtected }} keys={sensitiveAnswers} />
      )}
    </section>
  );
}

interface AnswerRowsProps {
  readonly answers: AnswerValues;
  readonly registration: Pick<StaffRegistration, "returned" | "acknowledgements">;
  readonly isProtected: boolean;
  /** Why the answers were opened. */
  readonly reason?: string;
}

function AnswerRows({
  answers,
  registration: { returned, acknowledgements = {} },
  isProtected,
  reason,
}: AnswerRowsProps) {
  const reader = useTranslation();
  const { t } = reader;
  const formatTime = useTimeFormat();
  const rows = listAnswerRows(listQuestions(useKnownQuestions(), Object.keys(answers)), answers, reader);
  const isMarked = (key: string) => returned?.fields.some((path) => path === "answers" || path === `answers.${key}`);
  const accept = ({ version, language, at }: NonNullable<(typeof acknowledgements)[string]>) =>
    t("answers.accepted", { at: formatTime(at), version: String(version), language: languageNames[language] });
  return (
    <dl class="facts dense">
      {rows.map(({ question: { key, staffOnly, type }, label, text }) => (
        <div key={key} class={isMarked(key) ? "marked" : undefined}>
          <dt>
            <bdi>{label}</bdi> {staffOnly && <Tag>{t("answers.staffOnly")}</Tag>}
          </dt>
          <dd class={type === "file" ? "row" : undefined}>
            <bdi>{acknowledgements[key] ? accept(acknowledgements[key]) : text}</bdi>
            {type === "file" && <AnswerFile {...{ isProtected, reason, label }} documentId={String(answers[key])} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface AnswerFileProps extends Pick<AnswerRowsProps, "isProtected"> {
  readonly documentId: string;
  /** Of the question. */
  readonly label: string;
  readonly reason?: string | undefined;
  /** The person asks to replace the answer with this file. */
  readonly isNew?: boolean;
}

/** Opens a file that answers a question; that of a protected person after a reason is given, unless one was. */
export function AnswerFile({ documentId, label, isProtected, reason, isNew = false }: AnswerFileProps) {
  const { t, language } = useTranslation();
  const { callApi } = useConsoleContext();
  const OpenFileButton = useLazyComponent(() =>
    import("../../kit/form/file-answer.tsx").then((part) => part.OpenFileButton),
  );
  if (isProtected && reason === undefined) return <SensitiveDocument title={label} documentId={documentId} />;
  const body = reason === undefined ? {} : { reason };
  const open = async () => (await callApi("openDocument", { params: { documentId }, body })).url;
  return OpenFileButton ? <OpenFileButton {...{ open, isNew, t, language }} /> : null;
}

/** The questions with a sensitive answer, and the answers once a reason is recorded. */
function SensitiveAnswers({
  registration: { registrationId, version },
  keys,
  isProtected,
}: {
  readonly registration: StaffRegistration;
  readonly keys: readonly string[];
  readonly isProtected: boolean;
}) {
  const { t, language } = useTranslation();
  const { callApi } = useConsoleContext();
  const [opened, setOpened] = useState<ApiAnswer<"openSensitiveAnswers"> & { readonly reason: string }>();
  const { busy, error, run } = useAction();
  const labels = listQuestions(useKnownQuestions(), keys).map(({ label }) => getLocalizedText(label, language));
  const open = (reason: string) =>
    run(async () => {
      const answers = await callApi("openSensitiveAnswers", { params: { registrationId }, body: { reason } });
      setOpened({ ...answers, reason });
    });
  if (opened)
    return (
      <Notice tone="warning">
        <AnswerRows answers={opened.answers} registration={{}} {...{ isProtected }} reason={opened.reason} />
        {opened.requested && (
          <>
            <h4>{t("changeRequest.caption")}</h4>
            <AnswerRows answers={opened.requested} registration={{}} {...{ isProtected }} reason={opened.reason} />
          </>
        )}
        <Button kind="quiet" small onPress={() => setOpened(undefined)}>
          {t("answers.hide")}
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
