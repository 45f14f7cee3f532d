import { useContext, useMemo, useState } from "preact/hooks";
import { type BadgeLayout, type BadgeLayoutRule, badgeFields, type LayoutChoice } from "#shared/model/badge-layout.ts";
import { announce } from "../../kit/components/announce.ts";
import { focusLater } from "../../kit/hooks/focus-later.ts";
import { type ConferenceSettings, useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { BadgeQuestions, usePartNames } from "./badge-questions.ts";
import { listLayoutErrors, listLayoutWarnings } from "./layout/layout-checks.ts";
import { addPart, type BoxVariant, getVariantBox, type partKinds, removePart } from "./layout/layout-edits.ts";
import { describePart } from "./layout/part-names.ts";
import { type LayoutProblem, useProblemTexts } from "./problem-texts.ts";
import { getDesignChoice, getDesignLayout, type LayoutIndex, setDesignChoice, useDesign } from "./use-design.ts";
import { type DrawingFilter, useDrawings } from "./use-drawings.ts";

/** The design of a conference's badges, the layout and part that are edited, and what is wrong with the layout. */
export function useDesigner() {
  const { settings } = useConsoleContext();
  const designing = useDesign(settings);
  const { design, edit } = designing;
  const [chosenIndex, setIndex] = useState<LayoutIndex>("default");
  const [selected, setSelected] = useState<number>();
  const [withPhoto, setWithPhoto] = useState(true);
  // An undo may take the chosen layout away.
  const index: LayoutIndex = chosenIndex !== "default" && design.badgeLayouts[chosenIndex] ? chosenIndex : "default";
  const rule = index === "default" ? undefined : design.badgeLayouts[index];
  const layout = getDesignLayout(design, index);
  const variant: BoxVariant = withPhoto ? "box" : "withoutPhoto";
  const { errors, warnings } = useLayoutChecks(layout, rule, settings);
  const drawings = useDrawings(layout, errors.length === 0, withPhoto, toDrawingFilter(rule));
  const shortened = drawings.isCurrent ? drawings.items.flatMap(({ shortenedParts }) => shortenedParts) : [];
  const { toErrorProblem, toWarningProblem, toShortenedProblem } = useProblemTexts();
  const problems: readonly LayoutProblem[] = [
    ...errors.map(toErrorProblem),
    ...warnings.map((warning) => toWarningProblem(warning, layout)),
    ...[...new Set(shortened)].map(toShortenedProblem),
  ];
  const setChoice = (choice: LayoutChoice, group?: string) => edit(setDesignChoice(design, index, choice), group);
  const chooseIndex = (next: LayoutIndex) => {
    setIndex(next);
    setSelected(undefined);
  };
  return {
    ...designing,
    ...{ index, chooseIndex, layout, variant, withPhoto, setWithPhoto, drawings, problems, setChoice },
    choice: getDesignChoice(design, index),
    isValid: errors.length === 0,
    selected: selected !== undefined && layout.parts[selected] ? selected : undefined,
    setSelected,
    ...useLayoutActions({ layout, variant, selected, setSelected, setChoice }),
  };
}

interface LayoutActionsContext {
  readonly layout: BadgeLayout;
  readonly variant: BoxVariant;
  readonly selected: number | undefined;
  readonly setSelected: (index: number | undefined) => void;
  readonly setChoice: (layout: BadgeLayout, group?: string) => void;
}

/** The edits of a layout, each announced to readers who do not see the canvas. */
function useLayoutActions({ layout, variant, selected, setSelected, setChoice }: LayoutActionsContext) {
  const { t } = useTranslation();
  const names = usePartNames();
  const announceBox = (next: BadgeLayout, at: number) => {
    const [before, after] = [layout.parts[at], next.parts[at]];
    if (!before || !after) return;
    const [left = 0, top = 0, width = 0, height = 0] = getVariantBox(after, variant);
    if (getVariantBox(before, variant) !== getVariantBox(after, variant))
      announce(t("design.moved", { left, top, width, height }));
  };
  return {
    changeLayout: (next: BadgeLayout, group?: string) => {
      setChoice(next, group);
      if (selected !== undefined && group === undefined) announceBox(next, selected);
    },
    add: (kind: (typeof partKinds)[number]) => {
      setChoice(addPart(layout, kind, badgeFields));
      setSelected(layout.parts.length);
      announce(t("design.added", { name: t(`design.kind.${kind}`) }));
      focusLater(`part-${layout.parts.length}`);
    },
    remove: (at: number, idPrefix: "part-" | "design-part-") => {
      const part = layout.parts[at];
      if (!part) return;
      setChoice(removePart(layout, at));
      setSelected(undefined);
      announce(t("design.removed", { name: describePart(part, at, names) }));
      focusLater(`${idPrefix}${Math.max(0, Math.min(at, layout.parts.length - 2))}`);
    },
  };
}

/** What the contract refuses in a layout, and what it accepts and a reader may not. */
function useLayoutChecks(layout: BadgeLayout, rule: BadgeLayoutRule | undefined, { categories }: ConferenceSettings) {
  const questions = useContext(BadgeQuestions);
  const colours = categories
    .filter(({ category }) => rule?.categories?.includes(category) ?? true)
    .map(({ colour }) => colour);
  const key = JSON.stringify([layout, colours]);
  return useMemo(
    () => ({ errors: listLayoutErrors(layout), warnings: listLayoutWarnings(layout, colours, questions) }),
    [key, questions],
  );
}

function toDrawingFilter(rule: BadgeLayoutRule | undefined): DrawingFilter {
  const { categories, roles } = rule ?? {};
  return { ...(categories && { categories: [...categories] }), ...(roles && { roles: [...roles] }) } as DrawingFilter;
}
