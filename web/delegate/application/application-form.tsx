import { useEffect, useRef, useState } from "preact/hooks";
import type { FieldError } from "#shared/model/domain-error.ts";
import { type ApiAnswer, ApiError, callApi } from "../../kit/api/client.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { ErrorSummary, Notice, ProblemNotice, TextList } from "../../kit/components/notices.tsx";
import { StepIndicator } from "../../kit/components/progress.tsx";
import type { ConferenceQuestions } from "../../kit/form/answer-values.ts";
import {
  buildErrorSummary,
  type FieldErrors,
  formatFieldErrors,
  getFieldErrorsOrThrow,
  loadFormRules,
} from "../../kit/form/form-errors.ts";
import { getText } from "../../kit/form/form-values.ts";
import { loadModule, useLazyComponent } from "../../kit/hooks/use-lazy-component.ts";
import { navigate, replaceLocation } from "../../kit/hooks/use-location.ts";
import { useStoredState } from "../../kit/hooks/use-stored-state.ts";
import { getLocalizedText, useDocumentTitle } from "../../kit/i18n/translations.tsx";
import { findSession } from "../../kit/session/delegate-session.ts";
import { listPoolNames, type PublicConference, useConference } from "../conference.tsx";
import { useTranslation } from "../translations.ts";
import {
  type ApplicationDraft,
  type ChangeDraft,
  type FormQuestions,
  type FormStep,
  findMissingAnswers,
  findStepIndex,
  listFormSteps,
  listStepFields,
  readDraft,
  removeDraft,
  saveDraft,
  toSubmissionBody,
} from "./application-draft.ts";
import type { EarlierRegistrationsProps } from "./earlier-registrations.tsx";
import { StepFields } from "./step-fields.tsx";

/** What the confirmation shows, also after a reload. */
interface SentApplication {
  readonly answer: ApiAnswer<"submitRegistration">;
  readonly email: string;
}

interface ApplicationReceivedProps extends SentApplication {
  readonly conference: PublicConference | undefined;
  readonly onAnother: () => void;
}

/** The confirmation after submission: the seat and the next steps. */
function ApplicationReceived({ answer, conference, email, onAnother }: ApplicationReceivedProps) {
  const { t, find, language } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const waitingFor = listPoolNames(answer.waitingFor ?? [], conference, { find, language });
  return (
    <div class="sheet stack-wide">
      <h1 ref={title} tabIndex={-1}>
        {t("done.title")}
      </h1>
      {conference && (
        <p class="soft">
          <bdi>{getLocalizedText(conference.title, language)}</bdi>
        </p>
      )}
      <Notice tone={answer.seat === "waiting" ? "warning" : "success"}>
        <p>{t(answer.seat === "waiting" ? "done.waiting" : answer.seat === "held" ? "done.held" : "done.received")}</p>
        <TextList texts={waitingFor} />
      </Notice>
      <p>
        {t("done.reference")}
        {t("common.colon")}
        <strong>
          <bdi dir="ltr">{answer.registrationId}</bdi>
        </strong>
        <br />
        <span class="soft">{t("done.remember")}</span>
      </p>
      <h2>{t("done.next")}</h2>
      <ol>
        <li>
          {t("done.mail")} <bdi dir="ltr">{email}</bdi>
        </li>
        <li>{t("done.review")}</li>
        <li>{t("done.travel")}</li>
      </ol>
      <div class="row">
        <Button kind="secondary" onPress={onAnother}>
          {t("done.another")}
        </Button>
      </div>
    </div>
  );
}

interface ApplicationFormProps {
  readonly conferenceId: string;
  /** The step number in the address, from 1. */
  readonly step: string;
}

/**
 * The application form in steps. The draft is saved on the device until it is sent. From then on the tab shows the
 * confirmation at every step, until the person starts another application.
 */
export function ApplicationForm({ conferenceId, step: stepNumber }: ApplicationFormProps) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const { loaded } = useConference(conferenceId, language);
  const conference = loaded.state === "ready" ? loaded.value : undefined;
  const place = t("conference.register");
  useDocumentTitle(conference ? `${place} · ${getLocalizedText(conference.title, language)}` : place);
  const [draft, setDraft] = useState(() => readDraft(conferenceId));
  const latest = useRef(draft);
  const [tried, setTried] = useState<{ fieldErrors: FieldErrors; attempt: number }>({ fieldErrors: {}, attempt: 0 });
  const [sent, setSent] = useStoredState<SentApplication | undefined>(`sent.${conferenceId}`, undefined);
  const { busy, error, run } = useAction();
  const { loaded: loadedQuestions, reload: reloadQuestions } = useQuestions(conferenceId, conference);
  const asked = loadedQuestions.state === "ready" ? loadedQuestions.value : undefined;
  const questions: FormQuestions = asked
    ? { ...asked.part.readDraftAnswers(asked, draft.values, conference), part: asked.part }
    : noQuestions;
  const steps = listFormSteps(questions);
  const at = Math.min(Math.max(Number(stepNumber) || 1, 1), steps.length) - 1;
  const step = steps[at] ?? "you";

  const change: ChangeDraft = (update) => {
    // An upload that ends after the form was sent changes no other application.
    if (latest.current.savedAt !== draft.savedAt) return;
    latest.current = update(latest.current);
    setDraft(latest.current);
    saveDraft(conferenceId, latest.current);
  };
  const goTo = (index: number, fieldErrors: FieldErrors = {}) => {
    setTried(({ attempt }) => ({ fieldErrors, attempt: Object.keys(fieldErrors).length > 0 ? attempt + 1 : attempt }));
    if (index !== at) navigate({ conference: conferenceId, step: String(index + 1) });
  };
  const submit = async () => {
    try {
      const body = toSubmissionBody(draft, conference, language, questions);
      const options = { params: { conferenceId }, body, language, idempotencyKey: draft.key };
      const answer = await callApi("submitRegistration", options);
      setSent({ answer, email: getText(draft.values, "person.email") });
      removeDraft(conferenceId);
      latest.current = readDraft(conferenceId);
      replaceLocation({ conference: conferenceId, step: "sent" });
    } catch (failure) {
      if (failure instanceof ApiError && failure.problem.code === "form-changed") {
        reloadQuestions();
        throw failure;
      }
      const fieldErrors = getFieldErrorsOrThrow(failure);
      const indexes = Object.keys(fieldErrors).map((path) => findStepIndex(path, draft, conference, questions));
      goTo(Math.min(...indexes), fieldErrors);
    }
  };
  const findErrors = async () => {
    const { validateApplication, validateAnswers } = await loadFormRules();
    const body = toSubmissionBody(draft, conference, language, questions);
    // An empty `person` makes the contract report each missing field, not one missing object.
    const checked = validateApplication({ ...body, person: body.person ?? {} });
    return [
      ...("fieldErrors" in checked ? checked.fieldErrors : []),
      ...findMissingAnswers(draft, conference, body),
      ...(asked
        ? validateAnswers(asked.items, questions.answers, asked.part.toAnswerContext(draft.values, conference))
        : []),
    ];
  };
  const next = () =>
    run(async () => {
      const errors = await findErrors();
      const list = (each: FormStep) => listStepErrors(each, errors, draft, conference, questions);
      const index = steps.findIndex((each, before) => before <= at && list(each).length > 0);
      if (index >= 0) goTo(index, formatFieldErrors(list(steps[index] ?? step), find));
      else if (at < steps.length - 1) goTo(at + 1);
      else if (loadedQuestions.state === "failed") throw loadedQuestions.error;
      else if (asked || !conference?.questionsVersion) await submit();
    });
  useEffect(() => void loadFormRules().catch(() => {}), []);
  useFocusOnStep(step);
  const startAnother = () => {
    setSent(undefined);
    setDraft(latest.current);
    navigate({ conference: conferenceId, step: "1" });
  };
  if (sent) return <ApplicationReceived {...sent} conference={conference} onAnother={startAnother} />;
  return (
    <form class="sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), next()]}>
      <ErrorSummary
        t={t}
        errors={buildErrorSummary(tried.fieldErrors, find, (path) => findQuestionLabel(asked, path, language))}
        attempt={tried.attempt}
      />
      <div class="stack">
        {conference && (
          <p class="soft">
            <bdi>{getLocalizedText(conference.title, language)}</bdi>
          </p>
        )}
        <h1 id="step-title" tabIndex={-1}>
          {t(`step.${step}`)}
        </h1>
        <StepIndicator step={at} steps={steps.length} label={t("step.of", { step: at + 1, steps: steps.length })} />
      </div>
      {at === 0 && findSession() && <LazyEarlierRegistrations {...{ conferenceId, change }} />}
      <StepFields
        {...{ step, draft, change, conference, conferenceId, questions, goTo }}
        fieldErrors={tried.fieldErrors}
      />
      <ProblemNotice error={error} t={t} {...(!(error instanceof ApiError) && { onRetry: next })} />
      <div class="row">
        <Button type="submit" busy={busy}>
          {step === "review" ? t("step.send") : t("step.next")}
        </Button>
        {at > 0 && (
          <Button kind="secondary" onPress={() => goTo(at - 1)}>
            {t("common.back")}
          </Button>
        )}
      </div>
      <p class="hint">{t("step.saved")}</p>
    </form>
  );
}

/** Only a person who is signed in by a link loads this part. */
function LazyEarlierRegistrations(props: EarlierRegistrationsProps) {
  const Part = useLazyComponent(() => import("./earlier-registrations.tsx").then((part) => part.EarlierRegistrations));
  return Part ? <Part {...props} /> : null;
}

const noQuestions: FormQuestions = { version: 0, shown: [], answers: {} };

/** The questions of the conference, and the part of the page that shows them. Where it has none, nothing is loaded. */
const useQuestions = (conferenceId: string, conference: PublicConference | undefined) =>
  useLoaded(
    async (signal) => {
      if (!conference?.questionsVersion) return undefined;
      const part = await loadModule(import("./questions-step.tsx"));
      return { ...(await callApi("getQuestions", { params: { conferenceId }, signal })), part };
    },
    [conferenceId, conference?.questionsVersion],
  );

/** The errors at the fields of a step, in the order of the form. */
function listStepErrors(
  step: FormStep,
  errors: readonly FieldError[],
  draft: ApplicationDraft,
  conference: PublicConference | undefined,
  { shown }: FormQuestions,
): FieldError[] {
  const ofQuestions = step === "questions" ? shown.map(({ key }) => `answers.${key}`) : [];
  const fields = [...listStepFields(step, draft, conference), ...ofQuestions];
  return fields.flatMap((field) => errors.filter(({ path }) => path === field));
}

/** The label of the question at a path, for the summary of errors. */
function findQuestionLabel(asked: ConferenceQuestions | undefined, path: string, language: string): string | undefined {
  const question = asked?.items.find(({ key }) => path === `answers.${key}`);
  return question && getLocalizedText(question.label, language);
}

/** Moves the focus to the title of a new step, so that screen readers announce it. Not on page load. */
function useFocusOnStep(step: string): void {
  const [first] = useState(step);
  useEffect(() => {
    if (step !== first) document.getElementById("step-title")?.focus();
  }, [step, first]);
}
