import { useRef, useState } from "preact/hooks";
import type * as z from "zod/mini";
import type { registrationRequest } from "#shared/registrations/contract.ts";
import { getDefaultRole } from "#shared/registrations/roles.rules.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { FormActions } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { Checkbox } from "../../kit/components/fields.tsx";
import { ErrorSummary, ProblemNotice } from "../../kit/components/notices.tsx";
import { AnswerFields } from "../../kit/form/answer-fields.tsx";
import { getQuestionLabel } from "../../kit/form/answer-text.ts";
import {
  buildErrorSummary,
  formatFieldErrors,
  getFieldErrorsOrThrow,
  loadFormRules,
  useFieldErrors,
} from "../../kit/form/form-errors.ts";
import { type FormValues, getText, toNestedBody } from "../../kit/form/form-values.ts";
import { SecondHeadNotice, useSecondHead } from "../../kit/form/second-head.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { useConsoleContext } from "../console-context.ts";
import { EditField, listEditPaths } from "../registration-detail/edit-dialog.tsx";
import { QuestionsContext, useConferenceQuestions } from "../registration-detail/known-questions.ts";
import { useAnswerEdits } from "../registration-detail/use-answer-edits.ts";
import { useTranslation } from "../translations.ts";

type RegistrationBody = z.input<typeof registrationRequest>;

interface ParticipantDialogProps {
  /** Called with the identifier of the new registration. */
  readonly onDone: (registrationId: string) => void;
  readonly onClose: () => void;
}

/** The form by which the secretariat registers a person, with the questions of the conference. */
export function AddParticipantDialog(props: ParticipantDialogProps) {
  const { questions, error } = useConferenceQuestions("new");
  return (
    <QuestionsContext.Provider value={questions}>
      <ParticipantDialog {...props} questionsError={error} />
    </QuestionsContext.Provider>
  );
}

const firstValues: FormValues = {
  language: "en",
  "consent.listOfParticipants": false,
  "consent.photo": false,
};

function ParticipantDialog({
  onDone,
  onClose,
  questionsError,
}: ParticipantDialogProps & { readonly questionsError: unknown }) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const { settings } = useConsoleContext();
  const [values, setValues] = useFormState<FormValues>(`participant.${settings.conferenceId}`, () => ({
    ...firstValues,
    role: getDefaultRole(settings),
  }));
  const [typedAnswers, setTypedAnswers] = useFormState<FormValues>(`participant-answers.${settings.conferenceId}`, {});
  const edits = useAnswerEdits({}, values, typedAnswers);
  const [isApproved, setApproved] = useState(false);
  const [notify, setNotify] = useState(true);
  const { headText, askAtSecondHead, forgetHead } = useSecondHead();
  const { showErrors, ...tried } = useFieldErrors();
  const { busy, error, run } = useAction();
  const register = useRegisterParticipant();
  const save = (replaceHead = false) =>
    run(async () => {
      const { validateApplication, validateAnswers } = await loadFormRules();
      const { delegation: _, ...applied } = values;
      const options = { ...(!notify && { notify }), ...(replaceHead && { replaceHead }) };
      const body = { person: {}, ...toNestedBody(applied), ...edits.body, ...options };
      const checked = validateApplication(body);
      const errors = [
        ...("fieldErrors" in checked ? checked.fieldErrors : []),
        ...validateAnswers(edits.questions, edits.answers, edits.context),
      ];
      if (errors.length > 0) return showErrors(formatFieldErrors(errors, find));
      const send = async () => {
        const registrationId = await register(body as unknown as RegistrationBody, isApproved);
        const name = [getText(values, "person.givenName"), getText(values, "person.familyName")].join(" ").trim();
        announce(t("addParticipant.done", { name }));
        onClose();
        onDone(registrationId);
      };
      await askAtSecondHead(send).catch((failure) => showErrors(getFieldErrorsOrThrow(failure)));
    });
  return (
    <Dialog title={t("addParticipant.title")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), save()]}>
        <p>{t("addParticipant.means")}</p>
        <ErrorSummary
          t={t}
          errors={buildErrorSummary(tried.fieldErrors, find, (path) => getQuestionLabel(edits.shown, path, language))}
          attempt={tried.attempt}
        />
        {listEditPaths(values, settings).map((path) => (
          <EditField
            key={path}
            {...{ path, values }}
            withoutDelegation
            fieldErrors={tried.fieldErrors}
            set={(name, value) => [forgetHead(), setValues({ ...values, [name]: value })]}
          />
        ))}
        <AnswerFields
          questions={edits.shown}
          {...{ reader }}
          values={edits.values}
          fieldErrors={tried.fieldErrors}
          upload={edits.upload}
          set={(path, value) => setTypedAnswers({ ...typedAnswers, [path]: value })}
        />
        <ProblemNotice error={questionsError} t={t} />
        <Checkbox id="add-approved" label={t("addParticipant.approved")} checked={isApproved} onChange={setApproved} />
        <Checkbox id="add-notify" label={t("edit.notify")} checked={notify} onChange={setNotify} />
        <SecondHeadNotice {...{ headText, t, busy }} onHandOver={() => save(true)} />
        <ProblemNotice error={error} t={t} />
        <FormActions
          submitLabel={t("addParticipant.save")}
          cancelLabel={t("common.cancel")}
          busy={busy}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

/**
 * Registers a person and, if asked, approves the registration. A repetition after a failure does not register the
 * person twice: the same body has the same idempotency key.
 */
function useRegisterParticipant() {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const last = useRef({ content: "", key: "" });
  return async (body: RegistrationBody, isApproved: boolean): Promise<string> => {
    const content = JSON.stringify(body);
    if (last.current.content !== content) last.current = { content, key: crypto.randomUUID() };
    const idempotencyKey = last.current.key;
    const { registrationId } = await callApi("submitRegistration", { params: { conferenceId }, body, idempotencyKey });
    if (isApproved)
      await callApi("decideRegistration", {
        params: { registrationId },
        body: { decision: "approve", ...(body.notify === false && { notify: false }) },
        idempotencyKey: `${idempotencyKey}-approve`,
      });
    return registrationId;
  };
}
