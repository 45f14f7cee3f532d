import { useContext, useEffect, useRef } from "preact/hooks";
import {
  categoryKinds,
  getCategoryKind,
  type Requirement,
  requirableFields,
  requirements,
} from "#shared/model/conference.ts";
import { announce } from "../../../kit/components/announce.ts";
import { Checkbox, FieldSet, SelectField, TextField } from "../../../kit/components/fields.tsx";
import { moveItem, toggleItem } from "../../../kit/form/form-values.ts";
import { getLocalizedText } from "../../../kit/i18n/translations.tsx";
import { ConsoleContext } from "../../console-context.ts";
import { useTranslation } from "../../translations.ts";
import { createSetupCategory, type SetupCategory, type SetupEditing } from "../setup-draft.ts";
import { NumberField, SetupPart, SetupTextsField } from "../setup-fields.tsx";
import { getRequirableLabel, getSetupFieldLabel, toSetupFieldId } from "../setup-labels.ts";
import { CategoryTerms } from "./category-terms.tsx";
import { loadCategoryTitles } from "./category-titles.ts";

/** Gives new categories the titles of their kinds, unless the officer was faster. */
export function nameCategories(
  added: readonly Pick<SetupCategory, "category">[],
  { draft, patch }: Pick<SetupEditing, "draft" | "patch">,
): void {
  const isAdded = ({ category, title }: SetupCategory) =>
    title.en === "" && added.some((each) => each.category === category);
  loadCategoryTitles(draft.languages ?? []).then(
    (getTitle) =>
      patch(({ categories }) => ({
        categories: categories.map((each) =>
          isAdded(each) && each.kind ? { ...each, title: getTitle(each.kind) } : each,
        ),
      })),
    // Offline, the officer names them.
    () => {},
  );
}

/** The categories: kind, badge colour, quota, priority, required fields and documents, in the order of the forms. */
export function CategoriesSection(editing: SetupEditing) {
  const { t, find, language } = useTranslation();
  const { draft, patch } = editing;
  const { categories } = draft;
  const saved = useContext(ConsoleContext)?.settings.categories ?? [];
  const add = (name: string) => {
    const kind = categoryKinds.find((each) => each === name);
    if (!kind) return;
    const category = createSetupCategory(kind, categories);
    patch({ categories: [...categories, category] });
    nameCategories([category], editing);
  };
  const move = (from: number, to: number) => {
    patch({ categories: moveItem(categories, from, to) });
    const name = getLocalizedText(categories[from]?.title ?? {}, language) || (categories[from]?.category ?? "");
    announce(t("setup.moved", { name, position: to + 1 }));
  };
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
  }, []);
  return (
    <section class="stack" id={toSetupFieldId("categories")} tabIndex={-1}>
      <h2>{getSetupFieldLabel("categories", find)}</h2>
      {categories.map((each, index) => (
        <CategoryEditor
          key={index}
          {...{ each, index, editing }}
          // One that is added later is open.
          isNew={isMounted.current}
          isSaved={
            saved.some(({ category }) => category === each.category) &&
            categories.findIndex(({ category }) => category === each.category) === index
          }
          onChange={(changed) => patch({ categories: categories.with(index, changed) })}
          onRemove={() => patch({ categories: categories.toSpliced(index, 1) })}
          {...(index > 0 && { onMoveUp: () => move(index, index - 1) })}
          {...(index < categories.length - 1 && { onMoveDown: () => move(index, index + 1) })}
        />
      ))}
      <SelectField
        id="add-category"
        label={t("setup.addCategory")}
        value=""
        empty={t("common.choose")}
        options={listKindOptions(t)}
        onChange={add}
      />
    </section>
  );
}

const listKindOptions = (t: ReturnType<typeof useTranslation>["t"]) =>
  categoryKinds.map((value) => ({ value, label: t(`categoryKind.${value}`) }));

interface CategoryEditorProps {
  readonly each: SetupCategory;
  readonly index: number;
  readonly editing: SetupEditing;
  /** The short name of a saved category never changes. */
  readonly isSaved: boolean;
  readonly isNew: boolean;
  readonly onChange: (changed: SetupCategory) => void;
  readonly onRemove: () => void;
  readonly onMoveUp?: () => void;
  readonly onMoveDown?: () => void;
}

function CategoryEditor({ each, index, editing, isSaved, isNew, onChange, ...moving }: CategoryEditorProps) {
  const { t, find, language } = useTranslation();
  const path = (name: string) => `categories.${index}.${name}`;
  const kind = getCategoryKind({ category: each.category, ...(each.kind && { kind: each.kind }) });
  const need = (name: Requirement, on: boolean) =>
    onChange({ ...each, needs: requirements.filter((one) => (one === name ? on : each.needs?.includes(one))) });
  const name = getLocalizedText(each.title, language) || t(`categoryKind.${kind}`);
  const setNumber = (field: "quota" | "listOrder", value: number | undefined) => {
    onChange({ ...each, [field]: value ?? null });
  };
  const summary = (
    <>
      <span class="dot" style={{ backgroundColor: each.colour }} /> <bdi>{name}</bdi>{" "}
      <span class="small soft">
        {t(`categoryKind.${kind}`)}
        {typeof each.quota === "number" && ` · ${t("capacity.quotaOf", { quota: each.quota })}`}
      </span>
    </>
  );
  return (
    <SetupPart {...{ name, summary }} {...moving} isNew={isNew}>
      <SetupTextsField
        path={path("title")}
        value={each.title}
        editing={editing}
        onTexts={(title) => onChange({ ...each, title })}
      />
      {!isSaved && (
        <TextField
          {...editing.getField(path("category"))}
          hint={t("setup.categoryIdHint")}
          dir="ltr"
          short
          value={each.category}
          onInput={(category) => onChange({ ...each, kind, category })}
        />
      )}
      <SelectField
        {...editing.getField(path("kind"))}
        hint={t("setup.kindHint")}
        value={kind}
        options={listKindOptions(t)}
        onChange={(value) => onChange({ ...each, kind: categoryKinds.find((one) => one === value) ?? kind })}
      />
      <div class="pair">
        <NumberField
          path={path("quota")}
          value={each.quota}
          editing={editing}
          hint={t("setup.quotaHint")}
          onNumber={(quota) => setNumber("quota", quota)}
        />
        <NumberField
          path={path("priority")}
          value={each.priority}
          editing={editing}
          hint={t("setup.priorityHint")}
          onNumber={(priority) => onChange({ ...each, priority: priority ?? 100 })}
        />
        <NumberField
          path={path("listOrder")}
          value={each.listOrder}
          editing={editing}
          hint={t("setup.sectionOrderHint")}
          onNumber={(listOrder) => setNumber("listOrder", listOrder)}
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
      {requirements.map((name) => (
        <Checkbox
          key={name}
          id={toSetupFieldId(path(name))}
          label={t(`setup.needs.${name}`)}
          checked={each.needs?.includes(name) ?? false}
          onChange={(on) => need(name, on)}
        />
      ))}
      <CategoryTerms {...{ each, path, editing, onChange }} />
    </SetupPart>
  );
}
