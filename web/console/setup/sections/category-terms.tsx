import { useState } from "preact/hooks";
import { deadlineKinds } from "#shared/model/conference.ts";
import { addDays } from "#shared/model/time.ts";
import { Checkbox, type FieldProps, FieldSet, TextField } from "../../../kit/components/fields.tsx";
import { toggleItem } from "../../../kit/form/form-values.ts";
import { formatDay } from "../../../kit/i18n/format-dates.ts";
import { useTranslation } from "../../translations.ts";
import type { SetupCategory, SetupEditing } from "../setup-draft.ts";
import { LocalTimeField, NumberField } from "../setup-fields.tsx";
import { toSetupFieldId } from "../setup-labels.ts";

interface CategoryTermsProps {
  readonly each: SetupCategory;
  readonly path: (name: string) => string;
  readonly editing: SetupEditing;
  readonly onChange: (changed: SetupCategory) => void;
}

/** The days on which a badge can be valid, at most 60. */
function listDays({ startsOn, endsOn }: SetupEditing["draft"]): string[] {
  const isDate = [startsOn, endsOn].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day));
  const days = isDate ? Array.from({ length: 60 }, (_, index) => addDays(startsOn, index)) : [];
  return days.filter((day) => day <= endsOn);
}

interface ZonesFieldProps extends FieldProps {
  readonly zones: readonly string[];
  readonly onZones: (zones: string[]) => void;
}

/** Zones with commas between them. The text stays as it is typed, also with a comma that no zone follows yet. */
function ZonesField({ zones, onZones, ...field }: ZonesFieldProps) {
  const [typed, setTyped] = useState("");
  const saved = zones.join(", ");
  const type = (text: string) => {
    setTyped(text);
    onZones(parseZones(text));
  };
  const isTyped = parseZones(typed).join(", ") === saved;
  return <TextField {...field} dir="ltr" value={isTyped ? typed : saved} onInput={type} />;
}

const parseZones = (text: string): string[] => text.split(",").flatMap((zone) => zone.trim() || []);

/** The deadlines, the minimum age, and the limits of the badge of a category. */
export function CategoryTerms({ each, path, editing, onChange }: CategoryTermsProps) {
  const { t, language } = useTranslation();
  const access = each.access ?? {};
  const days = access.days ?? [];
  const setAccess = (changed: Partial<NonNullable<SetupCategory["access"]>>) => {
    const all = Object.entries({ ...access, ...changed }).filter(([, values]) => values && values.length > 0);
    onChange({ ...each, access: all.length > 0 ? Object.fromEntries(all) : null });
  };
  return (
    <>
      <FieldSet {...editing.getField(path("deadlines"))} hint={t("setup.deadlinesHint")}>
        <div class="pair">
          {deadlineKinds.flatMap((kind) =>
            (["opensAt", "closesAt"] as const).map((bound) => (
              <LocalTimeField
                key={`${kind}.${bound}`}
                path={path(`deadlines.${kind}.${bound}`)}
                value={each.deadlines?.[kind]?.[bound]}
                editing={editing}
                onTime={(time) => onChange({ ...each, deadlines: setDeadline(each.deadlines, kind, bound, time) })}
              />
            )),
          )}
        </div>
      </FieldSet>
      <div class="pair">
        <NumberField
          path={path("minimumAge")}
          value={each.minimumAge}
          editing={editing}
          hint={t("setup.minimumAgeHint")}
          onNumber={(minimumAge) => onChange({ ...each, minimumAge: minimumAge ?? null })}
        />
        <ZonesField
          {...editing.getField(path("access.zones"))}
          hint={t("setup.accessZonesHint")}
          zones={access.zones ?? []}
          onZones={(zones) => setAccess({ zones })}
        />
      </div>
      <FieldSet {...editing.getField(path("access.days"))} hint={t("setup.accessDaysHint")}>
        {[...new Set([...listDays(editing.draft), ...days])].map((day) => (
          <Checkbox
            key={day}
            id={toSetupFieldId(path(`access.days.${day}`))}
            label={formatDay(day, language)}
            checked={days.includes(day)}
            onChange={(on) => setAccess({ days: toggleItem(days, day, on).toSorted() })}
          />
        ))}
      </FieldSet>
    </>
  );
}

/** The deadlines with one bound set or taken away; `null` where none is left. */
function setDeadline(
  deadlines: SetupCategory["deadlines"],
  kind: (typeof deadlineKinds)[number],
  bound: "opensAt" | "closesAt",
  time: string,
): SetupCategory["deadlines"] {
  const { [bound]: _, ...others } = deadlines?.[kind] ?? {};
  const period = time === "" ? others : { ...others, [bound]: time };
  const { [kind]: _was, ...rest } = deadlines ?? {};
  const all = Object.keys(period).length > 0 ? { ...rest, [kind]: period } : rest;
  return Object.keys(all).length > 0 ? all : null;
}
