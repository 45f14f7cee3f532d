import { SelectField, TextField } from "../../../kit/components/fields.tsx";
import { useTranslation } from "../../translations.ts";

interface ColourFieldProps {
  readonly id: string;
  /** The colour that follows the category. */
  readonly special: "category" | "on-category";
  readonly value: string;
  readonly onColour: (colour: string) => void;
}

/** The colour that follows the category, or a fixed one. */
export function ColourField({ id, special, value, onColour }: ColourFieldProps) {
  const { t } = useTranslation();
  const isFixed = value !== special;
  return (
    <div class="design-numbers">
      <SelectField
        id={id}
        label={t("design.colour")}
        value={isFixed ? "fixed" : special}
        options={[
          { value: special, label: t(`design.coloured.${special}`) },
          { value: "fixed", label: t("design.coloured.fixed") },
        ]}
        onChange={(choice) => onColour(choice === "fixed" ? "#14171c" : special)}
      />
      {isFixed && (
        <TextField
          id={`${id}-fixed`}
          label={t("design.coloured.fixed")}
          type="color"
          value={value}
          onInput={onColour}
        />
      )}
    </div>
  );
}
