import { useState } from "preact/hooks";
import { getBadgeLayout } from "#shared/badges/layouts.ts";
import type { BadgeLayout, BadgeLayoutRule, LayoutChoice } from "#shared/model/badge-layout.ts";
import type { ConferenceSettings } from "../console-context.ts";
import { type SetupDraft, toSetupDraft } from "../setup/setup-draft.ts";
import { useSetupDraft } from "../setup/use-setup-draft.ts";
import { type DesignHistory, recordEdit, redoEdit, undoEdit } from "./layout/design-history.ts";

/** The layouts of a conference: the default, and those of some categories and roles. */
export interface BadgeDesign {
  readonly badgeLayout: LayoutChoice;
  readonly badgeLayouts: readonly BadgeLayoutRule[];
}

/** The number of a layout of some categories and roles, or the default. */
export type LayoutIndex = number | "default";

export const getDesignChoice = ({ badgeLayout, badgeLayouts }: BadgeDesign, index: LayoutIndex): LayoutChoice =>
  index === "default" ? badgeLayout : (badgeLayouts[index]?.layout ?? badgeLayout);

export const getDesignLayout = (design: BadgeDesign, index: LayoutIndex): BadgeLayout =>
  getBadgeLayout(getDesignChoice(design, index));

export function setDesignChoice(design: BadgeDesign, index: LayoutIndex, layout: LayoutChoice): BadgeDesign {
  if (index === "default") return { ...design, badgeLayout: layout };
  const badgeLayouts = design.badgeLayouts.map((rule, at) => (at === index ? { ...rule, layout } : rule));
  return { ...design, badgeLayouts };
}

const toDesign = ({
  badgeLayout = "a6",
  badgeLayouts,
}: Pick<SetupDraft, "badgeLayout" | "badgeLayouts">): BadgeDesign =>
  ({ badgeLayout, badgeLayouts: badgeLayouts ?? [] }) as BadgeDesign;

/** Changes the design. @param group the field that is typed into (`recordEdit`) */
export type EditDesign = (next: BadgeDesign, group?: string) => void;

type Steps = Omit<DesignHistory<BadgeDesign>, "present">;

const noSteps: Steps = { past: [], future: [] };

/** The draft of a conference's layouts, kept as that of its settings is; its steps can be undone until a reload. */
export function useDesign(settings: ConferenceSettings) {
  const { patch, mergeOwn, takeSaved, completeSave, ...setup } = useSetupDraft(settings, "badge-design");
  const [steps, setSteps] = useState(noSteps);
  const design = toDesign(setup.draft);
  const history = { ...steps, present: design };
  const apply = ({ present, ...others }: DesignHistory<BadgeDesign>) => {
    setSteps(others);
    patch(present as Pick<SetupDraft, "badgeLayout" | "badgeLayouts">);
  };
  const edit: EditDesign = (next, group) => apply(recordEdit(history, next, group));
  /** After a change that is not an edit, the steps before do not lead to it. */
  const forget = (change: () => void) => () => {
    setSteps(noSteps);
    change();
  };
  return {
    ...setup,
    design,
    edit,
    canUndo: steps.past.length > 0,
    canRedo: steps.future.length > 0,
    undo: () => apply(undoEdit(history)),
    redo: () => apply(redoEdit(history)),
    mergeOwn: forget(mergeOwn),
    takeSaved: forget(takeSaved),
    completeSave: (after: ConferenceSettings) => forget(() => completeSave(after))(),
    isChanged: JSON.stringify(design) !== JSON.stringify(toDesign(toSetupDraft(settings))),
  };
}
