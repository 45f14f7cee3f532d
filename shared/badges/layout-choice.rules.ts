import type { LayoutChoice } from "#shared/model/badge-layout.ts";
import type { Conference } from "#shared/model/conference.ts";

/** What decides about the layout of a badge. */
interface BadgeHolderKind {
  readonly category: string;
  readonly role: string;
}

/** The layout of a person's badge: of the first rule whose categories and roles contain the person's, or the default. */
export function chooseBadgeLayout(
  { badgeLayout = "a6", badgeLayouts = [] }: Pick<Conference, "badgeLayout" | "badgeLayouts">,
  { category, role }: BadgeHolderKind,
): LayoutChoice {
  const rule = badgeLayouts.find(
    ({ categories = [category], roles = [role] }) => categories.includes(category) && roles.includes(role),
  );
  return rule?.layout ?? badgeLayout;
}
