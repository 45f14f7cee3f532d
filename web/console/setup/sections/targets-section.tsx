import { useState } from "preact/hooks";
import { regionalGroups, regions } from "#shared/countries/regions.ts";
import { type TargetDimension, targetDimensions } from "#shared/statistics/targets.rules.ts";
import { TextField } from "../../../kit/components/fields.tsx";
import { useTranslation } from "../../translations.ts";
import type { SetupDraft, SetupEditing } from "../setup-draft.ts";
import {
  formatPercent,
  getTargetValueName,
  type TargetKey,
  type TargetNameContext,
  toSetupFieldId,
} from "../setup-labels.ts";

type SetupTargets = SetupDraft["targets"];

/** The targets with one share set or removed; empty dimensions and empty targets are left out. */
function setTarget(targets: SetupTargets, { dimension, value }: TargetKey, typed: string): SetupTargets {
  const { [value]: _, ...others } = (targets?.[dimension] ?? {}) as Readonly<Record<string, number>>;
  const shares = typed === "" ? others : { ...others, [value]: Number((Number(typed) / 100).toFixed(4)) };
  const { [dimension]: _was, ...rest } = targets ?? {};
  const all = Object.keys(shares).length > 0 ? { ...rest, [dimension]: shares } : rest;
  return Object.keys(all).length > 0 ? all : undefined;
}

interface TargetLabelContext extends TargetNameContext {
  readonly t: (key: "setup.percentOf", values: { readonly name: string }) => string;
}

/** The label of the input of a target. */
const getTargetLabel = (aim: TargetKey, { t, ...reading }: TargetLabelContext): string =>
  t("setup.percentOf", { name: getTargetValueName(aim, reading) });

const targetGenders = ["female", "male", "other"] as const;

/** The values that can have a target per dimension; for categories those of the conference. */
const listTargetValues = ({ categories }: SetupDraft): Readonly<Record<TargetDimension, readonly string[]>> => ({
  gender: targetGenders,
  region: regions,
  regionalGroup: regionalGroups,
  category: categories.map(({ category }) => category),
});

/** The target shares of seats, in per cent; empty values share the rest. */
export function TargetsSection(editing: SetupEditing) {
  const { t } = useTranslation();
  const values = listTargetValues(editing.draft);
  return (
    <section class="stack" id={toSetupFieldId("targets")} tabIndex={-1}>
      <h2>{t("set.targets")}</h2>
      <p class="soft">{t("setup.targetsHint")}</p>
      {targetDimensions.map((dimension) => (
        <TargetDimensionEditor
          key={dimension}
          {...{ dimension, editing }}
          values={[...new Set([...values[dimension], ...Object.keys(editing.draft.targets?.[dimension] ?? {})])]}
        />
      ))}
    </section>
  );
}

interface TargetDimensionEditorProps {
  readonly dimension: TargetDimension;
  readonly values: readonly string[];
  readonly editing: SetupEditing;
}

function TargetDimensionEditor({
  dimension,
  values,
  editing: { draft, patch, getErrorText },
}: TargetDimensionEditorProps) {
  const { t, find, language } = useTranslation();
  const shares = draft.targets?.[dimension] ?? {};
  const [isOpen, setOpen] = useState(false);
  const path = `targets.${dimension}`;
  const errorText = getErrorText(path);
  const isFaulty = errorText !== undefined || values.some((value) => getErrorText(`${path}.${value}`) !== undefined);
  const sum = Object.values(shares).reduce<number>((whole, share) => whole + (share ?? 0), 0);
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 });
  return (
    <details class="part" open={isOpen || isFaulty} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t(`composition.${dimension}`)}{" "}
        <span class="small soft number">{sum > 0 ? percent.format(sum) : t("setup.noTarget")}</span>
      </summary>
      <div class="stack" id={toSetupFieldId(path)} tabIndex={-1}>
        {errorText && <p class="fault">{errorText}</p>}
        <div class="pair">
          {values.map((value) => (
            <TextField
              key={value}
              id={toSetupFieldId(`${path}.${value}`)}
              label={getTargetLabel({ dimension, value }, { t, find, language, draft })}
              errorText={getErrorText(`${path}.${value}`)}
              type="number"
              inputMode="numeric"
              min="0"
              max="100"
              dir="ltr"
              short
              value={formatPercent(shares[value as keyof typeof shares])}
              onInput={(typed) => patch({ targets: setTarget(draft.targets, { dimension, value }, typed) })}
            />
          ))}
        </div>
      </div>
    </details>
  );
}
