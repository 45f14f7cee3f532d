import {
  type Gender,
  genders,
  type NameOrder,
  nameOrders,
  type Participation,
  participations,
} from "#shared/model/registration.ts";
import { listRequiredPaths } from "#shared/registrations/requirements.rules.ts";
import { findDefaultRole, listAssignableRoles } from "#shared/registrations/roles.rules.ts";
import type { ApiAnswer } from "../api/client.ts";
import type { ComboboxTextKey } from "../components/combobox.tsx";
import { Checkbox, FieldSet, RadioField, SelectField, TextArea, TextField } from "../components/fields.tsx";
import { formatDateTime, formatTimeRange } from "../i18n/format-dates.ts";
import type { PageTranslator } from "../i18n/translations.tsx";
import { getLocalizedText } from "../i18n/translations.tsx";
import { CountryField } from "./country-field.tsx";
import { type FieldErrors, getFieldLabel, getFieldQuestion } from "./form-errors.ts";
import {
  type FormValue,
  type FormValues,
  getList,
  getRoleTitle,
  getText,
  toCategoryOptions,
  toFieldId,
  toggleItem,
} from "./form-values.ts";

/** The text keys of forms about a person. */
export type FormTextKey =
  | `gender.${Gender}`
  | `nameOrder.${NameOrder | "usual"}`
  | `common.${"optional" | "choose"}`
  | ComboboxTextKey
  | "deadline.until"
  | `participation.${Participation}`
  | `hint.${"email" | "nameOnBadge" | "birthDate" | "contact" | "passportNumber"}`;

/** What the fields need of a conference. */
type FormConference = Pick<ApiAnswer<"getConference">, "sessions" | "timeZone" | "roles" | "participation"> & {
  readonly categories: readonly Pick<
    ApiAnswer<"getConference">["categories"][number],
    "category" | "title" | "selfRegistration" | "requires" | "minimumAge" | "deadlines" | "registration"
  >[];
};

export interface FormFieldProps {
  readonly reader: PageTranslator<FormTextKey>;
  readonly conference: FormConference | undefined;
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

/** Fields that every category requires, as the contract says. */
const requiredPaths = new Set([
  "person.givenName",
  "person.familyName",
  "person.email",
  "person.nationality",
  "category",
  "guardian.name",
  "guardian.contact",
]);

/** Until the conference is loaded, its list of countries is the default one. */
const anyConference = {};

/** Whether the field is required, and therefore not marked as optional. */
export function isRequiredField(path: string, { conference, values }: Pick<FormFieldProps, "conference" | "values">) {
  const category = conference?.categories.find((each) => each.category === getText(values, "category"));
  return requiredPaths.has(path) || (category !== undefined && listRequiredPaths(category).includes(path));
}

/** The input for the field at a path. */
export function FormField({ path, ...form }: FormFieldProps & { readonly path: string }) {
  const { reader, conference, values, fieldErrors, set } = form;
  const { t, find } = reader;
  const field = {
    id: toFieldId(path),
    label: getFieldQuestion(path, find),
    errorText: fieldErrors[path],
    hint: find(`hint.${path.split(".").at(-1)}`),
    optional: isRequiredField(path, form) ? undefined : t("common.optional"),
  };
  const text = { value: getText(values, path), onInput: (value: string) => set(path, value) };
  const choice = { value: getText(values, path), onChange: (value: string) => set(path, value) };
  if (path === "person.nationality")
    return <CountryField {...field} {...choice} reader={reader} choice="nationality" />;
  if (path === "country")
    return <CountryField {...field} {...choice} reader={reader} choice={conference ?? anyConference} />;
  if (path === "category") return <CategoryField {...form} />;
  if (path === "sessions") return <SessionsField {...form} />;
  if (path === "participation")
    return (
      <RadioField
        {...field}
        {...choice}
        optional={undefined}
        value={getText(values, path) || "in-person"}
        options={toOptions(participations, (each) => t(`participation.${each}`))}
      />
    );
  const options = listOptions(path, form);
  if (options) return <SelectField {...field} {...choice} {...options} />;
  if (path === "needs.accessibility" || path === "needs.diet") return <TextArea {...field} {...text} />;
  if (path === "needs.visaLetter" || path.startsWith("consent."))
    return (
      <Checkbox id={field.id} label={field.label} checked={values[path] === true} onChange={(on) => set(path, on)} />
    );
  return <TextField {...field} {...text} {...getInputAttributes(path)} />;
}

/** The options of a field with a fixed list, and the text or the value that stands for no answer. */
function listOptions(path: string, form: FormFieldProps) {
  const { t } = form.reader;
  if (path === "person.gender")
    return { empty: t("common.choose"), options: toOptions(genders, (each) => t(`gender.${each}`)) };
  if (path === "nameOrder")
    return { empty: t("nameOrder.usual"), options: toOptions(nameOrders, (each) => t(`nameOrder.${each}`)) };
  if (path !== "role") return undefined;
  const value = getText(form.values, path) || (findDefaultRole(form.conference?.roles ?? []) ?? "");
  return { value, options: toRoleOptions(form), optional: undefined };
}

function getInputAttributes(path: string) {
  const common = autocompleteTokens[path] ? { autocomplete: autocompleteTokens[path] } : {};
  if (path === "person.email") return { ...common, type: "email" as const, dir: "ltr" as const };
  if (path === "person.birthDate") return { ...common, type: "date" as const, short: true, dir: "ltr" as const };
  if (path === "person.passportNumber") return { ...common, short: true, dir: "ltr" as const };
  return path === "person.honorific" ? { ...common, short: true } : common;
}

const toOptions = <T extends string>(all: readonly T[], label: (each: T) => string) =>
  all.map((value) => ({ value, label: label(value) }));

/** The roles that the public may choose, and the role that the person has. */
function toRoleOptions({ reader, conference, values }: FormFieldProps) {
  const assignable = listAssignableRoles(conference?.roles ?? [], "anyone").map(({ role }) => role);
  const roles = new Set([...assignable, getText(values, "role")].filter(Boolean));
  return toOptions([...roles], (each) => getRoleTitle(conference?.roles, each, reader));
}

function CategoryField({ reader, conference, values, fieldErrors, set }: FormFieldProps) {
  const categories = (conference?.categories ?? []).filter(
    ({ selfRegistration, registration }) => selfRegistration && registration !== "closed",
  );
  const options = toCategoryOptions(categories, reader.language).map(({ value, label }, index) => {
    const closesAt = categories[index]?.deadlines?.registration?.closesAt;
    const time = closesAt && formatDateTime(closesAt, conference?.timeZone ?? "UTC", reader.language);
    return { value, label: time ? `${label} (${reader.t("deadline.until", { time })})` : label };
  });
  return (
    <RadioField
      id={toFieldId("category")}
      label={getFieldLabel("category", reader.find)}
      errorText={fieldErrors["category"]}
      value={getText(values, "category")}
      options={options}
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
