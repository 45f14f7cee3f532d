/** What a badge can say. A field that a person has nothing for takes no room. */
export const badgeFields = [
  "conference",
  "dates",
  "venue",
  "category",
  "honorific",
  "name",
  "functionTitle",
  "organization",
  "country",
  "role",
  "zones",
  "days",
  "serial",
] as const;
export type BadgeField = (typeof badgeFields)[number];

/** Left, top, width and height in millimetres, from the badge's left upper corner. */
export type Box = readonly [left: number, top: number, width: number, height: number];

/** A field of a text, with how large it may be and how small it may become. */
export interface BadgeText {
  readonly field: BadgeField;
  readonly weight?: "regular" | "bold";
  /** In points. */
  readonly largest: number;
  readonly smallest: number;
  /** At most so many lines; one if nothing is said. */
  readonly lines?: number;
  /** How long it stays large while others become smaller: 0 not at all, 0.9 almost to the end. */
  readonly holds?: number;
  /** `#rrggbb`; `on-category`: black or white, whichever reads better on the category's colour. */
  readonly colour?: string;
}

interface Placed {
  readonly box: Box;
  /** Where it stands on the badge of somebody without a photo. */
  readonly withoutPhoto?: Box;
}

/** Fields below each other in one box. They become smaller, then break, then are shortened, so that all have room. */
export interface TextPart extends Placed {
  readonly kind: "texts";
  readonly texts: readonly BadgeText[];
  readonly align?: "start" | "centre" | "end";
  readonly vertical?: "top" | "middle" | "bottom";
  /** Between two fields, in points. */
  readonly gap?: number;
}

/** An area in the category's colour, or one of its own. */
export interface FillPart extends Placed {
  readonly kind: "fill";
  readonly colour: string;
}

/** The photo, filling its box; or the code for the gates, as large as its box allows. */
export interface PicturePart extends Placed {
  readonly kind: "photo" | "code";
}

export type BadgePart = TextPart | FillPart | PicturePart;

/** How a badge looks, as data. */
export interface BadgeLayout {
  /** In millimetres. */
  readonly size: { readonly width: number; readonly height: number };
  readonly parts: readonly BadgePart[];
}

/** The layouts that Palais brings along. */
export const layoutNames = ["a6", "card", "label"] as const;
export type LayoutName = (typeof layoutNames)[number];

/** A layout of the house by its name, or one of the conference's own. */
export type LayoutChoice = LayoutName | BadgeLayout;

/** On what badges are printed: each on a page of its size, or as many as fit on A4, with marks where to cut. */
export const papers = ["single", "a4"] as const;
export type Paper = (typeof papers)[number];
