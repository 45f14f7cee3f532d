import { isShownOnBadges, listAnswerFields } from "#shared/badges/badge-answers.rules.ts";
import { computeContrast, minimumContrast } from "#shared/branding/colours.rules.ts";
import { customLayout } from "#shared/conferences/badge-layout.contract.ts";
import { validate } from "#shared/contracts/validate.ts";
import type { BadgeLayout, BadgePart, BadgeText, Box } from "#shared/model/badge-layout.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import type { Question } from "#shared/model/question.ts";
import { chooseLegibleColour } from "#shared/printing/contrast.rules.ts";
import { type BoxVariant, getVariantBox } from "./layout-edits.ts";

/** What the contract refuses in a layout: paths such as `parts.3.box`. */
export function listLayoutErrors(layout: unknown): readonly FieldError[] {
  const checked = validate(customLayout, layout);
  return "fieldErrors" in checked ? checked.fieldErrors : [];
}

/** The index of the part that a path such as `parts.3.box` names. */
export function findPartIndex(path: string): number | undefined {
  const [, index] = /^parts\.(\d+)(?:\.|$)/.exec(path) ?? [];
  return index === undefined ? undefined : Number(index);
}

/** What the contract accepts, and a reader or a scanner may not. */
export type LayoutWarning =
  | { readonly kind: "overlap"; readonly part: number; readonly other: number }
  | { readonly kind: "answer"; readonly part: number }
  | { readonly kind: "contrast"; readonly part: number; readonly field: BadgeText["field"] };

/** The share of a code's side that its quiet zone takes on each side: 4 of 49 modules. */
const quietZoneShare = 4 / 49;

/** The area that a part must have for itself: of a code, the modules without the quiet zone. */
function getOwnArea(part: BadgePart, variant: BoxVariant): Box {
  const box = getVariantBox(part, variant);
  if (part.kind !== "code") return box;
  const [left, top, width, height] = box;
  const side = Math.min(width, height) * (1 - 2 * quietZoneShare);
  return [left + (width - side) / 2, top + (height - side) / 2, side, side];
}

/** Boxes that share an edge do not overlap. */
const tolerance = 0.05;

const overlaps = ([left, top, width, height]: Box, [otherLeft, otherTop, otherWidth, otherHeight]: Box) =>
  left + width > otherLeft + tolerance &&
  otherLeft + otherWidth > left + tolerance &&
  top + height > otherTop + tolerance &&
  otherTop + otherHeight > top + tolerance;

/** A filled area may be below another part, and not above it. */
function isInTheWay(layout: BadgeLayout, lower: number, upper: number, variant: BoxVariant): boolean {
  const [under, over] = [layout.parts[lower], layout.parts[upper]];
  if (!under || !over || under.kind === "fill") return false;
  if (variant === "withoutPhoto" && (under.kind === "photo" || over.kind === "photo")) return false;
  return overlaps(getOwnArea(under, variant), getOwnArea(over, variant));
}

function listOverlaps(layout: BadgeLayout): LayoutWarning[] {
  const variants: readonly BoxVariant[] = ["box", "withoutPhoto"];
  return layout.parts.flatMap((_, upper) =>
    Array.from({ length: upper }, (_each, lower) => lower)
      .filter((lower) => variants.some((variant) => isInTheWay(layout, lower, upper, variant)))
      .map((lower): LayoutWarning => ({ kind: "overlap", part: upper, other: lower })),
  );
}

/** The colour below a part: of the last filled area before it that is below its middle, or the white of the paper. */
function findBackdrop(layout: BadgeLayout, index: number, variant: BoxVariant, categoryColour: string): string {
  const part = layout.parts[index];
  if (!part) return "#ffffff";
  const [left, top, width, height] = getVariantBox(part, variant);
  const middle: Box = [left + width / 2 - 0.5, top + height / 2 - 0.5, 1, 1];
  const below = layout.parts
    .slice(0, index)
    .findLast((each) => each.kind === "fill" && overlaps(getVariantBox(each, variant), middle));
  if (below?.kind !== "fill") return "#ffffff";
  return below.colour === "category" ? categoryColour : below.colour;
}

function isLegible(layout: BadgeLayout, index: number, { colour = "#000000" }: BadgeText, categoryColour: string) {
  const own = colour === "on-category" ? chooseLegibleColour(categoryColour) : colour;
  return (["box", "withoutPhoto"] as const).every(
    (variant) => computeContrast(own, findBackdrop(layout, index, variant, categoryColour)) >= minimumContrast,
  );
}

function listLowContrasts(layout: BadgeLayout, categoryColours: readonly string[]): LayoutWarning[] {
  return layout.parts.flatMap((part, index) =>
    part.kind === "texts"
      ? part.texts
          .filter((text) => !categoryColours.every((colour) => isLegible(layout, index, text, colour)))
          .map(({ field }): LayoutWarning => ({ kind: "contrast", part: index, field }))
      : [],
  );
}

/** Parts with an answer that no badge shows. @param questions `undefined` until they are there */
function listUnprintedAnswers(layout: BadgeLayout, questions: readonly Question[] | undefined): LayoutWarning[] {
  if (!questions) return [];
  const printed = new Set(questions.filter(isShownOnBadges).map(({ key }) => key));
  const parts = listAnswerFields(layout, "").flatMap(({ key, part }) => (printed.has(key) ? [] : [part]));
  return [...new Set(parts)].map((part): LayoutWarning => ({ kind: "answer", part }));
}

/**
 * @param categoryColours the colours of the categories whose badges have the layout
 * @param questions those of the conference, once they are there
 */
export const listLayoutWarnings = (
  layout: BadgeLayout,
  categoryColours: readonly string[],
  questions?: readonly Question[],
): LayoutWarning[] => [
  ...listOverlaps(layout),
  ...listLowContrasts(layout, categoryColours),
  ...listUnprintedAnswers(layout, questions),
];
