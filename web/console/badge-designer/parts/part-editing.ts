import type { BadgeLayout, BadgePart } from "#shared/model/badge-layout.ts";
import type { BoxVariant } from "../layout/layout-edits.ts";

/** What the fields of a part share. */
export interface PartEditing {
  readonly layout: BadgeLayout;
  readonly part: BadgePart;
  readonly index: number;
  readonly variant: BoxVariant;
  /** @param group the field that is typed into, whose edits are undone together */
  readonly onLayout: (layout: BadgeLayout, group?: string) => void;
}
