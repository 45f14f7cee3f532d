import { useState } from "preact/hooks";
import { isShownOnBadges } from "#shared/badges/badge-answers.rules.ts";
import {
  type BadgePart,
  type BadgeText,
  type BadgeTextField,
  badgeFields,
  toAnswerField,
} from "#shared/model/badge-layout.ts";
import { Button } from "../../../kit/components/button.tsx";
import { SelectField } from "../../../kit/components/fields.tsx";
import { useTranslation } from "../../translations.ts";
import { usePartNames } from "../badge-questions.ts";
import { addText, changeText, removeText, reorderText } from "../layout/layout-edits.ts";
import { getBadgeFieldName } from "../layout/part-names.ts";
import { ColourField } from "./colour-field.tsx";
import { NumberInput } from "./number-input.tsx";
import type { PartEditing } from "./part-editing.ts";

type TextFieldsProps = PartEditing & { readonly part: Extract<BadgePart, { kind: "texts" }> };

/** The most texts in a part. */
const maxTexts = 12;

/** The texts of a part in their order. */
export function TextFields(props: TextFieldsProps) {
  const { layout, part, index, onLayout } = props;
  const { t } = useTranslation();
  const names = usePartNames();
  const printed = names.questions.filter(isShownOnBadges).map(({ key }) => toAnswerField(key));
  const fields: readonly BadgeTextField[] = [...badgeFields, ...printed];
  const options = fields.map((value) => ({ value, label: getBadgeFieldName(value, names) }));
  const add = (field: string) => {
    const found = fields.find((each) => each === field);
    if (found) onLayout(addText(layout, index, found));
  };
  return (
    <>
      {part.texts.map((text, at) => (
        <TextEditor key={at} {...props} {...{ text, at, options }} />
      ))}
      {part.texts.length < maxTexts && (
        <SelectField
          id={`part-${index}-add`}
          label={t("design.addText")}
          value=""
          empty={t("common.choose")}
          options={options}
          onChange={add}
        />
      )}
    </>
  );
}

interface TextEditorProps extends TextFieldsProps {
  readonly text: BadgeText;
  readonly at: number;
  readonly options: readonly { readonly value: BadgeTextField; readonly label: string }[];
}

function TextEditor({ layout, part, index, text, at, options, onLayout }: TextEditorProps) {
  const { t } = useTranslation();
  const names = usePartNames();
  const [isOpen, setOpen] = useState(part.texts.length === 1);
  const id = (name: string) => `part-${index}-text-${at}-${name}`;
  const name = getBadgeFieldName(text.field, names);
  const change = (changes: Parameters<typeof changeText>[3], field?: string) =>
    onLayout(changeText(layout, index, at, changes), field && id(field));
  const number = (field: "largest" | "smallest" | "lines" | "holds", value: number) => ({
    id: id(field),
    label: t(`design.${field}`),
    value,
    onNumber: (next: number) => change({ [field]: next }, field),
  });
  const move = (by: 1 | -1) => onLayout(reorderText(layout, index, at, by));
  return (
    <details class="design-text" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{name}</summary>
      <div class="design-numbers">
        <SelectField
          id={id("field")}
          label={t("design.text")}
          value={text.field}
          options={
            options.some(({ value }) => value === text.field)
              ? options
              : [...options, { value: text.field, label: name }]
          }
          onChange={(value) => change({ field: options.find((each) => each.value === value)?.value ?? text.field })}
        />
        <SelectField
          id={id("weight")}
          label={t("design.weight")}
          value={text.weight ?? "regular"}
          options={(["regular", "bold"] as const).map((value) => ({ value, label: t(`design.weights.${value}`) }))}
          onChange={(value) => change({ weight: value === "bold" ? "bold" : undefined })}
        />
        <NumberInput {...number("largest", text.largest)} step={0.5} min={3} max={120} />
        <NumberInput {...number("smallest", text.smallest)} step={0.5} min={3} max={120} />
        <NumberInput {...number("lines", text.lines ?? 1)} step={1} min={1} max={12} />
        <NumberInput {...number("holds", text.holds ?? 0)} step={0.1} min={0} max={0.9} />
      </div>
      <ColourField
        id={id("colour")}
        special="on-category"
        value={text.colour ?? "#000000"}
        onColour={(colour) => change({ colour }, "colour")}
      />
      <div class="row">
        <Button kind="secondary" small disabled={at === 0} onPress={() => move(-1)} label={t("design.upOf", { name })}>
          {t("design.up")}
        </Button>
        <Button
          kind="secondary"
          small
          disabled={at === part.texts.length - 1}
          onPress={() => move(1)}
          label={t("design.downOf", { name })}
        >
          {t("design.down")}
        </Button>
        <Button
          kind="quiet"
          small
          disabled={part.texts.length === 1}
          onPress={() => onLayout(removeText(layout, index, at))}
        >
          {t("setup.remove", { name })}
        </Button>
      </div>
    </details>
  );
}
