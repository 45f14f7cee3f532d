import { useEffect, useMemo, useState } from "preact/hooks";
import { countryCodes, nationalityCodes, participantCodes, travelDocumentCodes } from "#shared/countries/countries.ts";
import { createCountryOptions, type OtherNames } from "#shared/countries/country-options.rules.ts";
import { listRepresentedCodes } from "#shared/countries/represented-countries.rules.ts";
import { type Conference, type Language, languages } from "#shared/model/conference.ts";
import type { NamedOption } from "#shared/text/name-finder.ts";
import { Combobox, type ComboboxTextKey } from "../components/combobox.tsx";
import type { FieldProps } from "../components/fields.tsx";
import { getCountryName, getRepresentedName } from "../i18n/countries.ts";
import { loadCountrySearch } from "../i18n/country-search.ts";
import type { PageTranslator } from "../i18n/translations.tsx";

/**
 * What a field of a country offers: every country, every nationality, whatever a conference could let be represented,
 * or what a conference does.
 */
export type CountryChoice = "country" | "nationality" | "participant" | { readonly countries?: unknown };

interface CountryFieldProps extends FieldProps {
  readonly reader: PageTranslator<ComboboxTextKey>;
  readonly choice: CountryChoice;
  /** A code, or a text that names no country, which the rules of the contract refuse. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A picker of countries, which finds them by name, former name, code and abbreviation in six languages. */
export function CountryField({ reader, choice, ...field }: CountryFieldProps) {
  const { options, searchAllLanguages } = useCountryOptions(reader, choice, field.value);
  return (
    <Combobox
      {...field}
      t={reader.t}
      options={options}
      onNothingFound={searchAllLanguages}
      autocomplete={choice === "country" ? "off" : "country-name"}
    />
  );
}

function useCountryOptions(reader: PageTranslator<ComboboxTextKey>, choice: CountryChoice, value: string) {
  const { language } = reader;
  const [search, searchAllLanguages] = useCountrySearch(language);
  const isStored = nationalityCodes.has(value);
  const options = useMemo(() => {
    const { codes, getLabel } = listChoices(choice, reader);
    // A stored code stays, although the conference may not offer it any more.
    const all = isStored && !codes.includes(value) ? [...codes, value] : codes;
    return sortOptions(createCountryOptions(all, getLabel, search.abbreviations, search.names), language);
  }, [choice, reader, search, isStored ? value : ""]);
  return { options, searchAllLanguages };
}

const codesByChoice = { country: countryCodes, nationality: nationalityCodes, participant: participantCodes };

function listChoices(choice: CountryChoice, reader: PageTranslator<ComboboxTextKey>) {
  if (typeof choice === "string") {
    const codes = [...codesByChoice[choice]];
    return { codes, getLabel: (code: string) => getCountryName(code, reader) };
  }
  const codes = listRepresentedCodes(choice as Pick<Conference, "countries">);
  return { codes, getLabel: (code: string) => getRepresentedName(choice, code, reader) };
}

/** By name; codes of travel documents come last, in their own order. */
function sortOptions(options: readonly NamedOption[], language: string): NamedOption[] {
  const { compare } = new Intl.Collator(language);
  const getRank = ({ value }: NamedOption) => travelDocumentCodes.indexOf(value);
  return options.toSorted((a, b) => getRank(a) - getRank(b) || compare(a.label, b.label));
}

interface CountrySearch {
  readonly abbreviations: OtherNames;
  readonly names: readonly OtherNames[];
}

/**
 * The names that also find a country: first those of the reader's language and of English. The function loads those of
 * the other languages.
 */
function useCountrySearch(language: Language): [search: CountrySearch, searchAllLanguages: () => void] {
  const [search, setSearch] = useState<CountrySearch>({ abbreviations: {}, names: [] });
  const [isAll, setAll] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    const loaded = isAll ? languages : languages.filter((each) => each === language || each === "en");
    // Without a network, the shown names and codes of three letters still find a country.
    loadCountrySearch(loaded).then(
      (found) => isCurrent && setSearch(found),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [language, isAll]);
  return [search, () => setAll(true)];
}
