import { useEffect, useRef, useState } from "preact/hooks";
import { type ApiAnswer, ApiError, callApi } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { ErrorSummary, Notice, ProblemNotice, TextList } from "../../kit/components/notices.tsx";
import { StepIndicator } from "../../kit/components/progress.tsx";
import {
  buildErrorSummary,
  type FieldErrors,
  formatFieldErrors,
  getFieldErrorsOrThrow,
  loadFormRules,
} from "../../kit/form/form-errors.ts";
import { getText } from "../../kit/form/form-values.ts";
import { navigate, replaceLocation } from "../../kit/hooks/use-location.ts";
import { useStoredState } from "../../kit/hooks/use-stored-state.ts";
import { getLocalizedText, useDocumentTitle } from "../../kit/i18n/translations.tsx";
import { listPoolNames, type PublicConference, useConference } from "../conference.tsx";
import { useTranslation } from "../translations.ts";
import {
  type ApplicationDraft,
  type FormStep,
  findMissingAnswers,
  findStepIndex,
  formSteps,
  listStepFields,
  readDraft,
  removeDraft,
  saveDraft,
  toSubmissionBody,
} from "./application-draft.ts";
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
  const [tried, setTried] = useState<{ fieldErrors: FieldErrors; attempt: number }>({ fieldErrors: {}, attempt: 0 });
  const [sent, setSent] = useStoredState<SentApplication | undefined>(`sent.${conferenceId}`, undefined);
  const { busy, error, run } = useAction();
  const at = Math.min(Math.max(Number(stepNumber) || 1, 1), formSteps.length) - 1;
  const step = formSteps[at] ?? "you";

  const change = (changed: ApplicationDraft) => {
    setDraft(changed);
    saveDraft(conferenceId, changed);
  };
  const goTo = (index: number, fieldErrors: FieldErrors = {}) => {
    setTried(({ attempt }) => ({ fieldErrors, attempt: Object.keys(fieldErrors).length > 0 ? attempt + 1 : attempt }));
    if (index !== at) navigate({ conference: conferenceId, step: String(index + 1) });
  };
  const submit = async () => {
    try {
      const body = toSubmissionBody(draft, conference, language);
      const options = { params: { conferenceId }, body, language, idempotencyKey: draft.key };
      const answer = await callApi("submitRegistration", options);
      setSent({ answer, email: getText(draft.values, "person.email") });
      removeDraft(conferenceId);
      replaceLocation({ conference: conferenceId, step: "sent" });
    } catch (failure) {
      const fieldErrors = getFieldErrorsOrThrow(failure);
      goTo(Math.min(...Object.keys(fieldErrors).map((path) => findStepIndex(path, draft, conference))), fieldErrors);
    }
  };
  const next = () =>
    run(async () => {
      const { validateApplication } = await loadFormRules();
      const body = toSubmissionBody(draft, conference, language);
      // An empty `person` makes the contract report each missing field, not one missing object.
      const checked = validateApplication({ ...body, person: body.person ?? {} });
      const errors = [
        ...("fieldErrors" in checked ? checked.fieldErrors : []),
        ...findMissingAnswers(draft, conference, body),
      ];
      // Sorts the errors in the order of the form.
      const findErrors = (each: FormStep) =>
        listStepFields(each, draft, conference).flatMap((field) => errors.filter(({ path }) => path === field));
      const index = formSteps.findIndex((each, before) => before <= at && findErrors(each).length > 0);
      if (index >= 0) goTo(index, formatFieldErrors(findErrors(formSteps[index] ?? step), find));
      else if (at < formSteps.length - 1) goTo(at + 1);
      else await submit();
    });
  useEffect(() => void loadFormRules().catch(() => {}), []);
  useFocusOnStep(step);
  const startAnother = () => {
    setSent(undefined);
    setDraft(readDraft(conferenceId));
    navigate({ conference: conferenceId, step: "1" });
  };
  if (sent) return <ApplicationReceived {...sent} conference={conference} onAnother={startAnother} />;
  return (
    <form class="sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), next()]}>
      <ErrorSummary t={t} errors={buildErrorSummary(tried.fieldErrors, find)} attempt={tried.attempt} />
      <div class="stack">
        {conference && (
          <p class="soft">
            <bdi>{getLocalizedText(conference.title, language)}</bdi>
          </p>
        )}
        <h1 id="step-title" tabIndex={-1}>
          {t(`step.${step}`)}
        </h1>
        <StepIndicator
          step={at}
          steps={formSteps.length}
          label={t("step.of", { step: at + 1, steps: formSteps.length })}
        />
      </div>
      <StepFields {...{ step, draft, change, conference, conferenceId }} fieldErrors={tried.fieldErrors} goTo={goTo} />
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

/** Moves the focus to the title of a new step, so that screen readers announce it. Not on page load. */
function useFocusOnStep(step: string): void {
  const [first] = useState(step);
  useEffect(() => {
    if (step !== first) document.getElementById("step-title")?.focus();
  }, [step, first]);
}
