import type {
  BadgeLayout,
  BadgePart,
  BadgeText,
  Box,
  LayoutChoice,
  LayoutName,
  TextPart,
} from "#shared/model/badge-layout.ts";

const grey = "#4a4f57";
const black = "#14171c";

/** Texts below each other in a box. */
const stack = (box: Box, options: Omit<TextPart, "kind" | "box" | "texts">, texts: readonly BadgeText[]): TextPart => ({
  kind: "texts",
  box,
  texts,
  ...options,
});

/** 105 × 148 mm, for a badge holder on a lanyard. The space above the title is for the slot of the holder. */
const a6Layout: BadgeLayout = {
  size: { width: 105, height: 148 },
  parts: [
    stack([8, 12, 89, 20], { vertical: "bottom", gap: 3 }, [
      { field: "conference", weight: "bold", largest: 13, smallest: 7, lines: 3, colour: black, holds: 0.3 },
      { field: "dates", largest: 8.5, smallest: 6, colour: grey },
      { field: "venue", largest: 8.5, smallest: 6, colour: grey },
    ]),
    { kind: "fill", box: [8, 34.5, 89, 0.5], colour: "category" },
    { kind: "photo", box: [8, 39.5, 30.75, 41] },
    // The quiet zone extends into the margin, so that the ink ends where the texts end.
    { kind: "code", box: [52, 35.5, 49, 49], withoutPhoto: [59, 77.5, 41.5, 41.5] },
    stack([8, 84.5, 89, 32.5], { withoutPhoto: [8, 38, 89, 39], vertical: "middle", gap: 3.5 }, [
      { field: "honorific", largest: 10, smallest: 7, lines: 1, colour: grey },
      { field: "name", weight: "bold", largest: 27, smallest: 10, lines: 3, colour: black, holds: 0.55 },
      { field: "latinName", largest: 15, smallest: 7, lines: 2, colour: black, holds: 0.3 },
      { field: "functionTitle", largest: 11, smallest: 6.5, lines: 5, colour: black },
      { field: "organization", largest: 11, smallest: 7, lines: 3, colour: black },
      { field: "country", weight: "bold", largest: 14, smallest: 8, lines: 2, colour: black, holds: 0.3 },
    ]),
    stack([8, 118.5, 62, 5.5], { withoutPhoto: [8, 117, 50, 7], vertical: "bottom", gap: 1.5 }, [
      { field: "zones", weight: "bold", largest: 8, smallest: 5, colour: black },
      { field: "days", weight: "bold", largest: 8, smallest: 5, colour: black },
    ]),
    { kind: "fill", box: [0, 126, 105, 22], colour: "category" },
    stack([8, 128, 89, 17], { vertical: "middle", gap: 2.5 }, [
      { field: "category", weight: "bold", largest: 17, smallest: 8, lines: 2, colour: "on-category", holds: 0.3 },
      { field: "role", largest: 12, smallest: 7, colour: "on-category" },
    ]),
  ],
};

/** 85.6 × 54 mm, the size of a bank card (ISO/IEC 7810 ID-1). */
const cardLayout: BadgeLayout = {
  size: { width: 85.6, height: 54 },
  parts: [
    stack([4, 3, 77.6, 8], { vertical: "middle", gap: 1 }, [
      { field: "conference", weight: "bold", largest: 8, smallest: 4.5, lines: 2, colour: black },
      { field: "dates", largest: 6, smallest: 4.5, colour: grey },
    ]),
    { kind: "fill", box: [4, 11.8, 77.6, 0.3], colour: "category" },
    { kind: "photo", box: [4, 13.8, 17.7, 23.6] },
    stack([24.2, 13.3, 32.3, 24.6], { withoutPhoto: [4, 13.3, 52, 24.6], vertical: "middle", gap: 1.5 }, [
      { field: "honorific", largest: 6.5, smallest: 4.5, colour: grey },
      { field: "name", weight: "bold", largest: 14, smallest: 6.5, lines: 3, colour: black, holds: 0.6 },
      { field: "latinName", largest: 8, smallest: 6.5, lines: 2, colour: black, holds: 0.3 },
      { field: "functionTitle", largest: 6.5, smallest: 4.5, lines: 7, colour: black },
      { field: "organization", largest: 6.5, smallest: 4.5, lines: 3, colour: black },
      { field: "country", weight: "bold", largest: 8, smallest: 4.5, lines: 2, colour: black, holds: 0.3 },
    ]),
    { kind: "code", box: [57.2, 12.4, 26.4, 26.4] },
    stack([4, 39.2, 48, 3.8], { vertical: "middle", gap: 0.5 }, [
      { field: "zones", weight: "bold", largest: 5, smallest: 3.2, colour: black },
      { field: "days", weight: "bold", largest: 5, smallest: 3.2, colour: black },
    ]),
    { kind: "fill", box: [0, 44, 85.6, 10], colour: "category" },
    stack([4, 44.8, 77.6, 8.2], { vertical: "middle", gap: 0.5 }, [
      { field: "category", weight: "bold", largest: 11, smallest: 6, colour: "on-category" },
      { field: "role", largest: 7, smallest: 4.5, colour: "on-category" },
    ]),
  ],
};

/** 4 × 6 inches, for label printers at an entry desk. It uses little ink. */
const labelLayout: BadgeLayout = {
  size: { width: 101.6, height: 152.4 },
  parts: [
    { kind: "fill", box: [0, 0, 101.6, 19], colour: "category" },
    stack([7, 2, 87.6, 15], { vertical: "middle", gap: 2 }, [
      { field: "category", weight: "bold", largest: 18, smallest: 8, lines: 2, colour: "on-category", holds: 0.3 },
      { field: "role", largest: 11, smallest: 7, colour: "on-category" },
    ]),
    stack([7, 22, 87.6, 17], { vertical: "top", gap: 2.5 }, [
      { field: "conference", weight: "bold", largest: 12, smallest: 7, lines: 3, colour: black, holds: 0.3 },
      { field: "dates", largest: 8, smallest: 6, colour: grey },
      { field: "venue", largest: 8, smallest: 6, colour: grey },
    ]),
    stack([7, 42, 87.6, 54], { vertical: "middle", gap: 4 }, [
      { field: "honorific", largest: 12, smallest: 7, colour: grey },
      { field: "name", weight: "bold", largest: 34, smallest: 10, lines: 4, colour: black, holds: 0.55 },
      { field: "latinName", largest: 19, smallest: 7, lines: 2, colour: black, holds: 0.3 },
      { field: "functionTitle", largest: 12, smallest: 7, lines: 6, colour: black },
      { field: "organization", largest: 12, smallest: 7, lines: 3, colour: black },
      { field: "country", weight: "bold", largest: 16, smallest: 8, lines: 2, colour: black, holds: 0.3 },
    ]),
    { kind: "photo", box: [7, 100, 31.5, 42] },
    { kind: "code", box: [48.4, 96.3, 50, 50] },
    stack([7, 143.5, 60, 5.5], { vertical: "bottom", gap: 1.5 }, [
      { field: "zones", weight: "bold", largest: 8, smallest: 5, colour: black },
      { field: "days", weight: "bold", largest: 8, smallest: 5, colour: black },
    ]),
  ],
};

export const badgeLayouts = { a6: a6Layout, card: cardLayout, label: labelLayout } as const satisfies Record<
  LayoutName,
  BadgeLayout
>;

export const getBadgeLayout = (choice: LayoutChoice): BadgeLayout =>
  typeof choice === "string" ? badgeLayouts[choice] : choice;

/** The box of a part, which may differ on a badge without a photo. */
export const getPartBox = ({ box, withoutPhoto }: BadgePart, hasPhoto: boolean) =>
  hasPhoto ? box : (withoutPhoto ?? box);
