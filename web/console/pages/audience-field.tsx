import type { ApiCallOptions } from "../../kit/api/client.ts";
import { Checkbox, FieldSet, SelectField } from "../../kit/components/fields.tsx";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

export type AudienceDraft = NonNullable<ApiCallOptions<"putPage">["body"]["list"]>["audience"];

interface AudienceFieldProps {
  readonly id: string;
  readonly value: AudienceDraft;
  readonly onChange: (value: AudienceDraft) => void;
}

const kinds = ["everyone", "confirmed", "categories"] as const;

/** Who may open a file: everyone, confirmed people, or those of some categories. */
export function AudienceField({ id, value, onChange }: AudienceFieldProps) {
  const { t, language } = useTranslation();
  const { categories } = useConsoleContext().settings;
  const kind = typeof value === "string" ? value : "categories";
  const chosen: readonly string[] = typeof value === "string" ? [] : value;
  const select = (next: string) => {
    const [first] = categories;
    if (next === "categories") onChange((first ? [first.category] : "confirmed") as AudienceDraft);
    else onChange(next as AudienceDraft);
  };
  const toggle = (category: string, isOn: boolean) => {
    const next = categories
      .map((each) => each.category)
      .filter((each) => (each === category ? isOn : chosen.includes(each)));
    // Without a category, no one could open it.
    if (next.length > 0) onChange(next as AudienceDraft);
  };
  return (
    <div class="stack-tight">
      <SelectField
        id={id}
        label={t("pages.audience")}
        value={kind}
        options={kinds.map((each) => ({ value: each, label: t(`pages.${each}`) }))}
        onChange={select}
      />
      {kind === "categories" && (
        <FieldSet id={`${id}-categories`} label={t("pages.categories")}>
          {categories.map(({ category, title }) => (
            <Checkbox
              key={category}
              id={`${id}-${category}`}
              label={<bdi>{getLocalizedText(title, language)}</bdi>}
              checked={chosen.includes(category)}
              onChange={(isOn) => toggle(category, isOn)}
            />
          ))}
        </FieldSet>
      )}
    </div>
  );
}
