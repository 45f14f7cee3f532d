import { useState } from "preact/hooks";
import type * as z from "zod/mini";
import type { Question } from "#shared/model/question.ts";
import type { amendmentRequest } from "#shared/registrations/contract.ts";
import { callApi } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { ErrorSummary, Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import {
  buildErrorSummary,
  formatFieldErrors,
  getFieldErrorsOrThrow,
  loadFormRules,
  useFieldErrors,
} from "../../kit/form/form-errors.ts";
import { FormField } from "../../kit/form/form-field.tsx";
import { type FormValues, guardianPaths, personPaths, toFormValues, toNestedBody } from "../../kit/form/form-values.ts";
import { hasStoredState, useStoredState } from "../../kit/hooks/use-stored-state.ts";
import { formatDateTime } from "../../kit/i18n/format-dates.ts";
import { useTranslation } from "../translations.ts";
import type { AskedProps } from "./own-questions.ts";
import type { OwnRegistration, OwnRegistrationProps } from "./registration-state.ts";

const numberPath = "person.passportNumber";

const editablePaths = [
  "category",
  ...personPaths.filter((path) => path !== "person.email"),
  "country",
  "organization",
  "functionTitle",
  "role",
  "needs.accessibility",
  "needs.diet",
  "needs.visaLetter",
  numberPath,
  "consent.listOfParticipants",
  "consent.photo",
];

/**
 * The fields that the person may correct: the marked ones, or all. A delegation member cannot change the category. The
 * passport number is for the visa letter; no one sees the one that was given.
 */
function listEditablePaths(
  registration: OwnRegistration,
  values: FormValues,
  marked: readonly string[] = [],
): readonly string[] {
  const open = (path: string) =>
    marked.length === 0 || marked.some((each) => path === each || path.startsWith(`${each}.`));
  const guardian = registration.guardian || marked.some((each) => each.startsWith("guardian")) ? guardianPaths : [];
  const participation = registration.participation ? ["participation"] : [];
  return [...editablePaths, ...participation, ...guardian].filter(
    (path) =>
      open(path) &&
      !(path === "category" && registration.delegationId !== undefined) &&
      !(path === numberPath && values["needs.visaLetter"] !== true && !marked.includes(path)),
  );
}

interface ReturnedRequest {
  readonly reason?: string | undefined;
  readonly fields: readonly string[];
  readonly until?: string | undefined;
}

/** The key contains the version: a draft for an older version would undo later changes. */
const getCorrectionKey = ({ registrationId, version }: OwnRegistrationProps["registration"]) =>
  `correction.${registrationId}.${version}`;

/** The correction form. For a returned registration: the fields that an officer marked, and the reason. */
export function CorrectionsSection(props: AskedProps & { readonly returned?: ReturnedRequest }) {
  const { returned, conference, registration } = props;
  const { t, language } = useTranslation();
  const [isOpen, setOpen] = useState(returned !== undefined || hasStoredState(getCorrectionKey(registration)));
  if (!isOpen)
    return (
      <Button kind="secondary" small onPress={() => setOpen(true)}>
        {t("amend.open")}
      </Button>
    );
  return (
    <section class="stack-wide">
      <h2>{t(returned ? "amend.returned" : "amend.title")}</h2>
      {returned && (
        <Notice tone="warning">
          <p>{t("amend.reason")}</p>
          <blockquote dir="auto">{returned.reason}</blockquote>
          {returned.until !== undefined && (
            <p>{t("amend.until", { until: formatDateTime(returned.until, conference.timeZone, language) })}</p>
          )}
        </Notice>
      )}
      {registration.accreditation === "approved" && <p>{t("amend.approved")}</p>}
      <CorrectionForm {...props} onDone={() => setOpen(false)} />
    </section>
  );
}

function CorrectionForm({
  registration,
  conference,
  token,
  asked,
  returned,
  onChange,
  onDone,
}: AskedProps & { readonly returned?: ReturnedRequest; readonly onDone: () => void }) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const [changed, setChanged, forget] = useStoredState<FormValues>(getCorrectionKey(registration), {});
  const [answers, setAnswers, forgetAnswers] = useStoredState<FormValues>(
    `answers.${getCorrectionKey(registration)}`,
    {},
  );
  const part = asked?.part;
  const questions = (asked?.items ?? []) as readonly Question[];
  const form =
    asked &&
    part?.readOwnForm(asked, registration, answers, part.selectQuestions(asked, registration, returned?.fields));
  const { showErrors, ...tried } = useFieldErrors();
  const { busy, error, run } = useAction();
  const { registrationId, version } = registration;
  const values = { ...toFormValues(registration), ...changed };
  const set = (path: string, value: FormValues[string]) => setChanged({ ...changed, [path]: value });
  const send = () =>
    run(async () => {
      const { validateAmendment } = await loadFormRules();
      const body = { ...toAmendmentBody(changed, registration), ...form?.body } as z.input<typeof amendmentRequest>;
      const checked = validateAmendment(body);
      const errors = [...("fieldErrors" in checked ? checked.fieldErrors : []), ...((await form?.findErrors()) ?? [])];
      if (errors.length > 0) return showErrors(formatFieldErrors(errors, find));
      try {
        onChange(await callApi("amendRegistration", { params: { registrationId }, body, token, language, version }));
        forget();
        forgetAnswers();
        onDone();
      } catch (failure) {
        showErrors(getFieldErrorsOrThrow(failure));
      }
    });
  return (
    <form class="stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
      <ErrorSummary
        t={t}
        errors={buildErrorSummary(tried.fieldErrors, find, (path) => part?.getQuestionLabel(questions, path, language))}
        attempt={tried.attempt}
      />
      {listEditablePaths(registration, values, returned?.fields).map((path) => (
        <FormField key={path} {...{ path, reader, conference, set }} fieldErrors={tried.fieldErrors} values={values} />
      ))}
      {part && form && (
        <part.AnswerFields
          questions={form.shown}
          values={form.values}
          fieldErrors={tried.fieldErrors}
          upload={part.createAnswerUploader({ conferenceId: conference.conferenceId, language })}
          set={(path, value) => setAnswers({ ...answers, [path]: value })}
          {...{ reader }}
        />
      )}
      <ProblemNotice error={error} t={t} />
      <Button type="submit" busy={busy}>
        {t("amend.send")}
      </Button>
    </form>
  );
}

/** The API replaces `consent`, `needs` and `guardian` as a whole, so the body contains their unchanged fields too. */
function toAmendmentBody(
  changed: FormValues,
  { consent, needs, guardian }: OwnRegistrationProps["registration"],
): Record<string, unknown> {
  const body = toNestedBody(changed);
  return {
    ...body,
    ...("consent" in body && { consent: { ...consent, ...(body["consent"] as object) } }),
    ...("guardian" in body && { guardian: { ...guardian, ...(body["guardian"] as object) } }),
    ...("needs" in body && { needs: { ...needs, ...(body["needs"] as object) } }),
  };
}
