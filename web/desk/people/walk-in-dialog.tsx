import { useState } from "preact/hooks";
import type * as z from "zod/mini";
import type { AnswerValues, Question } from "#shared/model/question.ts";
import { listNeededKeys } from "#shared/questions/questions.rules.ts";
import type { registrationRequest } from "#shared/registrations/contract.ts";
import { formatFullName } from "#shared/registrations/names.rules.ts";
import { getDefaultRole } from "#shared/registrations/roles.rules.ts";
import { type ApiAnswer, callApi } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { FormActions } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { Checkbox, SelectField } from "../../kit/components/fields.tsx";
import { ErrorSummary, Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { createAnswerUploader } from "../../kit/documents/upload.ts";
import { AnswerFields } from "../../kit/form/answer-fields.tsx";
import { getQuestionLabel } from "../../kit/form/answer-text.ts";
import { type ConferenceQuestions, isAnswerPath, readAnswerForm } from "../../kit/form/answer-values.ts";
import {
  buildErrorSummary,
  formatFieldErrors,
  getFieldErrorsOrThrow,
  loadFormRules,
  useFieldErrors,
} from "../../kit/form/form-errors.ts";
import { FormField } from "../../kit/form/form-field.tsx";
import {
  addGuardianFields,
  type FormValues,
  getText,
  insertLatinFields,
  toCategoryOptions,
  toNestedBody,
} from "../../kit/form/form-values.ts";
import { useLoadedQuestions } from "../../kit/form/use-loaded-questions.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { getFreshIdToken } from "../../kit/session/staff-session.ts";
import type { GateController } from "../gate/gate-controller.ts";
import { useTranslation } from "../translations.ts";
import { printBadge } from "./badge-actions.ts";

export type WalkInApplication = z.input<typeof registrationRequest>;

/** One walk-in in three steps: register, approve, print. After a failure, `execute` continues with the failed step. */
class WalkInRegistration {
  readonly #conferenceId: string;
  readonly #language: string;
  readonly #key = crypto.randomUUID();
  #attempt = 0;
  #registrationId: string | undefined;
  #isSeated: boolean | undefined;

  constructor(conferenceId: string, language: string) {
    this.#conferenceId = conferenceId;
    this.#language = language;
  }

  /** @throws ApiError, NetworkError */
  async execute(body: WalkInApplication): Promise<"printed" | "not-seated"> {
    const registrationId = await this.#register(body);
    this.#isSeated ??= await this.#approve(registrationId);
    if (!this.#isSeated) return "not-seated";
    await printBadge(registrationId);
    return "printed";
  }

  async #register(body: WalkInApplication): Promise<string> {
    // A changed body is a new request; a request without a response is repeated with the same key.
    const content = JSON.stringify(body);
    if (content !== this.#lastBody) this.#attempt += 1;
    this.#lastBody = content;
    this.#registrationId ??= (
      await callApi("submitRegistration", {
        params: { conferenceId: this.#conferenceId },
        body,
        token: await getFreshIdToken(),
        language: this.#language,
        idempotencyKey: `${this.#key}-${this.#attempt}`,
      })
    ).registrationId;
    return this.#registrationId;
  }

  #lastBody = "";

  /** @returns whether the person has a seat */
  async #approve(registrationId: string): Promise<boolean> {
    const { accreditation, seat } = await callApi("decideRegistration", {
      params: { registrationId },
      body: { decision: "approve" },
      token: await getFreshIdToken(),
      language: this.#language,
    });
    return accreditation === "approved" && seat === "held";
  }
}

type DeskConference = ApiAnswer<"getConference">;

const walkInFields = ["person.givenName", "person.familyName", "person.email", "person.nationality"];

/** The fields of the form, with those of the name in Latin letters if the name is in another script, and of a guardian. */
function listWalkInFields(values: FormValues, { categories, startsOn }: DeskConference) {
  const category = categories.find((each) => each.category === getText(values, "category"));
  const born = category?.minimumAge === undefined ? [] : ["person.birthDate"];
  return addGuardianFields(insertLatinFields([...walkInFields, ...born], values), values, category, startsOn);
}

/**
 * The questions of the form for this person that need an answer, with those on which they depend. As in a nomination, the
 * person accepts texts themselves, on their own page.
 */
function readWalkInAnswers({ items }: ConferenceQuestions, values: FormValues, conference: DeskConference) {
  const questions = items as readonly Question[];
  const context = {
    category: getText(values, "category"),
    role: getDefaultRole(conference),
    askedAt: "registration",
    respondent: "focal-point",
    now: new Date().toISOString(),
  } as const;
  const needed = listNeededKeys(questions, ({ required }) => required === true);
  const form = readAnswerForm(questions, { answers: {} }, values, context, ({ key }) => needed.has(key));
  return {
    ...form,
    findErrors: async () => {
      const { validateAnswers } = await loadFormRules();
      return validateAnswers(questions, form.changes as AnswerValues, context);
    },
  };
}

/** Registers and approves a person at the entry desk, and prints the badge. For the secretariat. */
export function WalkInDialog({ gate, onClose }: { readonly gate: GateController; readonly onClose: () => void }) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const { conference } = gate.state.desk;
  const [values, setValues] = useFormState<FormValues>(`walk-in.${conference.conferenceId}`, {});
  const [walkIn, setWalkIn] = useState(() => new WalkInRegistration(conference.conferenceId, language));
  const { asked, isLoading, error: questionsError, reload } = useLoadedQuestions(conference.conferenceId, "latest");
  const answers = readWalkInAnswers(asked, values, conference);
  const { showErrors, ...tried } = useFieldErrors();
  const [message, setMessage] = useState("");
  const { busy, error, run } = useAction();
  const set = (path: string, value: string | boolean | readonly string[]) => setValues({ ...values, [path]: value });
  const next = (text: string) => {
    setMessage(text);
    setValues({});
    setWalkIn(new WalkInRegistration(conference.conferenceId, language));
    void gate.synchronize();
  };
  const register = () =>
    run(async () => {
      setMessage("");
      const { validateApplication } = await loadFormRules();
      const given = asked.version > 0 && { answers: answers.changes, questionsVersion: asked.version };
      const body = { ...toWalkInBody(values), ...given };
      const checked = validateApplication(body);
      const errors = [...("fieldErrors" in checked ? checked.fieldErrors : []), ...(await answers.findErrors())];
      if ("fieldErrors" in checked || errors.length > 0) return showErrors(formatFieldErrors(errors, find));
      showErrors({});
      const name = formatFullName(checked.value);
      const outcome = await walkIn.execute(body as unknown as WalkInApplication).catch((failure: unknown) => {
        return showErrors(getFieldErrorsOrThrow(failure));
      });
      if (outcome) next(t(outcome === "printed" ? "desk.walkIn.done" : "desk.walkIn.notSeated", { name }));
    });
  return (
    <Dialog title={t("desk.walkIn.title")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), register()]}>
        <p>{t("desk.walkIn.means")}</p>
        <ErrorSummary
          t={t}
          errors={buildErrorSummary(tried.fieldErrors, find, (path) => getQuestionLabel(answers.shown, path, language))}
          attempt={tried.attempt}
        />
        {listWalkInFields(values, conference).map((path) => (
          <FormField key={path} {...{ path, reader, conference, values, set }} fieldErrors={tried.fieldErrors} />
        ))}
        <SelectField
          id="f-category"
          label={t("field.category")}
          value={getText(values, "category")}
          empty={t("common.choose")}
          errorText={tried.fieldErrors["category"]}
          options={toCategoryOptions(conference.categories, language)}
          onChange={(category) => set("category", category)}
        />
        {["country", "organization", "functionTitle"].map((path) => (
          <FormField key={path} {...{ path, reader, conference, values, set }} fieldErrors={tried.fieldErrors} />
        ))}
        <AnswerFields
          questions={answers.shown}
          {...{ reader, values, set }}
          fieldErrors={tried.fieldErrors}
          upload={createAnswerUploader({ conferenceId: conference.conferenceId, language }, getFreshIdToken)}
        />
        <Checkbox
          id="f-consent"
          label={t("desk.walkIn.consent")}
          checked={values["consent.listOfParticipants"] === true}
          onChange={(on) => set("consent.listOfParticipants", on)}
        />
        <ProblemNotice error={error} t={t} />
        <ProblemNotice error={questionsError} t={t} onRetry={reload} />
        <div role="status">
          {message !== "" && (
            <Notice tone="success">
              <p>{message}</p>
            </Notice>
          )}
        </div>
        <FormActions
          submitLabel={t("desk.walkIn.go")}
          cancelLabel={t("common.close")}
          busy={busy || isLoading}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

/** The form does not ask for consent to photos, so it is false. */
function toWalkInBody(values: FormValues): Record<string, unknown> {
  const consent = { listOfParticipants: values["consent.listOfParticipants"] === true, photo: false };
  const fields = Object.fromEntries(Object.entries(values).filter(([path]) => !isAnswerPath(path)));
  return { person: {}, ...toNestedBody(fields), consent };
}
