import type { ValidationResult } from "#shared/contracts/validate.ts";
import { toFieldKey } from "#shared/i18n/message.ts";
import { type Language, languages } from "#shared/model/conference.ts";
import { type ApiAnswer, createIdempotencyKey } from "../api/client.ts";
import { useAction } from "../api/use-loaded.ts";
import type { ComboboxTextKey } from "../components/combobox.tsx";
import { SelectField, TextArea } from "../components/fields.tsx";
import { useFormState } from "../hooks/use-stored-state.ts";
import { languageNames } from "../i18n/languages.ts";
import type { PageTranslator } from "../i18n/translations.tsx";
import { CountryField } from "./country-field.tsx";
import { type FieldErrors, formatFieldErrors, getApiFieldErrors, useFieldErrors } from "./form-errors.ts";
import { parseEmailAddresses, toCategoryOptions } from "./form-values.ts";
import { type TextsDraft, TextsField } from "./texts-field.tsx";

/** The form values of an organization. */
export interface OrganizationDraft {
  /** Part of the idempotency key. */
  readonly formId: string;
  readonly name: TextsDraft;
  readonly category: string;
  readonly country: string;
  /** As typed: one email address per line. */
  readonly focalPoints: string;
  readonly language: Language;
}

export const createOrganizationDraft = (language: Language): OrganizationDraft => ({
  formId: crypto.randomUUID(),
  name: { en: "" },
  category: "",
  country: "",
  focalPoints: "",
  language,
});

/** The request body. The contract's rules report missing and wrong fields. */
export const toOrganizationBody = ({ name, category, country, focalPoints, language }: OrganizationDraft) => ({
  name,
  ...(category && { category }),
  ...(country && { country }),
  focalPoints: parseEmailAddresses(focalPoints),
  language,
});

/** The field that shows an error: errors of single focal points belong to the field of all. */
const toOrganizationFieldPath = (path: string): string => (path.startsWith("focalPoints.") ? "focalPoints" : path);

export type OrganizationTextKey =
  | `organization.${"name" | "country" | "focalPoints" | "focalPointsHint" | "language"}`
  | `common.${"optional" | "choose" | "colon"}`
  | ComboboxTextKey;

export const toOrganizationFieldId = (path: string) => `new-${path.replaceAll(".", "-")}`;

/** The label of a field, by its path in the contract. */
function getOrganizationFieldLabel(path: string, find: PageTranslator<never>["find"]): string {
  const [first = ""] = path.split(".");
  return find(`organization.${first}`) ?? find(`delegations.${first}`) ?? find(toFieldKey(first)) ?? path;
}

interface OrganizationFieldsProps {
  readonly reader: PageTranslator<OrganizationTextKey>;
  readonly conference: Pick<ApiAnswer<"getConference">, "categories" | "countries">;
  /** The languages of the name, in addition to English. */
  readonly nameLanguages: readonly Language[];
  readonly value: OrganizationDraft;
  readonly fieldErrors: FieldErrors;
  readonly onChange: (part: Partial<OrganizationDraft>) => void;
}

/** The fields of an organization. */
export function OrganizationFields({
  reader,
  conference,
  nameLanguages,
  value,
  fieldErrors,
  onChange,
}: OrganizationFieldsProps) {
  const { t, find, language } = reader;
  const { categories } = conference;
  const field = (path: string) => ({
    id: toOrganizationFieldId(path),
    label: getOrganizationFieldLabel(path, find),
    errorText: fieldErrors[path],
  });
  return (
    <>
      <TextsField
        {...field("name")}
        t={t}
        value={value.name}
        languages={nameLanguages}
        getErrorText={(each) => fieldErrors[`name.${each}`]}
        onTexts={(name) => onChange({ name })}
      />
      <div class="pair">
        <SelectField
          {...field("category")}
          value={value.category}
          empty={t("common.choose")}
          options={toCategoryOptions(categories, language)}
          onChange={(chosen) =>
            onChange({ category: categories.find(({ category }) => category === chosen)?.category ?? "" })
          }
        />
        <CountryField
          {...field("country")}
          reader={reader}
          choice={conference}
          optional={t("common.optional")}
          value={value.country}
          onChange={(country) => onChange({ country })}
        />
      </div>
      <TextArea
        {...field("focalPoints")}
        hint={t("organization.focalPointsHint")}
        value={value.focalPoints}
        onInput={(focalPoints) => onChange({ focalPoints })}
      />
      <SelectField
        {...field("language")}
        value={value.language}
        options={languages.map((each) => ({ value: each, label: languageNames[each] }))}
        onChange={(chosen) => onChange({ language: languages.find((each) => each === chosen) ?? value.language })}
      />
    </>
  );
}

interface OrganizationFormOptions<Draft extends OrganizationDraft, Body> {
  /** The key under which the draft is stored in the tab. */
  readonly storageKey: string;
  readonly createDraft: () => Draft;
  readonly toBody: (draft: Draft) => Body;
  readonly validate: (body: Body) => Promise<ValidationResult<unknown>>;
  readonly send: (body: Body, idempotencyKey: string) => Promise<void>;
}

const groupByField = (fieldErrors: FieldErrors): FieldErrors =>
  Object.fromEntries(Object.entries(fieldErrors).map(([path, message]) => [toOrganizationFieldPath(path), message]));

/** The state of a form about an organization: draft, validation by the contract's rules, submission. */
export function useOrganizationForm<Draft extends OrganizationDraft, Body>(
  { storageKey, createDraft, toBody, validate, send }: OrganizationFormOptions<Draft, Body>,
  find: PageTranslator<never>["find"],
) {
  const [draft, setDraft] = useFormState(storageKey, createDraft);
  const { fieldErrors, attempt, showErrors } = useFieldErrors();
  const { busy, error, run } = useAction();
  const submit = () =>
    run(async () => {
      const body = toBody(draft);
      const checked = await validate(body);
      const found = "fieldErrors" in checked ? groupByField(formatFieldErrors(checked.fieldErrors, find)) : {};
      showErrors(found);
      if (Object.keys(found).length > 0) return;
      try {
        await send(body, await createIdempotencyKey(draft.formId, body));
      } catch (failure) {
        showErrors(groupByField(getApiFieldErrors(failure)));
        throw failure;
      }
    });
  const summary = Object.entries(fieldErrors).map(([path, message]) => ({
    id: toOrganizationFieldId(path),
    label: getOrganizationFieldLabel(path, find),
    message,
  }));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  return { draft, change, fieldErrors, summary, attempt, busy, error, submit };
}
