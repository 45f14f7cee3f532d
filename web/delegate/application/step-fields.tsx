import { useMemo } from "preact/hooks";
import type { Gender, NameOrder, Participation } from "#shared/model/registration.ts";
import { Button } from "../../kit/components/button.tsx";
import { Combobox } from "../../kit/components/combobox.tsx";
import { SelectField } from "../../kit/components/fields.tsx";
import { getFieldLabel } from "../../kit/form/form-errors.ts";
import { FormField, isRequiredField } from "../../kit/form/form-field.tsx";
import { type FormValue, getList, getRoleTitle, getText, toFieldId } from "../../kit/form/form-values.ts";
import { useLazyComponent } from "../../kit/hooks/use-lazy-component.ts";
import { getCountryName, getRepresentedName } from "../../kit/i18n/countries.ts";
import { formatDay } from "../../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { listMembershipOptions, useOrganizations } from "../conference.tsx";
import { useTranslation } from "../translations.ts";
import {
  type FormStep,
  listFormSteps,
  listRequiredDocuments,
  listStepFields,
  type StepProps,
  setDraftValue,
} from "./application-draft.ts";

type OrganizationFieldProps = Pick<StepProps, "draft" | "conference" | "fieldErrors" | "conferenceId"> & {
  readonly onChange: (name: string) => void;
};

/** The organization that the person represents: an accredited one from the list, or free text. */
function OrganizationField({ draft, conference, fieldErrors, conferenceId, onChange }: OrganizationFieldProps) {
  const { t, find, language } = useTranslation();
  const organizations = useOrganizations(conferenceId);
  const category = getText(draft.values, "category");
  const options = useMemo(() => {
    const names = listMembershipOptions(organizations, category, language).map(({ label }) => label);
    return [...new Set(names)].map((name) => ({ value: name, label: name }));
  }, [organizations, category, language]);
  return (
    <Combobox
      id={toFieldId("organization")}
      label={getFieldLabel("organization", find)}
      optional={
        isRequiredField("organization", { conference, values: draft.values }) ? undefined : t("common.optional")
      }
      errorText={fieldErrors["organization"]}
      value={getText(draft.values, "organization")}
      options={options}
      onChange={onChange}
      allowsFreeText
      t={t}
      autocomplete="organization"
    />
  );
}

/** The delegation that the person comes with, which must confirm them; nothing if the category has none. */
function DelegationField({ draft, fieldErrors, conferenceId, onChange }: OrganizationFieldProps) {
  const { t, language } = useTranslation();
  const organizations = useOrganizations(conferenceId);
  const options = listMembershipOptions(organizations, getText(draft.values, "category"), language);
  if (options.length === 0) return null;
  return (
    <SelectField
      id={toFieldId("delegation")}
      label={t("membership.label")}
      hint={t("membership.hint")}
      errorText={fieldErrors["delegation"]}
      value={getText(draft.values, "delegation")}
      empty={t("membership.none")}
      options={options}
      onChange={onChange}
    />
  );
}

/** A summary of all answers with a link back to each step. */
function ReviewStep({ draft, conference, conferenceId, questions, goTo }: StepProps) {
  const reader = useTranslation();
  const { t, find } = reader;
  const organizations = useOrganizations(conferenceId);
  const formatAnswer = useAnswerFormatter(draft.values, conference, organizations);
  const uploads = listRequiredDocuments(draft, conference).flatMap((each) => {
    if (each !== "photo" && each !== "letter") return [];
    const isUploaded = draft.uploads[each === "photo" ? "photo" : "credential-letter"] !== undefined;
    return [[t(`${each}.label`), t(isUploaded ? `${each}.done` : "step.notYet")] as const];
  });
  const steps = listFormSteps(questions);
  const before = steps.filter((step): step is Exclude<FormStep, "review"> => step !== "review");
  return (
    <>
      {before.map((step) => (
        <section key={step} class="stack">
          <div class="row">
            <h2>{t(`step.${step}`)}</h2>
            <Button
              kind="quiet"
              small
              label={`${t("step.change")}${t("common.colon")}${t(`step.${step}`)}`}
              onPress={() => goTo(steps.indexOf(step))}
            >
              {t("step.change")}
            </Button>
          </div>
          <AnswerList
            rows={[
              ...listStepFields(step, draft, conference).map(
                (path) => [getFieldLabel(path, find), formatAnswer(path)] as const,
              ),
              ...(step === "needs" ? uploads : []),
              ...((step === "questions" && questions.part?.listAnswerRows(questions, reader)) || []),
            ]}
          />
        </section>
      ))}
      <h2>{t("step.consent")}</h2>
    </>
  );
}

/** The answers of one step; empty answers are left out. */
function AnswerList({ rows }: { readonly rows: readonly (readonly [name: string, text: string])[] }) {
  const { t } = useTranslation();
  const answers = rows.filter(([, text]) => text !== "");
  if (answers.length === 0) return <p class="soft">{t("step.nothing")}</p>;
  return (
    <dl class="facts">
      {answers.map(([name, text]) => [
        <dt key={`${name}-t`}>{name}</dt>,
        <dd key={`${name}-d`}>
          <bdi>{text}</bdi>
        </dd>,
      ])}
    </dl>
  );
}

/** Returns a function that formats the answer at a path for display. */
function useAnswerFormatter(
  values: StepProps["draft"]["values"],
  conference: StepProps["conference"],
  organizations: ReturnType<typeof useOrganizations>,
) {
  const reader = useTranslation();
  const { t, language } = reader;
  const getTitle = (texts: Readonly<Record<string, string>> | undefined, fallback: string) =>
    getLocalizedText(texts ?? { en: fallback }, language);
  const kinds: Readonly<Record<string, (text: string) => string>> = {
    "person.nationality": (text) => getCountryName(text, reader),
    country: (text) => getRepresentedName(conference ?? {}, text, reader),
    "person.birthDate": (text) => formatDay(text, language),
    "person.gender": (text) => t(`gender.${text as Gender}`),
    delegation: (text) =>
      getLocalizedText(organizations.find(({ delegationId }) => delegationId === text)?.name ?? { en: text }, language),
    role: (text) => getRoleTitle(conference?.roles, text, reader),
    participation: (text) => t(`participation.${text as Participation}`),
    nameOrder: (text) => t(`nameOrder.${text as NameOrder}`),
    category: (text) => getTitle(conference?.categories.find(({ category }) => category === text)?.title, text),
  };
  return (path: string): string => {
    if (path === "sessions") {
      const chosen = getList(values, path);
      const sessions = conference?.sessions.filter(({ sessionId }) => chosen.includes(sessionId)) ?? [];
      return sessions.map(({ sessionId, title }) => getTitle(title, sessionId)).join("; ");
    }
    const text = values[path] === true ? t("common.yes") : getText(values, path);
    return text === "" ? "" : (kinds[path]?.(text) ?? text);
  };
}

export function StepFields(props: StepProps) {
  const { step, draft, change, conference, fieldErrors, questions } = props;
  const { part } = questions;
  const reader = useTranslation();
  const set = (path: string, value: FormValue) => change((before) => setDraftValue(before, path, value));
  return (
    <>
      {step === "review" && <ReviewStep {...props} />}
      {listStepFields(step, draft, conference).map((path) =>
        path === "organization" || path === "delegation" ? (
          <OrganizationOrDelegation key={path} {...props} path={path} onChange={(value) => set(path, value)} />
        ) : (
          <FormField key={path} {...{ path, reader, conference, fieldErrors, set }} values={draft.values} />
        ),
      )}
      {step === "needs" && <LazyBadgePreview {...props} />}
      {step === "needs" && <LazyUploads {...props} />}
      {step === "questions" && part && <part.QuestionsStep {...props} questions={questions.shown} />}
      {step === "part" && !conference && <p aria-busy="true">{reader.t("common.loading")}</p>}
    </>
  );
}

const OrganizationOrDelegation = ({
  path,
  ...field
}: OrganizationFieldProps & { readonly path: "organization" | "delegation" }) =>
  path === "organization" ? <OrganizationField {...field} /> : <DelegationField {...field} />;
/** Both are one chunk: with a chunk each, the bundler takes the page's script apart. */
function LazyBadgePreview(props: StepProps) {
  const BadgePreview = useLazyComponent(() => import("./needs-step.tsx").then((part) => part.BadgePreview));
  return BadgePreview ? <BadgePreview {...props} /> : null;
}

function LazyUploads(props: StepProps) {
  const Uploads = useLazyComponent(() => import("./needs-step.tsx").then((part) => part.Uploads));
  return Uploads ? <Uploads {...props} /> : null;
}
