import { type CategoryName, categoryNames, requirableFields } from "#shared/model/conference.ts";
import { Checkbox, FieldSet, SelectField, TextField } from "../../kit/components/fields.tsx";
import { toggleItem } from "../../kit/form/form-values.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useTranslation } from "../translations.ts";
import { createSetupCategory, type SetupCategory, type SetupEditing } from "./setup-draft.ts";
import { NumberField, SetupPart, SetupTextsField } from "./setup-fields.tsx";
import { getRequirableLabel, getSetupFieldLabel, toSetupFieldId } from "./setup-labels.ts";

/** The categories: badge colour, quota, priority, required fields and documents. */
export function CategoriesSection(editing: SetupEditing) {
  const { t, find } = useTranslation();
  const { draft, patch } = editing;
  const left = categoryNames.filter((name) => !draft.categories.some(({ category }) => category === name));
  const add = (name: string) => {
    const found = left.find((each) => each === name);
    if (found) patch({ categories: [...draft.categories, createSetupCategory(found)] });
  };
  return (
    <section class="stack" id={toSetupFieldId("categories")} tabIndex={-1}>
      <h2>{getSetupFieldLabel("categories", find)}</h2>
      {draft.categories.map((each, index) => (
        <CategoryEditor
          key={each.category}
          {...{ each, index, editing }}
          onChange={(changed) => patch({ categories: draft.categories.with(index, changed) })}
          onRemove={() => patch({ categories: draft.categories.toSpliced(index, 1) })}
        />
      ))}
      {left.length > 0 && (
        <SelectField
          id="add-category"
          label={t("setup.addCategory")}
          value=""
          empty={t("common.choose")}
          options={left.map((value) => ({ value, label: t(`categoryName.${value}`) }))}
          onChange={add}
        />
      )}
    </section>
  );
}

interface CategoryEditorProps {
  readonly each: SetupCategory;
  readonly index: number;
  readonly editing: SetupEditing;
  readonly onChange: (changed: SetupCategory) => void;
  readonly onRemove: () => void;
}

const categoryNeeds = ["letter", "photo"] as const;

function CategoryEditor({ each, index, editing, onChange, onRemove }: CategoryEditorProps) {
  const { t, find, language } = useTranslation();
  const path = (name: string) => `categories.${index}.${name}`;
  const kind = t(`categoryName.${each.category satisfies CategoryName}`);
  const need = (name: "letter" | "photo", on: boolean) =>
    onChange({ ...each, needs: categoryNeeds.filter((one) => (one === name ? on : each.needs?.includes(one))) });
  const name = getLocalizedText(each.title, language) || kind;
  const summary = (
    <>
      <span class="dot" style={{ backgroundColor: each.colour }} /> <bdi>{name}</bdi>{" "}
      <span class="small soft">
        {kind}
        {each.quota !== undefined && ` · ${t("delegations.quotaOf", { quota: each.quota })}`}
      </span>
    </>
  );
  return (
    <SetupPart {...{ name, summary, onRemove }} isNew={each.title.en === ""}>
      <SetupTextsField
        path={path("title")}
        value={each.title}
        editing={editing}
        onTexts={(title) => onChange({ ...each, title })}
      />
      <div class="pair">
        <NumberField
          path={path("quota")}
          value={each.quota}
          editing={editing}
          hint={t("setup.quotaHint")}
          onNumber={(quota) => {
            const { quota: _, ...rest } = each;
            onChange(quota === undefined ? rest : { ...rest, quota });
          }}
        />
        <NumberField
          path={path("priority")}
          value={each.priority}
          editing={editing}
          hint={t("setup.priorityHint")}
          onNumber={(priority) => onChange({ ...each, priority: priority ?? 100 })}
        />
        <TextField
          {...editing.getField(path("colour"))}
          type="color"
          short
          value={each.colour}
          onInput={(colour) => onChange({ ...each, colour })}
        />
      </div>
      <Checkbox
        {...editing.getField(path("selfRegistration"))}
        checked={each.selfRegistration ?? true}
        onChange={(selfRegistration) => onChange({ ...each, selfRegistration })}
      />
      <FieldSet {...editing.getField(path("requires"))}>
        {requirableFields.map((name) => (
          <Checkbox
            key={name}
            id={toSetupFieldId(path(`requires.${name}`))}
            label={getRequirableLabel(name, find)}
            checked={each.requires?.includes(name) ?? false}
            onChange={(on) => onChange({ ...each, requires: toggleItem(each.requires ?? [], name, on) })}
          />
        ))}
      </FieldSet>
      {categoryNeeds.map((name) => (
        <Checkbox
          key={name}
          id={toSetupFieldId(path(name))}
          label={t(`setup.needs.${name}`)}
          checked={each.needs?.includes(name) ?? false}
          onChange={(on) => need(name, on)}
        />
      ))}
    </SetupPart>
  );
}
