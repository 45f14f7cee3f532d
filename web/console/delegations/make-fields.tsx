import { useMemo } from "preact/hooks";
import { languages } from "#shared/domain/conference.ts";
import type { Faults } from "../../form/faults.ts";
import { countriesIn } from "../../i18n/countries.ts";
import { languageNames } from "../../i18n/language.ts";
import { textIn } from "../../i18n/words.tsx";
import { Combobox } from "../../kit/combobox.tsx";
import { SelectField, TextArea, TextField } from "../../kit/inputs.tsx";
import { useOffice } from "../office.ts";
import { TextsField } from "../texts-field.tsx";
import { useWords } from "../words.ts";
import { type Draft, type Limit, limits } from "./draft.ts";

export const idOf = (path: string) => `new-${path.replaceAll(".", "-")}`;

interface Reader {
  readonly t: (key: `making.${"name" | "language" | "focalPoints" | "country"}` | `delegations.${Limit}`) => string;
  readonly find: (key: string) => string | undefined;
}

/** A field of the form by its path in the contract. */
export function labelOf(path: string, { t, find }: Reader): string {
  const [first = ""] = path.split(".");
  const limit = limits.find((each) => each === first);
  if (limit) return t(`delegations.${limit}`);
  return find(`making.${first}`) ?? find(`field.${first}`) ?? path;
}

interface Props {
  readonly draft: Draft;
  readonly faults: Faults;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** What is said of a new delegation, each fault beside its field. */
export function MakeFields({ draft, faults, onChange }: Props) {
  const { t, find, language } = useWords();
  const { settings } = useOffice();
  const countries = useMemo(() => countriesIn(language), [language]);
  const field = (path: string) => ({ id: idOf(path), label: labelOf(path, { t, find }), fault: faults[path] });
  return (
    <>
      <TextsField
        {...field("name")}
        value={draft.name}
        languages={settings.languages}
        faultIn={(each) => faults[`name.${each}`]}
        onTexts={(name) => onChange({ name })}
      />
      <div class="pair">
        <SelectField
          {...field("category")}
          value={draft.category}
          empty={t("common.choose")}
          options={settings.categories.map(({ category, title }) => ({
            value: category,
            label: textIn(title, language),
          }))}
          onChange={(value) =>
            onChange({ category: settings.categories.find((each) => each.category === value)?.category ?? "" })
          }
        />
        <Combobox
          {...field("country")}
          optional={t("common.optional")}
          value={draft.country}
          options={countries}
          onChange={(country) => onChange({ country })}
          none={t("common.nothingFits")}
          open={t("common.openList")}
        />
      </div>
      <TextArea
        {...field("focalPoints")}
        hint={t("making.focalPointsHint")}
        value={draft.focalPoints}
        onInput={(focalPoints) => onChange({ focalPoints })}
      />
      <SelectField
        {...field("language")}
        value={draft.language}
        options={languages.map((value) => ({ value, label: languageNames[value] }))}
        onChange={(value) => onChange({ language: languages.find((each) => each === value) ?? draft.language })}
      />
      <div class="trio">
        {limits.map((each) => (
          <TextField
            key={each}
            {...field(each)}
            hint={t(`delegations.${each}Hint`)}
            optional={t("common.optional")}
            inputMode="numeric"
            dir="ltr"
            short
            value={draft.limits[each]}
            onInput={(value) => onChange({ limits: { ...draft.limits, [each]: value } })}
          />
        ))}
      </div>
    </>
  );
}
