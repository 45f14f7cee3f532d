import { useMemo } from "preact/hooks";
import { type Gender, genders, type ParticipantRole, participantRoles } from "#shared/model/registration.ts";
import type { ApiAnswer } from "../api/client.ts";
import { Combobox } from "../components/combobox.tsx";
import { Checkbox, FieldSet, RadioField, SelectField, TextArea, TextField } from "../components/fields.tsx";
import { listCountries } from "../i18n/countries.ts";
import { formatTimeRange } from "../i18n/format-dates.ts";
import type { PageTranslator } from "../i18n/translations.tsx";
import { getLocalizedText } from "../i18n/translations.tsx";
import { type FieldErrors, getFieldLabel, getFieldQuestion } from "./form-errors.ts";
import {
  type FormValue,
  type FormValues,
  getList,
  getText,
  toCategoryOptions,
  toFieldId,
  toggleItem,
} from "./form-values.ts";

/** The text keys of forms about a person. */
export type FormTextKey =
  | `gender.${Gender}`
  | `role.${ParticipantRole}`
  | `common.${"optional" | "choose" | "openList" | "nothingFits"}`
  | `hint.${"email" | "nameOnBadge" | "birthDate"}`;

export interface FormFieldProps {
  readonly reader: PageTranslator<FormTextKey>;
  readonly conference: ApiAnswer<"getConference"> | undefined;
  readonly values: FormValues;
  readonly fieldErrors: FieldErrors;
  readonly set: (path: string, value: FormValue) => void;
}

const autocompleteTokens: Readonly<Record<string, string>> = {
  "person.honorific": "honorific-prefix",
  "person.givenName": "given-name",
  "person.familyName": "family-name",
  "person.email": "email",
  "person.birthDate": "bday",
  organization: "organization",
  functionTitle: "organization-title",
};

/** Fields without the mark "optional". The contract defines which fields are required. */
const requiredPaths = new Set([
  "person.givenName",
  "person.familyName",
  "person.email",
  "person.nationality",
  "category",
]);

/** The input for the field at a path. */
export function FormField({ path, ...form }: FormFieldProps & { readonly path: string }) {
  const { reader, values, fieldErrors, set } = form;
  const { t, find } = reader;
  const field = {
    id: toFieldId(path),
    label: getFieldQuestion(path, find),
    errorText: fieldErrors[path],
    hint: find(`hint.${path.split(".").at(-1)}`),
    optional: requiredPaths.has(path) ? undefined : t("common.optional"),
  };
  const text = { value: getText(values, path), onInput: (value: string) => set(path, value) };
  const choice = { value: getText(values, path), onChange: (value: string) => set(path, value) };
  if (path === "person.nationality" || path === "country")
    return <CountryField {...field} {...choice} reader={reader} />;
  if (path === "category") return <CategoryField {...form} />;
  if (path === "sessions") return <SessionsField {...form} />;
  if (path === "person.gender")
    return (
      <SelectField
        {...field}
        {...choice}
        empty={t("common.choose")}
        options={toOptions(genders, (each) => t(`gender.${each}`))}
      />
    );
  if (path === "role")
    return <SelectField {...field} {...choice} options={toOptions(participantRoles, (each) => t(`role.${each}`))} />;
  if (path === "needs.accessibility" || path === "needs.diet") return <TextArea {...field} {...text} />;
  if (path === "needs.visaLetter" || path.startsWith("consent."))
    return (
      <Checkbox id={field.id} label={field.label} checked={values[path] === true} onChange={(on) => set(path, on)} />
    );
  return <TextField {...field} {...text} {...getInputAttributes(path)} />;
}

function getInputAttributes(path: string) {
  const common = autocompleteTokens[path] ? { autocomplete: autocompleteTokens[path] } : {};
  if (path === "person.email") return { ...common, type: "email" as const, dir: "ltr" as const };
  if (path === "person.birthDate") return { ...common, type: "date" as const, short: true, dir: "ltr" as const };
  return path === "person.honorific" ? { ...common, short: true } : common;
}

const toOptions = <T extends string>(all: readonly T[], label: (each: T) => string) =>
  all.map((value) => ({ value, label: label(value) }));

function CountryField({
  reader: { t, language },
  ...field
}: {
  readonly reader: PageTranslator<FormTextKey>;
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const options = useMemo(() => listCountries(language), [language]);
  return (
    <Combobox
      {...field}
      options={options}
      openListLabel={t("common.openList")}
      noMatchText={t("common.nothingFits")}
      autocomplete="country-name"
    />
  );
}

function CategoryField({ reader, conference, values, fieldErrors, set }: FormFieldProps) {
  const categories = (conference?.categories ?? []).filter(({ selfRegistration }) => selfRegistration);
  return (
    <RadioField
      id={toFieldId("category")}
      label={getFieldLabel("category", reader.find)}
      errorText={fieldErrors["category"]}
      value={getText(values, "category")}
      options={toCategoryOptions(categories, reader.language)}
      boxed
      onChange={(value) => set("category", value)}
    />
  );
}

function SessionsField({ reader, conference, values, fieldErrors, set }: FormFieldProps) {
  const chosen = getList(values, "sessions");
  const toggle = (sessionId: string, on: boolean) => set("sessions", toggleItem(chosen, sessionId, on));
  return (
    <FieldSet
      id={toFieldId("sessions")}
      label={getFieldLabel("sessions", reader.find)}
      errorText={fieldErrors["sessions"]}
      optional={reader.t("common.optional")}
    >
      {(conference?.sessions ?? []).map(({ sessionId, title, startsAt, endsAt }) => (
        <Checkbox
          key={sessionId}
          id={`f-sessions-${sessionId}`}
          checked={chosen.includes(sessionId)}
          onChange={(on) => toggle(sessionId, on)}
          label={
            <>
              {getLocalizedText(title, reader.language)}
              <br />
              <span class="hint">
                {formatTimeRange(startsAt, endsAt, conference?.timeZone ?? "UTC", reader.language)}
              </span>
            </>
          }
        />
      ))}
    </FieldSet>
  );
}
