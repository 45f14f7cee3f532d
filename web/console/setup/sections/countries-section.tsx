import { useState } from "preact/hooks";
import { isParticipantCode, participantCodes, stateCodes } from "#shared/countries/countries.ts";
import { announce } from "../../../kit/components/announce.ts";
import { Button } from "../../../kit/components/button.tsx";
import { SelectField } from "../../../kit/components/fields.tsx";
import { CountryField } from "../../../kit/form/country-field.tsx";
import { getRepresentedName } from "../../../kit/i18n/countries.ts";
import { useTranslation } from "../../translations.ts";
import type { SetupDraft, SetupEditing } from "../setup-draft.ts";
import { SetupTextsField } from "../setup-fields.tsx";
import { getSetupFieldLabel, toSetupFieldId } from "../setup-labels.ts";

type OwnCountries = Exclude<SetupDraft["countries"], string | null | undefined>;
type OwnCountry = OwnCountries[number];

const findOwnCountries = ({ countries }: SetupDraft): OwnCountries | undefined =>
  typeof countries === "object" && countries !== null ? countries : undefined;

/** What can be represented: the States of the United Nations, or the conference's own list. */
export function CountriesSection(editing: SetupEditing) {
  const { t, find } = useTranslation();
  const { draft, patch, getField } = editing;
  const own = findOwnCountries(draft);
  return (
    <section class="stack">
      <h2>{getSetupFieldLabel("countries", find)}</h2>
      <SelectField
        {...getField("countries")}
        hint={t("setup.countriesHint")}
        value={own ? "own" : "states"}
        options={[
          { value: "states", label: t("setup.statesOnly") },
          { value: "own", label: t("setup.ownCountries") },
        ]}
        onChange={(value) => patch({ countries: value === "own" ? stateCodes.map((code) => ({ code })) : null })}
      />
      {own && <OwnCountriesEditor own={own} editing={editing} />}
    </section>
  );
}

function OwnCountriesEditor({ own, editing }: { readonly own: OwnCountries; readonly editing: SetupEditing }) {
  const reader = useTranslation();
  const { t } = reader;
  const [typed, setTyped] = useState("");
  const put = (countries: readonly OwnCountry[]) => editing.patch({ countries: [...countries] });
  const getName = ({ code }: OwnCountry) => getRepresentedName({ countries: own }, code, reader);
  const add = (value: string) => {
    const code = /^[a-z]{3}$/i.test(value) ? value.toUpperCase() : value;
    const isNew = isParticipantCode(code) && !own.some((each) => each.code === code);
    setTyped(isNew ? "" : value);
    if (!isNew) return;
    put([...own, { code, ...(!participantCodes.has(code) && { name: { en: "" } }) }]);
    announce(t("setup.countryAdded", { name: getName({ code }) }));
  };
  return (
    <>
      <CountryField
        id={toSetupFieldId("country-to-add")}
        label={t("setup.addCountry")}
        hint={t("setup.addCountryHint")}
        reader={reader}
        choice="participant"
        value={typed}
        onChange={add}
      />
      <p aria-live="polite">{t("setup.countriesCount", { count: own.length })}</p>
      <ul class="plain-list stack-tight country-list">
        {own.map((country, index) => (
          <OwnCountryRow
            key={country.code}
            path={`countries.${index}`}
            name={getName(country)}
            {...{ country, editing }}
            onChange={(changed) => put(own.with(index, changed))}
            onRemove={() => put(own.toSpliced(index, 1))}
          />
        ))}
      </ul>
    </>
  );
}

interface OwnCountryRowProps {
  readonly path: string;
  readonly name: string;
  readonly country: OwnCountry;
  readonly editing: SetupEditing;
  readonly onChange: (country: OwnCountry) => void;
  readonly onRemove: () => void;
}

/** An entry of the list, with its own name if it has one. */
function OwnCountryRow({ path, name, country, editing, onChange, onRemove }: OwnCountryRowProps) {
  const { t } = useTranslation();
  const { code, name: own } = country;
  const errorText = editing.getErrorText(`${path}.name`) ?? editing.getErrorText(path);
  return (
    <li class="stack-tight" id={toSetupFieldId(path)} tabIndex={-1}>
      <div class="row">
        <span>
          <bdi>{name}</bdi> <span class="small soft">{code}</span>
        </span>
        {own === undefined && (
          <Button
            kind="quiet"
            small
            label={t("setup.renameCountry", { name })}
            onPress={() => onChange({ code, name: { en: name } })}
          >
            {t("setup.rename")}
          </Button>
        )}
        {own !== undefined && participantCodes.has(code) && (
          <Button kind="quiet" small onPress={() => onChange({ code })}>
            {t("setup.usualName")}
          </Button>
        )}
        <Button kind="quiet" small label={t("setup.remove", { name: name || code })} onPress={onRemove}>
          ✕
        </Button>
      </div>
      {errorText && <p class="fault">{errorText}</p>}
      {own !== undefined && (
        <SetupTextsField
          path={`${path}.name`}
          value={own}
          editing={editing}
          onTexts={(texts) => onChange({ code, name: texts })}
        />
      )}
    </li>
  );
}
