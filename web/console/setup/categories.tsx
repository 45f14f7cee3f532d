import { type CategoryName, categoryNames } from "#shared/domain/conference.ts";
import { textIn } from "../../i18n/words.tsx";
import { Check, SelectField, TextField } from "../../kit/inputs.tsx";
import { useWords } from "../words.ts";
import { type DraftCategory, type Editing, newCategory } from "./draft.ts";
import { idOf, labelOf, NumberField, TextsField } from "./fields.tsx";
import { Part } from "./part.tsx";

/** Who may come: each category with its badge's colour, its quota, its place in line, and what it must supply. */
export function Categories(editing: Editing) {
  const { t, find } = useWords();
  const { draft, patch } = editing;
  const left = categoryNames.filter((name) => !draft.categories.some(({ category }) => category === name));
  const add = (name: string) => {
    const found = left.find((each) => each === name);
    if (found) patch({ categories: [...draft.categories, newCategory(found)] });
  };
  return (
    <section class="stack" id={idOf("categories")} tabIndex={-1}>
      <h2>{labelOf("categories", find)}</h2>
      {draft.categories.map((each, index) => (
        <Category
          key={each.category}
          {...{ each, index, editing }}
          onChange={(changed) =>
            patch({ categories: draft.categories.map((one, at) => (at === index ? changed : one)) })
          }
          onRemove={() => patch({ categories: draft.categories.filter((_, at) => at !== index) })}
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

interface Props {
  readonly each: DraftCategory;
  readonly index: number;
  readonly editing: Editing;
  readonly onChange: (changed: DraftCategory) => void;
  readonly onRemove: () => void;
}

const needs = ["letter", "photo"] as const;

function Category({ each, index, editing, onChange, onRemove }: Props) {
  const { t, find, language } = useWords();
  const path = (name: string) => `categories.${index}.${name}`;
  const kind = t(`categoryName.${each.category satisfies CategoryName}`);
  const need = (name: "letter" | "photo", on: boolean) =>
    onChange({ ...each, needs: needs.filter((one) => (one === name ? on : each.needs?.includes(one))) });
  const name = textIn(each.title, language) || kind;
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
    <Part {...{ name, summary, onRemove }} isNew={each.title.en === ""}>
      <TextsField
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
          id={idOf(path("colour"))}
          label={labelOf(path("colour"), find)}
          fault={editing.faultAt(path("colour"))}
          type="color"
          short
          value={each.colour}
          onInput={(colour) => onChange({ ...each, colour })}
        />
      </div>
      <Check
        id={idOf(path("selfRegistration"))}
        label={labelOf(path("selfRegistration"), find)}
        checked={each.selfRegistration ?? true}
        onChange={(selfRegistration) => onChange({ ...each, selfRegistration })}
      />
      {needs.map((name) => (
        <Check
          key={name}
          id={idOf(path(name))}
          label={t(`setup.needs.${name}`)}
          checked={each.needs?.includes(name) ?? false}
          onChange={(on) => need(name, on)}
        />
      ))}
    </Part>
  );
}
