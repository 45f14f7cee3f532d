import { useContext, useMemo } from "preact/hooks";
import { layoutNames } from "#shared/domain/badge-layout.ts";
import { languages } from "#shared/domain/conference.ts";
import { countriesIn } from "../../i18n/countries.ts";
import { languageNames } from "../../i18n/language.ts";
import { Combobox } from "../../kit/combobox.tsx";
import { FieldSet } from "../../kit/field.tsx";
import { Check, SelectField, TextField } from "../../kit/inputs.tsx";
import { OfficeContext } from "../office.ts";
import { useWords } from "../words.ts";
import type { Draft, Editing } from "./draft.ts";
import { idOf, labelOf, NumberField, TextsField } from "./fields.tsx";

/** Every zone that the browser knows, and whichever the conference has. */
const zones = (own: string) =>
  [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])].map((value) => ({ value, label: value }));

/** What, when and where. */
export function Basics(editing: Editing) {
  const { t, find, language } = useWords();
  const { draft, patch, faultAt } = editing;
  const { venue } = draft;
  const countries = useMemo(() => countriesIn(language), [language]);
  const text = (path: "name" | "city") => ({
    id: idOf(`venue.${path}`),
    label: labelOf(`venue.${path}`, find),
    fault: faultAt(`venue.${path}`),
    value: venue[path],
    onInput: (value: string) => patch({ venue: { ...venue, [path]: value } }),
  });
  const date = (path: "startsOn" | "endsOn") => ({
    id: idOf(path),
    label: labelOf(path, find),
    fault: faultAt(path),
    type: "date" as const,
    dir: "ltr" as const,
    short: true,
    value: draft[path],
    onInput: (value: string) => patch({ [path]: value }),
  });
  /** A layout of the conference's own is set through the API; here it can be left and taken up again. */
  const layout = useContext(OfficeContext)?.settings.badgeLayout;
  const own = typeof layout === "object" ? (layout as Draft["badgeLayout"]) : undefined;
  const choice = { none: t("common.nothingFits"), open: t("common.openList") };
  return (
    <section class="stack">
      <h2>{t("setup.basics")}</h2>
      <TextsField path="title" value={draft.title} editing={editing} onTexts={(title) => patch({ title })} />
      <div class="pair">
        <TextField {...date("startsOn")} />
        <TextField {...date("endsOn")} />
        <TextField {...text("name")} />
        <TextField {...text("city")} />
        <Combobox
          id={idOf("venue.country")}
          label={labelOf("venue.country", find)}
          fault={faultAt("venue.country")}
          value={venue.country}
          options={countries}
          onChange={(country) => patch({ venue: { ...venue, country } })}
          {...choice}
        />
        <Combobox
          id={idOf("timeZone")}
          label={labelOf("timeZone", find)}
          fault={faultAt("timeZone")}
          value={draft.timeZone}
          options={zones(draft.timeZone)}
          onChange={(timeZone) => patch({ timeZone })}
          {...choice}
        />
        <NumberField
          path="venue.capacity"
          value={venue.capacity}
          editing={editing}
          onNumber={(capacity) => patch({ venue: { ...venue, capacity: capacity ?? Number.NaN } })}
        />
        <TextField
          id={idOf("contact")}
          label={labelOf("contact", find)}
          hint={t("setup.contactHint")}
          optional={t("common.optional")}
          fault={faultAt("contact")}
          type="email"
          dir="ltr"
          value={draft.contact ?? ""}
          onInput={(contact) => patch({ contact: contact === "" ? undefined : contact })}
        />
        <SelectField
          id={idOf("badgeLayout")}
          label={labelOf("badgeLayout", find)}
          value={typeof draft.badgeLayout === "object" ? "own" : (draft.badgeLayout ?? "a6")}
          options={[
            ...layoutNames.map((value) => ({ value, label: t(`badges.layouts.${value}`) })),
            ...(own ? [{ value: "own", label: t("badges.ownLayout") }] : []),
          ]}
          onChange={(value) => patch({ badgeLayout: layoutNames.find((each) => each === value) ?? own })}
        />
      </div>
      <FieldSet id={idOf("languages")} label={labelOf("languages", find)} fault={faultAt("languages")}>
        <div class="row">
          {languages.map((each) => (
            <Check
              key={each}
              id={idOf(`languages.${each}`)}
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
