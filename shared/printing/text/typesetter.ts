import type { TextDirection } from "#shared/model/conference.ts";
import type { FontCollection } from "./fonts.ts";
import { Paragraph } from "./paragraph.ts";
import type { FontWeight, HanStyle } from "./scripts.ts";
import { TextWork } from "./text-work.ts";

/**
 * The work that the texts of one composition may take, as `TextWork` counts it: about half a second. A badge in a
 * predefined layout takes a twentieth of it with long names and titles, and less than all of it if every text is as long
 * as a form accepts.
 */
export const maxCompositionWork = 3_000_000;

/** Sets the texts of one composition. Boxes with the same text share its paragraph, and so its measured widths. */
export class Typesetter {
  readonly work = new TextWork(maxCompositionWork);
  readonly #fonts: FontCollection;
  readonly #han: HanStyle;
  readonly #paragraphs = new Map<string, Paragraph>();

  constructor(fonts: FontCollection, han: HanStyle) {
    this.#fonts = fonts;
    this.#han = han;
  }

  /** @param direction of the text as a whole; by default that of its first letter */
  getParagraph(value: string, weight: FontWeight, direction?: TextDirection): Paragraph {
    const key = `${weight} ${direction ?? "auto"} ${value}`;
    const style = { weight, han: this.#han, ...(direction && { direction }) };
    const paragraph = this.#paragraphs.get(key) ?? new Paragraph(value, this.#fonts, style, this.work);
    this.#paragraphs.set(key, paragraph);
    return paragraph;
  }
}
