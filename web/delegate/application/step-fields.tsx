import { useMemo } from "preact/hooks";
import type { Gender, ParticipantRole } from "#shared/model/registration.ts";
import { callApi } from "../../kit/api/client.ts";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Combobox } from "../../kit/components/combobox.tsx";
import { getFieldLabel } from "../../kit/form/form-errors.ts";
import { FormField } from "../../kit/form/form-field.tsx";
import { getList, getText, toFieldId } from "../../kit/form/form-values.ts";
import { useLazyComponent } from "../../kit/hooks/use-lazy-component.ts";
import { getCountryName } from "../../kit/i18n/countries.ts";
import { formatDay } from "../../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useTranslation } from "../translations.ts";
import {
  type FormStep,
  formSteps,
  listRequiredDocuments,
  listStepFields,
  type StepProps,
  setDraftValue,
} from "./application-draft.ts";

type OrganizationFieldProps = Pick<StepProps, "draft" | "fieldErrors" | "conferenceId"> & {
  readonly onChange: (name: string) => void;
};

/** The organization that the person represents: an accredited one from the list, or free text. */
function OrganizationField({ draft, fieldErrors, conferenceId, onChange }: OrganizationFieldProps) {
  const { t, find, language } = useTranslation();
  const { loaded } = useLoaded(
    (signal) => callApi("listOrganizations", { params: { conferenceId }, signal }),
    [conferenceId],
  );
  const category = draft.values["category"];
  const options = useMemo(() => {
    const all = loaded.state === "ready" ? loaded.value.items : [];
    const names = all.filter((each) => each.category === category).map(({ name }) => getLocalizedText(name, language));
    const sorted = [...new Set(names)].toSorted(new Intl.Collator(language).compare);
    return sorted.map((name) => ({ value: name, label: name }));
  }, [loaded, category, language]);
  return (
    <Combobox
      id={toFieldId("organization")}
      label={getFieldLabel("organization", find)}
      optional={t("common.optional")}
      errorText={fieldErrors["organization"]}
      value={getText(draft.values, "organization")}
      options={options}
      onChange={onChange}
      allowsFreeText
      noMatchText={t("common.nothingFits")}
      openListLabel={t("common.openList")}
      autocomplete="organization"
    />
  );
}

/** A summary of all answers with a link back to each step. */
function ReviewStep({ draft, conference, goTo }: StepProps) {
  const { t, find } = useTranslation();
  const formatAnswer = useAnswerFormatter(draft.values, conference);
  const uploads = listRequiredDocuments(draft, conference).flatMap((each) => {
    if (each !== "photo" && each !== "letter") return [];
    const isUploaded = draft.uploads[each === "photo" ? "photo" : "credential-letter"] !== undefined;
    return [[t(`${each}.label`), t(isUploaded ? `${each}.done` : "step.notYet")] as const];
  });
  const before = formSteps.filter((step): step is Exclude<FormStep, "review"> => step !== "review");
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
              onPress={() => goTo(formSteps.indexOf(step))}
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
function useAnswerFormatter(values: StepProps["draft"]["values"], conference: StepProps["conference"]) {
  const { t, language } = useTranslation();
  const getTitle = (texts: Readonly<Record<string, string>> | undefined, fallback: string) =>
    getLocalizedText(texts ?? { en: fallback }, language);
  const kinds: Readonly<Record<string, (text: string) => string>> = {
    "person.nationality": (text) => getCountryName(text, language),
    country: (text) => getCountryName(text, language),
    "person.birthDate": (text) => formatDay(text, language),
    "person.gender": (text) => t(`gender.${text as Gender}`),
    role: (text) => t(`role.${text as ParticipantRole}`),
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
  const { step, draft, change, conference, fieldErrors } = props;
  const reader = useTranslation();
  return (
    <>
      {step === "review" && <ReviewStep {...props} />}
      {listStepFields(step, draft, conference).map((path) =>
        path === "organization" ? (
          <OrganizationField key={path} {...props} onChange={(name) => change(setDraftValue(draft, path, name))} />
        ) : (
          <FormField
            key={path}
            {...{ path, reader, conference, fieldErrors }}
            values={draft.values}
            set={(changed, value) => change(setDraftValue(draft, changed, value))}
          />
        ),
      )}
      {step === "needs" && <LazyUploads {...props} />}
      {step === "part" && !conference && <p aria-busy="true">{reader.t("common.loading")}</p>}
    </>
  );
}

function LazyUploads(props: StepProps) {
  const Uploads = useLazyComponent(() => import("./uploads.tsx").then((part) => part.Uploads));
  return Uploads ? <Uploads {...props} /> : null;
}
