import { fitIntoBox } from "#shared/printing/composition.ts";
import type { Rect } from "#shared/printing/page-geometry.ts";

/** The area at the other side, in a right-to-left language. */
export const mirror = (area: Rect, width: number, direction: "ltr" | "rtl"): Rect =>
  direction === "ltr" ? area : { ...area, left: width - area.left - area.width };

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
