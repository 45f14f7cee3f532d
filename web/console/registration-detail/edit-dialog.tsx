import { isOnBadge } from "#shared/registrations/issued-documents.rules.ts";
import { listAssignableRoles, listRoles } from "#shared/registrations/roles.rules.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { FormActions } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { Checkbox, SelectField, TextField } from "../../kit/components/fields.tsx";
import { ErrorSummary, Notice, ProblemNotice, TextList } from "../../kit/components/notices.tsx";
import { AnswerFields } from "../../kit/form/answer-fields.tsx";
import { getQuestionLabel } from "../../kit/form/answer-text.ts";
import {
  buildErrorSummary,
  formatFieldErrors,
  getFieldErrorsOrThrow,
  getFieldLabel,
  loadFormRules,
  useFieldErrors,
} from "../../kit/form/form-errors.ts";
import { FormField } from "../../kit/form/form-field.tsx";
import {
  addGuardianFields,
  type FormValue,
  type FormValues,
  getRoleTitle,
  getText,
  guardianPaths,
  toFieldId,
} from "../../kit/form/form-values.ts";
import { SecondHeadNotice, useSecondHead } from "../../kit/form/second-head.tsx";
import { useStoredState } from "../../kit/hooks/use-stored-state.ts";
import { languageNames } from "../../kit/i18n/languages.ts";
import { type ConferenceSettings, type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { useDelegationNames } from "../labels.tsx";
import { parseLocalInputValue, toLocalInputValue } from "../local-input-value.ts";
import { useTranslation } from "../translations.ts";
import { listEditedPaths, toCorrectionBody, toEditValues } from "./correction-body.ts";
import { formPaths } from "./registration-fields.tsx";
import { useAnswerEdits } from "./use-answer-edits.ts";

/** The fields whose values an alias hides, so that the form cannot show them. */
const isHiddenByAlias = (path: string) =>
  (path.startsWith("person.") && path !== "person.nationality") ||
  path.startsWith("guardian.") ||
  ["organization", "functionTitle", "country"].includes(path);

interface EditInput {
  readonly values: FormValues;
  readonly answers: FormValues;
  readonly notify: boolean;
}

/** The fields of the form; those of a guardian for a person who needs or has one. */
export function listEditPaths(
  values: FormValues,
  { categories, startsOn, participation }: ConferenceSettings,
): readonly string[] {
  const category = categories.find((each) => each.category === getText(values, "category"));
  const isGuarded = guardianPaths.some((path) => getText(values, path) !== "");
  const isHybrid = participation === "hybrid" || getText(values, "participation") === "online";
  const others = formPaths.filter(
    (path) => (isGuarded || !guardianPaths.some((each) => each === path)) && (isHybrid || path !== "participation"),
  );
  return isGuarded ? others : addGuardianFields(others, values, category, startsOn);
}

const toShownTime = (time: string, timeZone: string) =>
  Number.isNaN(Date.parse(time)) ? time : toLocalInputValue(time, timeZone);

interface EditDialogProps {
  readonly registration: StaffRegistration;
  readonly onDone: (after: StaffRegistration) => void;
  readonly onClose: () => void;
}

/** Corrects every field of a live registration. It says before saving what will happen. */
export function EditDialog({ registration, onDone, onClose }: EditDialogProps) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const { callApi, settings } = useConsoleContext();
  const { registrationId, version, protection } = registration;
  const before = toEditValues(registration);
  const [typed, setTyped, forget] = useStoredState<EditInput>(
    `edit.${registrationId}.${version}`,
    { values: {}, answers: {}, notify: true },
    protection === undefined,
  );
  const values = { ...before, ...typed.values };
  const edits = useAnswerEdits(registration, values, typed.answers);
  const { showErrors, ...tried } = useFieldErrors();
  const { headText, askAtSecondHead, forgetHead } = useSecondHead();
  const { busy, error, run } = useAction();
  const close = () => {
    forget();
    onClose();
  };
  const change = (path: string, value: FormValue) => {
    forgetHead();
    setTyped({ ...typed, values: { ...typed.values, [path]: value } });
  };
  const changeAnswer = (path: string, value: FormValue) =>
    setTyped({ ...typed, answers: { ...typed.answers, [path]: value } });
  const save = (replaceHead = false) =>
    run(async () => {
      const fields = toCorrectionBody(before, values, typed.notify);
      const body = { ...fields, ...edits.body, ...(replaceHead && { replaceHead }) } as typeof fields;
      const { validateAmendment, validateAnswers } = await loadFormRules();
      const checked = validateAmendment(body);
      const { answers } = edits;
      const errors = [
        ...("fieldErrors" in checked ? checked.fieldErrors : []),
        ...validateAnswers(edits.questions, answers, edits.context, edits.known),
      ];
      if (errors.length > 0) return showErrors(formatFieldErrors(errors, find));
      const send = async () => {
        onDone(await callApi("amendRegistration", { params: { registrationId }, body, version }));
        close();
      };
      await askAtSecondHead(send).catch((failure) => showErrors(getFieldErrorsOrThrow(failure)));
    });
  const paths = listEditPaths(values, settings).filter((path) => !(protection && isHiddenByAlias(path)));
  return (
    <Dialog title={t("edit.title")} onClose={close}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), save()]}>
        <ErrorSummary
          t={t}
          errors={buildErrorSummary(tried.fieldErrors, find, (path) => getQuestionLabel(edits.shown, path, language))}
          attempt={tried.attempt}
        />
        {protection && <p class="soft">{t("edit.protected")}</p>}
        {paths.map((path) => (
          <EditField key={path} {...{ path, values }} fieldErrors={tried.fieldErrors} set={change} />
        ))}
        <AnswerFields
          questions={edits.shown}
          {...{ reader }}
          values={edits.values}
          fieldErrors={tried.fieldErrors}
          upload={edits.upload}
          set={changeAnswer}
          getNote={({ key }) => (registration.sensitiveAnswers?.includes(key) ? t("answers.replaces") : undefined)}
        />
        <TextField
          id="f-changesUntil"
          label={t("field.changesUntil")}
          optional={t("common.optional")}
          errorText={tried.fieldErrors["changesUntil"]}
          type="datetime-local"
          dir="ltr"
          short
          value={toShownTime(getText(values, "changesUntil"), settings.timeZone)}
          onInput={(text) => change("changesUntil", parseLocalInputValue(text, settings.timeZone))}
        />
        <Checkbox
          id="edit-notify"
          label={t("edit.notify")}
          checked={typed.notify}
          onChange={(notify) => setTyped({ ...typed, notify })}
        />
        <EditConsequences
          {...{ registration, before, values }}
          hasAnswers={Object.keys(edits.changes).length > 0}
          notify={typed.notify}
        />
        <SecondHeadNotice {...{ headText, t, busy }} onHandOver={() => save(true)} />
        <ProblemNotice error={error} t={t} />
        <FormActions submitLabel={t("edit.save")} cancelLabel={t("common.cancel")} busy={busy} onCancel={close} />
      </form>
    </Dialog>
  );
}

type EditFieldProps = Pick<Parameters<typeof FormField>[0], "path" | "values" | "fieldErrors" | "set"> & {
  /** A new person joins a delegation by nomination, not by this form. */
  readonly withoutDelegation?: boolean;
};

/** The field of the public form, with every category; the delegation comes after the category. */
export function EditField(field: EditFieldProps) {
  const reader = useTranslation();
  const { settings } = useConsoleContext();
  const { withoutDelegation, ...form } = field;
  const { path, values, fieldErrors, set } = form;
  const categories = settings.categories.map((each) => ({ ...each, selfRegistration: true }));
  if (path === "role") {
    const all = listAssignableRoles(settings.roles ?? listRoles({}), "secretariat").map(({ role }) => role);
    const roles = new Set([...all, getText(values, path)].filter(Boolean));
    return (
      <SelectField
        id="f-role"
        label={reader.t("field.role")}
        errorText={fieldErrors[path]}
        value={getText(values, path)}
        options={[...roles].map((value) => ({ value, label: getRoleTitle(settings.roles, value, reader) }))}
        onChange={(value) => set(path, value)}
      />
    );
  }
  if (path === "language")
    return (
      <SelectField
        id="f-language"
        label={reader.t("field.language")}
        errorText={fieldErrors[path]}
        value={getText(values, path)}
        options={Object.entries(languageNames).map(([value, label]) => ({ value, label }))}
        onChange={(value) => set(path, value)}
      />
    );
  if (path.startsWith("consent."))
    return (
      <Checkbox
        id={toFieldId(path)}
        label={getFieldLabel(path, reader.find)}
        checked={values[path] === true}
        onChange={(on) => set(path, on)}
      />
    );
  return (
    <>
      <FormField {...form} reader={reader} conference={{ ...settings, categories }} />
      {path === "category" && !withoutDelegation && <MembershipField {...{ values, fieldErrors, set }} />}
    </>
  );
}

function MembershipField({ values, fieldErrors, set }: Pick<EditFieldProps, "values" | "fieldErrors" | "set">) {
  const { t, language } = useTranslation();
  const names = useDelegationNames(language);
  if (names.size === 0) return null;
  return (
    <SelectField
      id="f-delegation"
      label={t("field.delegation")}
      errorText={fieldErrors["delegation"]}
      value={getText(values, "delegation")}
      empty={t("edit.noDelegation")}
      options={[...names].map(([value, label]) => ({ value, label }))}
      onChange={(value) => set("delegation", value)}
    />
  );
}

interface EditConsequencesProps {
  readonly registration: StaffRegistration;
  readonly before: FormValues;
  readonly values: FormValues;
  /** Whether answers to the questions of the conference are edited. */
  readonly hasAnswers: boolean;
  readonly notify: boolean;
}

/** What saving does: to the seat, the badge and the person's mailbox. */
function EditConsequences({ registration, before, values, hasAnswers, notify }: EditConsequencesProps) {
  const { t } = useTranslation();
  const edited = listEditedPaths(before, values);
  const isFull = useFullPool(registration, edited, values);
  if (edited.length === 0 && !hasAnswers) return <p class="soft">{t("edit.nothing")}</p>;
  const hasNewAddress = edited.includes("person.email") && getText(before, "person.email") !== "";
  const texts = [
    t("edit.keeps"),
    ...(registration.badge && edited.some(isOnBadge) ? [t("edit.reissues")] : []),
    ...(hasNewAddress ? [t("edit.endsLinks")] : []),
    t(!notify ? "edit.mailsNone" : hasNewAddress ? "edit.mailsBoth" : "edit.mails"),
  ];
  return (
    <Notice tone={isFull ? "danger" : "info"}>
      <p>
        <strong>{t("edit.effects")}</strong>
      </p>
      <TextList texts={isFull ? [t("edit.full")] : texts} />
    </Notice>
  );
}

/** Whether a person with a seat would move to a category or delegation without a free seat. */
function useFullPool(registration: StaffRegistration, edited: readonly string[], values: FormValues): boolean {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const moved = ["category", "delegation"].filter((path) => edited.includes(path) && getText(values, path) !== "");
  const { loaded } = useLoaded(
    async (signal) =>
      moved.length > 0 ? (await callApi("getCapacity", { params: { conferenceId }, signal })).items : [],
    [moved.join(), conferenceId, callApi],
  );
  const pools = loaded.state === "ready" ? loaded.value : [];
  const isSeated = registration.seat === "held" || registration.seat === "offered";
  const wanted = moved.map((path) => `${path}:${getText(values, path)}`);
  return isSeated && pools.some(({ pool, limit, taken }) => limit !== null && wanted.includes(pool) && taken >= limit);
}
