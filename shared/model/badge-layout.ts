/** The fields that a badge can show. A field without a value takes no space. */
export const badgeFields = [
  "conference",
  "dates",
  "venue",
  "category",
  "honorific",
  "name",
  "latinName",
  "functionTitle",
  "organization",
  "country",
  "role",
  "zones",
  "days",
  "serial",
] as const;
export type BadgeField = (typeof badgeFields)[number];

/** The answer to a question of the conference, by the key of the question. */
export type AnswerField = `answer:${string}`;

/** A text that a badge can show. */
export type BadgeTextField = BadgeField | AnswerField;

const answerPrefix = "answer:";

export const toAnswerField = (key: string): AnswerField => `${answerPrefix}${key}`;

/** The key of the question whose answer the field shows; `undefined` for another field. */
export const findAnswerKey = (field: BadgeTextField): string | undefined =>
  field.startsWith(answerPrefix) ? field.slice(answerPrefix.length) : undefined;

/** Left, top, width and height in millimetres, from the top left corner of the badge. */
export type Box = readonly [left: number, top: number, width: number, height: number];

/** One text field, with the range of its font size. */
export interface BadgeText {
  readonly field: BadgeTextField;
  readonly weight?: "regular" | "bold";
  /** The preferred font size, in points. */
  readonly largest: number;
  /** The smallest font size, in points. */
  readonly smallest: number;
  /** The maximum number of lines; 1 by default. */
  readonly lines?: number;
  /** The priority to keep the preferred size while other fields shrink, from 0 (none) to 0.9 (almost always). */
  readonly holds?: number;
  /** `#rrggbb`; `on-category` is black or white, by the higher contrast with the colour of the category. */
  readonly colour?: string;
}

interface PlacedPart {
  readonly box: Box;
  /** The box on a badge without a photo. */
  readonly withoutPhoto?: Box;
}

/** Text fields in one column. Until all of them fit into the box, they shrink, then wrap, then are truncated. */
export interface TextPart extends PlacedPart {
  readonly kind: "texts";
  readonly texts: readonly BadgeText[];
  readonly align?: "start" | "centre" | "end";
  readonly vertical?: "top" | "middle" | "bottom";
  /** The space between two fields, in points. */
  readonly gap?: number;
}

/** A filled area. `colour`: `#rrggbb` or `category`. */
export interface FillPart extends PlacedPart {
  readonly kind: "fill";
  readonly colour: string;
}

/** The photo, which fills its box, or the QR code or the logo of the organization, as large as their box allows. */
export interface PicturePart extends PlacedPart {
  readonly kind: "photo" | "code" | "logo";
}

export type BadgePart = TextPart | FillPart | PicturePart;

/** The layout of a badge, as data. */
export interface BadgeLayout {
  /** In millimetres. */
  readonly size: { readonly width: number; readonly height: number };
  readonly parts: readonly BadgePart[];
}

/** The built-in layouts. */
export const layoutNames = ["a6", "card", "label"] as const;
export type LayoutName = (typeof layoutNames)[number];

/** A built-in layout by name, or a custom layout of the conference. */
export type LayoutChoice = LayoutName | BadgeLayout;

/** The layout of the badges of these categories and roles; a missing list limits nothing. */
export interface BadgeLayoutRule {
  readonly layout: LayoutChoice;
  readonly categories?: readonly string[];
  readonly roles?: readonly string[];
}

/** The paper of printed badges: one page per badge, or as many badges as fit on A4, with crop marks. */
export const papers = ["single", "a4"] as const;
export type Paper = (typeof papers)[number];

/** The keys of the questions whose answers a layout shows. */
export const listLayoutAnswers = (layout: LayoutChoice): string[] =>
  typeof layout === "string"
    ? []
    : layout.parts.flatMap((part) =>
        part.kind === "texts" ? part.texts.flatMap(({ field }) => findAnswerKey(field) ?? []) : [],
      );
