import type { BadgeLayoutRule } from "#shared/model/badge-layout.ts";
import { listRoles } from "#shared/registrations/roles.rules.ts";
import { Button } from "../../kit/components/button.tsx";
import { Checkbox, FieldSet, SelectField } from "../../kit/components/fields.tsx";
import { getRoleTitle, toCategoryOptions, toggleItem } from "../../kit/form/form-values.ts";
import type { SetupDraft } from "../setup/setup-draft.ts";
import { useTranslation } from "../translations.ts";
import { swapNeighbours } from "./layout/layout-edits.ts";
import { type BadgeDesign, type EditDesign, getDesignChoice, type LayoutIndex } from "./use-design.ts";

interface LayoutTargetsProps {
  readonly draft: SetupDraft;
  readonly design: BadgeDesign;
  readonly index: LayoutIndex;
  readonly edit: EditDesign;
  readonly onIndex: (index: LayoutIndex) => void;
}

interface KindOption {
  readonly value: string;
  readonly label: string;
}

/** The categories and roles of a conference, in the reader's language. */
function useKinds({ categories, roles }: SetupDraft) {
  const translation = useTranslation();
  const all: readonly { readonly role: string }[] = roles ?? listRoles({});
  return {
    categories: toCategoryOptions(categories, translation.language) as readonly KindOption[],
    roles: all.map(({ role }): KindOption => {
      return { value: role, label: getRoleTitle(roles ?? undefined, role, translation) };
    }),
  };
}

/** Chooses the layout that is designed, and the categories and roles that it is for. */
export function LayoutTargets({ draft, design, index, edit, onIndex }: LayoutTargetsProps) {
  const { t } = useTranslation();
  const kinds = useKinds(draft);
  const { badgeLayouts } = design;
  const describeRule = ({ categories = [], roles = [] }: BadgeLayoutRule, at: number) => {
    const chosen = [
      ...kinds.categories.filter(({ value }) => categories.includes(value)),
      ...kinds.roles.filter(({ value }) => roles.includes(value)),
    ];
    return `${at + 1}. ${chosen.map(({ label }) => label).join(" · ")}`;
  };
  const add = () => {
    const layout = getDesignChoice(design, index);
    const [first] = kinds.roles;
    edit({ ...design, badgeLayouts: [...badgeLayouts, { layout, roles: first ? [first.value] : [] }] });
    onIndex(badgeLayouts.length);
  };
  return (
    <section class="stack" aria-labelledby="design-targets">
      <h2 id="design-targets">{t("design.targets")}</h2>
      <p class="soft small">{t("design.targetsHint")}</p>
      <div class="row design-choice">
        <SelectField
          id="design-layout"
          label={t("design.layout")}
          value={String(index)}
          options={[
            { value: "default", label: t("design.default") },
            ...badgeLayouts.map((rule, at) => ({ value: String(at), label: describeRule(rule, at) })),
          ]}
          onChange={(value) => onIndex(value === "default" ? value : Number(value))}
        />
        <Button kind="secondary" small onPress={add}>
          {t("design.addLayout")}
        </Button>
      </div>
      {index !== "default" && <RuleFields {...{ kinds, design, index, edit, onIndex }} />}
    </section>
  );
}

interface RuleFieldsProps extends Omit<LayoutTargetsProps, "draft" | "index"> {
  readonly index: number;
  readonly kinds: ReturnType<typeof useKinds>;
}

/** Whom a layout is for, and its place among the others: the first that matches a person applies. */
function RuleFields({ kinds, design, index, edit, onIndex }: RuleFieldsProps) {
  const { t } = useTranslation();
  const { badgeLayouts } = design;
  const rule = badgeLayouts[index];
  if (!rule) return null;
  const choose = (name: "categories" | "roles", value: string, on: boolean) => {
    const { [name]: before = [], ...rest } = rule;
    const chosen = toggleItem(before, value, on);
    const changed = chosen.length > 0 ? { ...rest, [name]: chosen } : rest;
    edit({ ...design, badgeLayouts: badgeLayouts.with(index, changed as BadgeLayoutRule) });
  };
  const move = (by: 1 | -1) => {
    edit({ ...design, badgeLayouts: swapNeighbours(badgeLayouts, index, by) });
    onIndex(index + by);
  };
  const remove = () => {
    edit({ ...design, badgeLayouts: badgeLayouts.toSpliced(index, 1) });
    onIndex("default");
  };
  return (
    <>
      {(["categories", "roles"] as const).map((name) => (
        <FieldSet key={name} id={`design-${name}`} label={t(`design.for.${name}`)}>
          <div class="row">
            {kinds[name].map(({ value, label }) => (
              <Checkbox
                key={value}
                id={`design-${name}-${value}`}
                label={<bdi>{label}</bdi>}
                checked={rule[name]?.includes(value) ?? false}
                onChange={(on) => choose(name, value, on)}
              />
            ))}
          </div>
        </FieldSet>
      ))}
      <div class="row">
        <Button kind="secondary" small disabled={index === 0} onPress={() => move(-1)}>
          {t("design.earlier")}
        </Button>
        <Button kind="secondary" small disabled={index === badgeLayouts.length - 1} onPress={() => move(1)}>
          {t("design.later")}
        </Button>
        <Button kind="danger" small onPress={remove}>
          {t("design.removeLayout")}
        </Button>
      </div>
    </>
  );
}
