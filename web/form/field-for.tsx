import { useMemo } from "preact/hooks";
import { type Gender, genders, type Role, roles } from "#shared/domain/registration.ts";
import type { AnswerOf } from "../api/client.ts";
import { countriesIn } from "../i18n/countries.ts";
import { span } from "../i18n/dates.ts";
import type { Reader } from "../i18n/words.tsx";
import { textIn } from "../i18n/words.tsx";
import { Combobox } from "../kit/combobox.tsx";
import { FieldSet } from "../kit/field.tsx";
import { Check, RadioField, SelectField, TextArea, TextField } from "../kit/inputs.tsx";
import { type Faults, labelOf, questionOf } from "./faults.ts";
import { type FormValues, idOf, listOf, textOf, type Value } from "./values.ts";

/** The words that any form about a person has. */
export type FormWords =
  | `gender.${Gender}`
  | `role.${Role}`
  | `common.${"optional" | "choose" | "openList" | "nothingFits"}`
  | `hint.${"email" | "nameOnBadge" | "birthDate"}`;

export interface FormProps {
  readonly reader: Reader<FormWords>;
  readonly conference: AnswerOf<"readConference"> | undefined;
  readonly values: FormValues;
  readonly faults: Faults;
  readonly set: (path: string, value: Value) => void;
}

const autocomplete: Readonly<Record<string, string>> = {
  "person.honorific": "honorific-prefix",
  "person.givenName": "given-name",
  "person.familyName": "family-name",
  "person.email": "email",
  "person.birthDate": "bday",
  organization: "organization",
  functionTitle: "organization-title",
};

/** Without these nobody can be registered; the contract says so too, and this only keeps "optional" from them. */
const needed = new Set(["person.givenName", "person.familyName", "person.email", "person.nationality", "category"]);

/** The field of a path, as its kind is asked. */
export function FieldFor({ path, ...form }: FormProps & { readonly path: string }) {
  const { reader, values, faults, set } = form;
  const { t, find } = reader;
  const field = {
    id: idOf(path),
    label: questionOf(path, find),
    fault: faults[path],
    hint: find(`hint.${path.split(".").at(-1)}`),
    optional: needed.has(path) ? undefined : t("common.optional"),
  };
  const text = { value: textOf(values, path), onInput: (value: string) => set(path, value) };
  const choice = { value: textOf(values, path), onChange: (value: string) => set(path, value) };
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
        options={named(genders, (each) => t(`gender.${each}`))}
      />
    );
  if (path === "role")
    return <SelectField {...field} {...choice} options={named(roles, (each) => t(`role.${each}`))} />;
  if (path === "needs.accessibility" || path === "needs.diet") return <TextArea {...field} {...text} />;
  if (path === "needs.visaLetter" || path.startsWith("consent."))
    return <Check id={field.id} label={field.label} checked={values[path] === true} onChange={(on) => set(path, on)} />;
  return <TextField {...field} {...text} {...kindOf(path)} />;
}

function kindOf(path: string) {
  const common = autocomplete[path] ? { autocomplete: autocomplete[path] } : {};
  if (path === "person.email") return { ...common, type: "email" as const, dir: "ltr" as const };
  if (path === "person.birthDate") return { ...common, type: "date" as const, short: true, dir: "ltr" as const };
  return path === "person.honorific" ? { ...common, short: true } : common;
}

const named = <T extends string>(all: readonly T[], label: (each: T) => string) =>
  all.map((value) => ({ value, label: label(value) }));

function CountryField({
  reader: { t, language },
  ...field
}: {
  readonly reader: Reader<FormWords>;
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const options = useMemo(() => countriesIn(language), [language]);
  return (
    <Combobox
      {...field}
      options={options}
      open={t("common.openList")}
      none={t("common.nothingFits")}
      autocomplete="country-name"
    />
  );
}

function CategoryField({ reader, conference, values, faults, set }: FormProps) {
  const options = (conference?.categories ?? [])
    .filter(({ selfRegistration }) => selfRegistration)
    .map(({ category, title }) => ({ value: category, label: textIn(title, reader.language) }));
  return (
    <RadioField
      id={idOf("category")}
      label={labelOf("category", reader.find)}
      fault={faults["category"]}
      value={textOf(values, "category")}
      options={options}
      boxed
      onChange={(value) => set("category", value)}
    />
  );
}

function SessionsField({ reader, conference, values, faults, set }: FormProps) {
  const chosen = listOf(values, "sessions");
  const toggle = (sessionId: string, on: boolean) =>
    set("sessions", on ? [...chosen, sessionId] : chosen.filter((each) => each !== sessionId));
  return (
    <FieldSet
      id={idOf("sessions")}
      label={labelOf("sessions", reader.find)}
      fault={faults["sessions"]}
      optional={reader.t("common.optional")}
    >
      {(conference?.sessions ?? []).map(({ sessionId, title, startsAt, endsAt }) => (
        <Check
          key={sessionId}
          id={`f-sessions-${sessionId}`}
          checked={chosen.includes(sessionId)}
          onChange={(on) => toggle(sessionId, on)}
          label={
            <>
              {textIn(title, reader.language)}
              <br />
              <span class="hint">{span(startsAt, endsAt, conference?.timeZone ?? "UTC", reader.language)}</span>
            </>
          }
        />
      ))}
    </FieldSet>
  );
}
