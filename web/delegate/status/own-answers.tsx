import type * as z from "zod/mini";
import type { Question } from "#shared/model/question.ts";
import type { amendmentRequest } from "#shared/registrations/contract.ts";
import { callApi } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { ErrorSummary, Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { createAnswerUploader } from "../../kit/documents/upload.ts";
import { AnswerFields } from "../../kit/form/answer-fields.tsx";
import { getQuestionLabel, listAnswerRows } from "../../kit/form/answer-text.ts";
import { type ConferenceQuestions, readAnswerForm, toAnswerFormValues } from "../../kit/form/answer-values.ts";
import {
  buildErrorSummary,
  formatFieldErrors,
  getFieldErrorsOrThrow,
  loadFormRules,
  useFieldErrors,
} from "../../kit/form/form-errors.ts";
import type { FormValues } from "../../kit/form/form-values.ts";
import { useLazyComponent } from "../../kit/hooks/use-lazy-component.ts";
import { useStoredState } from "../../kit/hooks/use-stored-state.ts";
import { formatDateTime } from "../../kit/i18n/format-dates.ts";
import { usePartTranslation } from "../page/translations.ts";
import { useTranslation } from "../translations.ts";
import type { OwnRegistration, OwnRegistrationProps } from "./registration-state.ts";

export { createAnswerUploader } from "../../kit/documents/upload.ts";
export { AnswerFields } from "../../kit/form/answer-fields.tsx";
export { getQuestionLabel } from "../../kit/form/answer-text.ts";

type OwnFormProps = OwnRegistrationProps & { readonly asked: ConferenceQuestions };

type AmendmentBody = z.input<typeof amendmentRequest>;

const isAccepted = ({ acknowledgements = {} }: OwnRegistration, { key }: Question) =>
  acknowledgements[key] !== undefined;

/**
 * The questions of the form with all details of the person: all but those of the forms above it; of a returned
 * registration the officer's marks, what depends on them, and the texts to accept.
 */
export function selectQuestions(
  asked: ConferenceQuestions,
  registration: OwnRegistration,
  marked: readonly string[] | undefined,
): (question: Question) => boolean {
  if (!marked) {
    const isAbove = hasLaterQuestions(asked, registration) ? isAskedLater : () => false;
    return (question) => !isAcknowledgement(question) && !isAbove(question);
  }
  const keys = new Set<string>();
  for (const question of asked.items as readonly Question[]) {
    const { key, when } = question;
    const isMarked = marked.length === 0 || marked.some((path) => path === "answers" || path === `answers.${key}`);
    if (isMarked || keys.has(when?.question ?? "") || isAcknowledgement(question)) keys.add(key);
  }
  return ({ key }) => keys.has(key);
}

/**
 * A form of the person with some of the questions: what it shows, contains and sends.
 * @param isIn the questions of this form, of those that are asked now
 * @param mustAnswer whether it asks for required answers that were open before
 */
export function readOwnForm(
  { items, version }: ConferenceQuestions,
  registration: OwnRegistration,
  typed: FormValues,
  isIn: (question: Question) => boolean,
  mustAnswer = false,
) {
  const questions = items as readonly Question[];
  const { category, role, accreditation, answers = {} } = registration;
  const askedAt = accreditation === "approved" ? "approved" : "registration";
  const context = { category, role, askedAt, respondent: "person", now: new Date().toISOString() } as const;
  const isAsked = (question: Question) => !isAccepted(registration, question) && isIn(question);
  const { shown, existing, changes } = readAnswerForm(questions, { answers }, typed, context, isAsked);
  const given = Object.fromEntries(
    Object.entries(changes).flatMap(([key, each]) => (each === null ? [] : [[key, each]])),
  );
  const needed = new Set(mustAnswer ? shown.map(({ key }) => key) : []);
  const open = new Set(items.map(({ key }) => key).filter((key) => answers[key] === undefined && !needed.has(key)));
  return {
    shown,
    values: { ...toAnswerFormValues(questions, answers), ...typed },
    body: (Object.keys(changes).length > 0 ? { answers: changes, questionsVersion: version } : {}) as AmendmentBody,
    findErrors: async () => {
      const { validateAnswers } = await loadFormRules();
      return validateAnswers(questions, given, context, { existing, open });
    },
  };
}

interface QuestionsFormProps extends OwnFormProps {
  /** Of the form and its title. */
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  readonly submitLabel: string;
  readonly savedText: string;
  readonly isIn: (question: Question) => boolean;
  readonly getNote?: (question: Question) => string | undefined;
}

/** A form with some of the questions, which sends their answers alone. */
function QuestionsForm({ id, registration, asked, token, onChange, isIn, ...form }: QuestionsFormProps) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const { registrationId, version } = registration;
  const [typed, setTyped, forget] = useStoredState<FormValues>(`${id}.${registrationId}.${version}`, {});
  const { showErrors, ...tried } = useFieldErrors();
  const { busy, error, run } = useAction();
  const { shown, values, body, findErrors } = readOwnForm(asked, registration, typed, isIn, true);
  const send = () =>
    run(async () => {
      const errors = await findErrors();
      if (errors.length > 0) return showErrors(formatFieldErrors(errors, find));
      try {
        const after = await callApi("amendRegistration", {
          params: { registrationId },
          body,
          token,
          language,
          version,
        });
        forget();
        announce(form.savedText);
        onChange(after);
      } catch (failure) {
        showErrors(getFieldErrorsOrThrow(failure));
      }
    });
  return (
    <section class="stack-wide" aria-labelledby={`${id}-${registrationId}`}>
      <h2 id={`${id}-${registrationId}`}>{form.title}</h2>
      <Notice tone="warning">
        <p>{form.lead}</p>
      </Notice>
      <form class="stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
        <ErrorSummary
          t={t}
          errors={buildErrorSummary(tried.fieldErrors, find, (path) => getQuestionLabel(shown, path, language))}
          attempt={tried.attempt}
        />
        <AnswerFields
          questions={shown}
          {...{ reader, values }}
          fieldErrors={tried.fieldErrors}
          upload={createAnswerUploader({ conferenceId: registration.conferenceId, language })}
          set={(path, value) => setTyped({ ...typed, [path]: value })}
          {...(form.getNote && { getNote: form.getNote })}
        />
        <ProblemNotice error={error} t={t} />
        <Button type="submit" busy={busy}>
          {form.submitLabel}
        </Button>
      </form>
    </section>
  );
}

const isAcknowledgement = ({ type }: Question) => type === "acknowledgement";

/**
 * The texts that the person has not accepted yet, such as a nominee. A returned registration has them in the form of its
 * correction, because every change sends it back to review.
 */
export function Acknowledgements(props: OwnFormProps) {
  const { language } = useTranslation();
  const part = usePartTranslation(language);
  const { registration, asked } = props;
  const isOpen = registration.accreditation === "pending" || registration.accreditation === "approved";
  const { shown } = readOwnForm(asked, registration, {}, isAcknowledgement);
  if (!part || !isOpen || !shown.some(isAcknowledgement)) return null;
  const { t } = part;
  return (
    <QuestionsForm
      {...props}
      id="acknowledgements"
      title={t("ownAnswers.acceptTitle")}
      lead={t("ownAnswers.acceptLead")}
      submitLabel={t("ownAnswers.accept")}
      savedText={t("ownAnswers.saved")}
      isIn={isAcknowledgement}
    />
  );
}

const isAskedLater = ({ askedAt, type }: Question) => askedAt === "approved" && type !== "acknowledgement";

/** Whether a required question after the approval is open, or none of them is answered. */
function hasLaterQuestions(asked: ConferenceQuestions, registration: OwnRegistration): boolean {
  const { accreditation, answers = {} } = registration;
  const { shown } = readOwnForm(asked, registration, {}, isAskedLater);
  const questions = shown.filter(({ type }) => type !== "section");
  const isAnswered = ({ key }: Question) => answers[key] !== undefined;
  const isDone = questions.some(isAnswered) && questions.every((each) => !each.required || isAnswered(each));
  return accreditation === "approved" && questions.length > 0 && !isDone;
}

/** The questions after the approval, on their own until they are answered. */
export function LaterQuestions(props: OwnFormProps) {
  const { language } = useTranslation();
  const part = usePartTranslation(language);
  const { registration, conference, asked } = props;
  if (!part || !hasLaterQuestions(asked, registration)) return null;
  const { t } = part;
  return (
    <QuestionsForm
      {...props}
      id="later-questions"
      title={t("ownAnswers.laterTitle")}
      lead={t("ownAnswers.laterLead")}
      submitLabel={t("ownAnswers.send")}
      savedText={t("ownAnswers.saved")}
      isIn={isAskedLater}
      getNote={({ until }) =>
        until && t("ownAnswers.until", { until: formatDateTime(until, conference.timeZone, language) })
      }
    />
  );
}

/** Opens a file that the person has given as an answer. */
function OwnFile({ documentId, token }: { readonly documentId: string } & Pick<OwnFormProps, "token">) {
  const { t, language } = useTranslation();
  const OpenFileButton = useLazyComponent(() =>
    import("../../kit/form/file-answer.tsx").then((part) => part.OpenFileButton),
  );
  const open = async () => (await callApi("openDocument", { params: { documentId }, body: {}, token, language })).url;
  return OpenFileButton ? <OpenFileButton {...{ open, t, language }} /> : null;
}

/** The answers of the person, and when they accepted a text. */
export function OwnAnswers({ registration, conference, asked, token }: OwnFormProps) {
  const reader = useTranslation();
  const { t, language } = reader;
  const part = usePartTranslation(language);
  const { answers = {}, acknowledgements = {} } = registration;
  const rows = listAnswerRows(asked.items as readonly Question[], answers, reader);
  if (!part || rows.length === 0) return null;
  const accepted = (key: string) => {
    const at = acknowledgements[key]?.at;
    return at && part.t("ownAnswers.accepted", { at: formatDateTime(at, conference.timeZone, language) });
  };
  return (
    <section class="stack" aria-labelledby={`answers-${registration.registrationId}`}>
      <h2 id={`answers-${registration.registrationId}`}>{t("step.questions")}</h2>
      <dl class="facts">
        {rows.map(({ question: { key, type }, label, text }) => [
          <dt key={`${key}-t`}>
            <bdi>{label}</bdi>
          </dt>,
          <dd key={`${key}-d`}>
            <bdi>{accepted(key) ?? text}</bdi>
            {type === "file" && <OwnFile documentId={String(answers[key])} token={token} />}
          </dd>,
        ])}
      </dl>
    </section>
  );
}
