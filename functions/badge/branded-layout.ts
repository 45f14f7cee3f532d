import { getTextDirection, type Language } from "#shared/model/conference.ts";
import { type ColumnStyle, composeColumn, type DrawnLine, fitIntoBox } from "#shared/printing/composition.ts";
import type { Rect } from "#shared/printing/page-geometry.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { Typesetter } from "#shared/printing/text/typesetter.ts";
import type { FieldStyle } from "#shared/printing/text-stack.ts";

/** How a field of a page is set. */
export interface PageTextStyle extends Omit<FieldStyle<string>, "field" | "direction"> {
  /** Whether the text has the direction of the page; otherwise its own first letter decides its direction. */
  readonly hasPageDirection?: boolean;
}

/** A text of a page. Without a value, nothing is written. */
export type PageText<Field extends string> = readonly [field: Field, value: string | undefined, colour?: string];

/** What a page is composed of: its width, its language, and the styles of its fields. */
interface BrandedPage<Field extends string> {
  readonly width: number;
  readonly language: Language;
  readonly styles: Readonly<Record<Field, PageTextStyle>>;
  /** The gap between texts. */
  readonly gap: number;
}

/** Places areas and texts on a page of an organization. All areas are those of a left-to-right language. */
export function createPageComposer<Field extends string>(
  { width, language, styles, gap }: BrandedPage<Field>,
  fonts: FontCollection,
) {
  const typesetter = new Typesetter(fonts, "zh-Hans");
  const direction = getTextDirection(language);
  /** The area at the other side, in a right-to-left language. */
  const place = (area: Rect): Rect => (direction === "ltr" ? area : { ...area, left: width - area.left - area.width });
  /** Writes texts below each other in an area. */
  const write = (
    area: Rect,
    texts: readonly PageText<Field>[],
    style: Partial<ColumnStyle> = {},
  ): readonly DrawnLine<Field>[] => {
    const fields = texts.flatMap(([field, value, colour]) => {
      const { hasPageDirection, ...own }: PageTextStyle = styles[field];
      const text = { field, ...own, ...(colour && { colour }), ...(hasPageDirection && { direction }) };
      return value ? [{ text, value }] : [];
    });
    return composeColumn(fields, place(area), { gap, direction, ...style }, typesetter).items;
  };
  return { place, write };
}

/** The areas of a logo and of the name beside it. */
interface LetterHead {
  /** As large as the logo; absent without one. */
  readonly logo?: Rect;
  readonly name: Rect;
}

/**
 * Divides an area between a logo, at its start, and the name of its organization. The areas are for a left-to-right
 * language.
 * @param logo a JPEG
 * @param maxWidth of the logo
 */
export function placeLogo(logo: Uint8Array | undefined, area: Rect, maxWidth: number, gap: number): LetterHead {
  if (!logo) return { name: area };
  const box = fitIntoBox(logo, { ...area, width: maxWidth }, 0);
  const used = box.width + gap;
  return { logo: box, name: { ...area, left: area.left + used, width: area.width - used } };
}
