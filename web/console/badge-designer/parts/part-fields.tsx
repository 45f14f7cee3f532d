import type { BadgePart, Box } from "#shared/model/badge-layout.ts";
import { Checkbox, SelectField } from "../../../kit/components/fields.tsx";
import { useTranslation } from "../../translations.ts";
import { changePart, getVariantBox, setBox, toggleVariant } from "../layout/layout-edits.ts";
import { ColourField } from "./colour-field.tsx";
import { NumberInput } from "./number-input.tsx";
import type { PartEditing } from "./part-editing.ts";
import { TextFields } from "./text-fields.tsx";

const boxSides = ["left", "top", "width", "height"] as const;

/** All properties of a part. */
export function PartFields(props: PartEditing) {
  const { layout, part, index, onLayout } = props;
  const { t } = useTranslation();
  return (
    <div class="stack">
      <BoxFields {...props} />
      {part.kind !== "photo" && (
        <Checkbox
          id={`part-${index}-own`}
          label={t("design.ownBox")}
          checked={part.withoutPhoto !== undefined}
          onChange={(isOwn) => onLayout(toggleVariant(layout, index, isOwn))}
        />
      )}
      {part.kind === "fill" && (
        <ColourField
          id={`part-${index}-colour`}
          special="category"
          value={part.colour}
          onColour={(colour) => onLayout(changePart(layout, index, { colour }), `part-${index}-colour`)}
        />
      )}
      {part.kind === "texts" && <ArrangementFields {...props} part={part} />}
      {part.kind === "texts" && <TextFields {...props} part={part} />}
    </div>
  );
}

function BoxFields({ layout, part, index, variant, onLayout }: PartEditing) {
  const { t } = useTranslation();
  const box = getVariantBox(part, variant);
  const limits = [layout.size.width, layout.size.height, layout.size.width, layout.size.height];
  return (
    <fieldset class="field">
      <legend>{t("design.box")}</legend>
      <div class="design-numbers">
        {boxSides.map((side, at) => {
          const id = `part-${index}-${side}`;
          return (
            <NumberInput
              key={side}
              id={id}
              label={t(`design.${side}`)}
              value={box[at] ?? 0}
              step={0.5}
              min={0}
              max={limits[at] ?? 0}
              onNumber={(value) =>
                onLayout(setBox(layout, index, variant, box.with(at, value) as unknown as Box), `${id}-${variant}`)
              }
            />
          );
        })}
      </div>
    </fieldset>
  );
}

type TextPartProps = PartEditing & { readonly part: Extract<BadgePart, { kind: "texts" }> };

/** Where the texts are in their box. */
function ArrangementFields({ layout, part, index, onLayout }: TextPartProps) {
  const { t } = useTranslation();
  return (
    <div class="design-numbers">
      <SelectField
        id={`part-${index}-align`}
        label={t("design.align")}
        value={part.align ?? "start"}
        options={(["start", "centre", "end"] as const).map((value) => ({ value, label: t(`design.aligned.${value}`) }))}
        onChange={(align) => onLayout(changePart(layout, index, { align: align === "start" ? undefined : align }))}
      />
      <SelectField
        id={`part-${index}-vertical`}
        label={t("design.vertical")}
        value={part.vertical ?? "top"}
        options={(["top", "middle", "bottom"] as const).map((value) => ({ value, label: t(`design.placed.${value}`) }))}
        onChange={(vertical) =>
          onLayout(changePart(layout, index, { vertical: vertical === "top" ? undefined : vertical }))
        }
      />
      <NumberInput
        id={`part-${index}-gap`}
        label={t("design.gap")}
        value={part.gap ?? 2}
        step={0.5}
        min={0}
        max={50}
        onNumber={(gap) => onLayout(changePart(layout, index, { gap }), `part-${index}-gap`)}
      />
    </div>
  );
}
