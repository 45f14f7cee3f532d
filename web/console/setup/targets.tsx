import { useState } from "preact/hooks";
import { regionalGroups, regions } from "#shared/domain/geography.ts";
import { TextField } from "../../kit/inputs.tsx";
import { useWords } from "../words.ts";
import type { Draft, Editing } from "./draft.ts";
import { idOf } from "./fields.tsx";
import { type Dimension, dimensions, percentOf, targetName, withTarget } from "./target.ts";

const genders = ["female", "male", "other"] as const;

/** Which values of each kind may be aimed at; of categories those that the conference has. */
const valuesOf = ({ categories }: Draft): Readonly<Record<Dimension, readonly string[]>> => ({
  gender: genders,
  region: regions,
  regionalGroup: regionalGroups,
  category: categories.map(({ category }) => category),
});

/** How the places are wanted to be shared, in per cent; what stays empty shares the rest. */
export function Targets(editing: Editing) {
  const { t } = useWords();
  const values = valuesOf(editing.draft);
  return (
    <section class="stack" id={idOf("targets")} tabIndex={-1}>
      <h2>{t("set.targets")}</h2>
      <p class="soft">{t("setup.targetsHint")}</p>
      {dimensions.map((dimension) => (
        <Kind
          key={dimension}
          {...{ dimension, editing }}
          values={[...new Set([...values[dimension], ...Object.keys(editing.draft.targets?.[dimension] ?? {})])]}
        />
      ))}
    </section>
  );
}

interface Props {
  readonly dimension: Dimension;
  readonly values: readonly string[];
  readonly editing: Editing;
}

function Kind({ dimension, values, editing: { draft, patch, faultAt } }: Props) {
  const { t, find, language } = useWords();
  const shares = draft.targets?.[dimension] ?? {};
  const [isOpen, setOpen] = useState(false);
  const path = `targets.${dimension}`;
  const fault = faultAt(path);
  const isFaulty = fault !== undefined || values.some((value) => faultAt(`${path}.${value}`) !== undefined);
  const sum = Object.values(shares).reduce<number>((whole, share) => whole + (share ?? 0), 0);
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 });
  return (
    <details class="part" open={isOpen || isFaulty} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t(`composition.${dimension}`)}{" "}
        <span class="small soft number">{sum > 0 ? percent.format(sum) : t("setup.noTarget")}</span>
      </summary>
      <div class="stack" id={idOf(path)} tabIndex={-1}>
        {fault && <p class="fault">{fault}</p>}
        <div class="pair">
          {values.map((value) => (
            <TextField
              key={value}
              id={idOf(`${path}.${value}`)}
              label={targetName({ dimension, value }, { t, find, language, draft })}
              fault={faultAt(`${path}.${value}`)}
              type="number"
              inputMode="numeric"
              min="0"
              max="100"
              dir="ltr"
              short
              value={percentOf(shares[value as keyof typeof shares])}
              onInput={(typed) => patch({ targets: withTarget(draft.targets, { dimension, value }, typed) })}
            />
          ))}
        </div>
      </div>
    </details>
  );
}
