import { useMemo } from "preact/hooks";
import { type Language, languages } from "#shared/domain/conference.ts";
import { fieldKey } from "#shared/i18n/message.ts";
import type { AnswerOf } from "../api/client.ts";
import { countriesIn } from "../i18n/countries.ts";
import { languageNames } from "../i18n/language.ts";
import { type Reader, textIn } from "../i18n/words.tsx";
import { Combobox } from "../kit/combobox.tsx";
import { SelectField, TextArea } from "../kit/inputs.tsx";
import type { Faults } from "./faults.ts";
import type { Organization } from "./organization.ts";
import { TextsField } from "./texts-field.tsx";

export type OrganizationWords =
  | `organization.${"name" | "country" | "focalPoints" | "focalPointsHint" | "language"}`
  | `common.${"optional" | "choose" | "openList" | "nothingFits" | "colon"}`;

export const idOf = (path: string) => `new-${path.replaceAll(".", "-")}`;

type Find = Reader<never>["find"];

/** A field of the form by its path in the contract. */
export function labelOf(path: string, find: Find): string {
  const [first = ""] = path.split(".");
  return find(`organization.${first}`) ?? find(`delegations.${first}`) ?? find(fieldKey(first)) ?? path;
}

interface Props {
  readonly reader: Reader<OrganizationWords>;
  readonly categories: AnswerOf<"readConference">["categories"];
  /** In which its name is asked for, beside English. */
  readonly named: readonly Language[];
  readonly value: Organization;
  readonly faults: Faults;
  readonly onChange: (part: Partial<Organization>) => void;
}

/** What is said of an organization, each fault beside its field. */
export function OrganizationFields({ reader, categories, named, value, faults, onChange }: Props) {
  const { t, find, language } = reader;
  const countries = useMemo(() => countriesIn(language), [language]);
  const field = (path: string) => ({ id: idOf(path), label: labelOf(path, find), fault: faults[path] });
  return (
    <>
      <TextsField
        {...field("name")}
        t={t}
        value={value.name}
        languages={named}
        faultIn={(each) => faults[`name.${each}`]}
        onTexts={(name) => onChange({ name })}
      />
      <div class="pair">
        <SelectField
          {...field("category")}
          value={value.category}
          empty={t("common.choose")}
          options={categories.map(({ category, title }) => ({ value: category, label: textIn(title, language) }))}
          onChange={(chosen) =>
            onChange({ category: categories.find(({ category }) => category === chosen)?.category ?? "" })
          }
        />
        <Combobox
          {...field("country")}
          optional={t("common.optional")}
          value={value.country}
          options={countries}
          onChange={(country) => onChange({ country })}
          none={t("common.nothingFits")}
          open={t("common.openList")}
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
