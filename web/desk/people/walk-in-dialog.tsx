import { useState } from "preact/hooks";
import type * as z from "zod/mini";
import type { registrationRequest } from "#shared/registrations/contract.ts";
import { formatFullName } from "#shared/registrations/names.rules.ts";
import { type ApiAnswer, callApi } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { FormActions } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { Checkbox, SelectField } from "../../kit/components/fields.tsx";
import { ErrorSummary, Notice, ProblemNotice } from "../../kit/components/notices.tsx";
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

const walkInFields = ["person.givenName", "person.familyName", "person.email", "person.nationality"];

/** The fields of the form, with those of the name in Latin letters if the name is in another script, and of a guardian. */
function listWalkInFields(values: FormValues, { categories, startsOn }: ApiAnswer<"getConference">) {
  const category = categories.find((each) => each.category === getText(values, "category"));
  const born = category?.minimumAge === undefined ? [] : ["person.birthDate"];
  return addGuardianFields(insertLatinFields([...walkInFields, ...born], values), values, category, startsOn);
}

/** Registers and approves a person at the entry desk, and prints the badge. For the secretariat. */
export function WalkInDialog({ gate, onClose }: { readonly gate: GateController; readonly onClose: () => void }) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const { conference } = gate.state.desk;
  const [values, setValues] = useFormState<FormValues>(`walk-in.${conference.conferenceId}`, {});
  const [walkIn, setWalkIn] = useState(() => new WalkInRegistration(conference.conferenceId, language));
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
      const body = toWalkInBody(values);
      const checked = validateApplication(body);
      if ("fieldErrors" in checked) return showErrors(formatFieldErrors(checked.fieldErrors, find));
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
        <ErrorSummary t={t} errors={buildErrorSummary(tried.fieldErrors, find)} attempt={tried.attempt} />
        <div role="status">
          {message !== "" && (
            <Notice tone="success">
              <p>{message}</p>
            </Notice>
          )}
        </div>
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
        <Checkbox
          id="f-consent"
          label={t("desk.walkIn.consent")}
          checked={values["consent.listOfParticipants"] === true}
          onChange={(on) => set("consent.listOfParticipants", on)}
        />
        <ProblemNotice error={error} t={t} />
        <FormActions submitLabel={t("desk.walkIn.go")} cancelLabel={t("common.close")} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

/** The form does not ask for consent to photos, so it is false. */
function toWalkInBody(values: FormValues): Record<string, unknown> {
  const consent = { listOfParticipants: values["consent.listOfParticipants"] === true, photo: false };
  return { person: {}, ...toNestedBody(values), consent };
}
