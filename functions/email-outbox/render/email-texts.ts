/** Text that is markup already. Nothing else becomes markup: `html` escapes every other value. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type HtmlValue = Html | string | readonly Html[];

const htmlEntities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function toMarkup(value: HtmlValue): string {
  if (value instanceof Html) return value.markup;
  if (typeof value !== "string") return value.map(toMarkup).join("");
  return value.replace(/[&<>"']/g, (character) => htmlEntities[character] ?? "");
}

/** Markup with values in it, each escaped. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(String.raw({ raw: literals }, ...values.map(toMarkup)));
}

/** Text that a user wrote, in any script: its direction may differ from that of the email. */
export interface UserText {
  readonly value: string;
}

/** A sentence of the catalogue with user texts in it. */
export type MixedText = readonly (string | UserText)[];

export const toUserText = (value: string): UserText => ({ value });

export const toPlainText = (text: MixedText): string =>
  text.map((part) => (typeof part === "string" ? part : part.value)).join("");

/** Isolates each user text, so that an Arabic name does not change the direction of the English around it. */
export const toHtml = (text: MixedText): Html =>
  html`${text.map((part) => (typeof part === "string" ? html`${part}` : html`<bdi>${part.value}</bdi>`))}`;
