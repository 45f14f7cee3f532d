/** Text that is markup already. Nothing else becomes markup: `html` escapes every other value. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type HtmlValue = Html | string | readonly Html[];

const htmlEntities = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
} as const;

function toMarkup(value: HtmlValue): string {
  if (value instanceof Html) return value.markup;
  if (typeof value !== "string") return value.map(toMarkup).join("");
  return value.replace(/[&<>"']/g, (character) => htmlEntities[character as keyof typeof htmlEntities]);
}

/** Markup with values in it, each escaped. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(String.raw({ raw: literals }, ...values.map(toMarkup)));
}
