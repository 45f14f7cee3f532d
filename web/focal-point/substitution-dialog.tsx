import type * as z from "zod/mini";
import { validate } from "#shared/contracts/validate.ts";
import { substitutionRequest } from "#shared/delegations/contract.ts";
import type { AnswerValues, Question } from "#shared/model/question.ts";
import { formatFullName } from "#shared/registrations/names.rules.ts";
import { callApi, createIdempotencyKey } from "../kit/api/client.ts";
import { useAction } from "../kit/api/use-loaded.ts";
import { FormActions } from "../kit/components/button.tsx";
import { Dialog } from "../kit/components/dialog.tsx";
import { ErrorSummary, Notice, ProblemNotice } from "../kit/components/notices.tsx";
import { createAnswerUploader } from "../kit/documents/upload.ts";
import { AnswerFields } from "../kit/form/answer-fields.tsx";
import { getQuestionLabel } from "../kit/form/answer-text.ts";
import { isAnswerPath, readAnswerForm } from "../kit/form/answer-values.ts";
import {
  buildErrorSummary,
  formatFieldErrors,
  getFieldErrorsOrThrow,
  loadFormRules,
  useFieldErrors,
} from "../kit/form/form-errors.ts";
import { FormField } from "../kit/form/form-field.tsx";
import { addGuardianFields, type FormValues, insertLatinFields, toNestedBody } from "../kit/form/form-values.ts";
import { useLoadedQuestions } from "../kit/form/use-loaded-questions.ts";
import { useFormState } from "../kit/hooks/use-stored-state.ts";
import { toNomineeContext } from "./nomination-questions.ts";
import type { OwnDelegationMember, OwnDelegationProps } from "./own-delegation.ts";
import { useTranslation } from "./translations.ts";

const substituteFields = [
  "person.givenName",
  "person.familyName",
  "person.email",
  "person.nationality",
  "functionTitle",
];

/** The fields of the form, with the date of birth and the guardian where the category has a minimum age. */
function listSubstituteFields(
  values: FormValues,
  { categories, startsOn }: OwnDelegationProps["conference"],
  name: string,
): readonly string[] {
  const category = categories.find((each) => each.category === name);
  const born = category?.minimumAge === undefined ? [] : ["person.birthDate"];
  return addGuardianFields(insertLatinFields([...substituteFields, ...born], values), values, category, startsOn);
}

/** Replaces a member with a substitute, who takes over the rank and the seat. */
export function SubstitutionDialog({
  delegation,
  conference,
  token,
  reload,
  leaving,
  onClose,
}: OwnDelegationProps & { readonly leaving: OwnDelegationMember; readonly onClose: () => void }) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const [values, setValues] = useFormState<FormValues>(`substitute.${leaving.registrationId}`, {});
  const { delegationId } = delegation;
  const {
    asked,
    error: questionsError,
    reload: reloadQuestions,
  } = useLoadedQuestions(conference.conferenceId, conference.questionsVersion);
  const context = toNomineeContext(delegation, leaving.role);
  const { shown, changes } = readAnswerForm(asked.items as readonly Question[], { answers: {} }, values, context);
  const { showErrors, ...tried } = useFieldErrors();
  const { busy, error, run } = useAction();
  const send = () =>
    run(async () => {
      const fields = Object.fromEntries(Object.entries(values).filter(([path]) => !isAnswerPath(path)));
      const given = asked.version > 0 && { answers: changes, questionsVersion: asked.version };
      const draft = {
        person: {},
        ...toNestedBody(fields),
        ...given,
        leaves: leaving.registrationId,
        role: leaving.role,
      };
      const checked = validate(substitutionRequest, draft);
      const { validateAnswers } = await loadFormRules();
      const errors = [
        ...("fieldErrors" in checked ? checked.fieldErrors : []),
        ...validateAnswers(asked.items, changes as AnswerValues, context),
      ];
      if (errors.length > 0) return showErrors(formatFieldErrors(errors, find));
      const body = draft as unknown as z.input<typeof substitutionRequest>;
      try {
        const idempotencyKey = await createIdempotencyKey([delegationId, leaving.registrationId], body);
        await callApi("createSubstitution", { params: { delegationId }, body, token, language, idempotencyKey });
      } catch (failure) {
        return showErrors(getFieldErrorsOrThrow(failure));
      }
      reload();
      onClose();
    });
  return (
    <Dialog title={t("substitute.title", { name: formatFullName(leaving) })} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
        <Notice tone="warning">
          <p>{t("substitute.means")}</p>
        </Notice>
        <ErrorSummary
          t={t}
          errors={buildErrorSummary(tried.fieldErrors, find, (path) => getQuestionLabel(shown, path, language))}
          attempt={tried.attempt}
        />
        {listSubstituteFields(values, conference, delegation.category).map((path) => (
          <FormField
            key={path}
            {...{ path, reader, conference, values }}
            fieldErrors={tried.fieldErrors}
            set={(changed, value) => setValues({ ...values, [changed]: value })}
          />
        ))}
        <AnswerFields
          questions={shown}
          {...{ reader, values }}
          fieldErrors={tried.fieldErrors}
          upload={createAnswerUploader({ conferenceId: conference.conferenceId, language })}
          set={(path, value) => setValues({ ...values, [path]: value })}
        />
        <ProblemNotice error={error} t={t} />
        <ProblemNotice error={questionsError} t={t} onRetry={reloadQuestions} />
        <FormActions submitLabel={t("substitute.do")} cancelLabel={t("common.cancel")} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
