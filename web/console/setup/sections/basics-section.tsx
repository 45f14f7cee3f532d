import { languages } from "#shared/model/conference.ts";
import { announce } from "../../../kit/components/announce.ts";
import { Combobox } from "../../../kit/components/combobox.tsx";
import { Checkbox, FieldSet, TextField } from "../../../kit/components/fields.tsx";
import { CountryField } from "../../../kit/form/country-field.tsx";
import { getCountryName } from "../../../kit/i18n/countries.ts";
import { languageNames } from "../../../kit/i18n/languages.ts";
import { useTranslation } from "../../translations.ts";
import type { SetupEditing } from "../setup-draft.ts";
import { NumberField, SetupTextsField } from "../setup-fields.tsx";
import { toSetupFieldId } from "../setup-labels.ts";
import { findTimeZone } from "./time-zones.ts";

/** The time zones of the browser, and the one of the conference. */
const listTimeZones = (own: string) =>
  [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])].map((value) => ({ value, label: value }));

/** Title, dates, venue and languages. */
export function BasicsSection(editing: SetupEditing) {
  const reader = useTranslation();
  const { t } = reader;
  const { draft, patch, getField } = editing;
  const { venue } = draft;
  const text = (path: "name" | "city") => ({
    ...getField(`venue.${path}`),
    value: venue[path],
    onInput: (value: string) => patch({ venue: { ...venue, [path]: value } }),
  });
  const date = (path: "startsOn" | "endsOn") => ({
    ...getField(path),
    type: "date" as const,
    dir: "ltr" as const,
    short: true,
    value: draft[path],
    onInput: (value: string) => patch({ [path]: value }),
  });
  const setCountry = (country: string) => {
    patch({ venue: { ...venue, country } });
    void findTimeZone(country).then((timeZone) => {
      if (timeZone === undefined || timeZone === draft.timeZone) return;
      patch({ timeZone });
      announce(t("settingsSection.zoneSet", { zone: timeZone, country: getCountryName(country, reader) }));
    });
  };
  return (
    <section class="stack">
      <h2>{t("setup.basics")}</h2>
      <SetupTextsField path="title" value={draft.title} editing={editing} onTexts={(title) => patch({ title })} />
      <div class="pair">
        <TextField {...date("startsOn")} />
        <TextField {...date("endsOn")} />
        <TextField {...text("name")} />
        <TextField {...text("city")} />
        <CountryField
          {...getField("venue.country")}
          reader={reader}
          choice="country"
          value={venue.country}
          onChange={setCountry}
        />
        <Combobox
          {...getField("timeZone")}
          value={draft.timeZone}
          options={listTimeZones(draft.timeZone)}
          onChange={(timeZone) => patch({ timeZone })}
          t={t}
        />
        <TextField
          {...getField("dayEndsAt")}
          hint={t("setup.dayEndsAtHint")}
          type="time"
          dir="ltr"
          short
          value={draft.dayEndsAt ?? ""}
          onInput={(dayEndsAt) => patch({ dayEndsAt })}
        />
        <NumberField
          path="venue.capacity"
          value={venue.capacity}
          editing={editing}
          onNumber={(capacity) => patch({ venue: { ...venue, capacity: capacity ?? Number.NaN } })}
        />
      </div>
      <FieldSet {...getField("languages")}>
        <div class="row">
          {languages.map((each) => (
            <Checkbox
              key={each}
              id={toSetupFieldId(`languages.${each}`)}
              label={<span lang={each}>{languageNames[each]}</span>}
              checked={draft.languages?.includes(each) ?? false}
              onChange={(on) =>
                patch({ languages: languages.filter((one) => (one === each ? on : draft.languages?.includes(one))) })
              }
            />
          ))}
        </div>
      </FieldSet>
    </section>
  );
}
