/** Text that is markup already. Nothing else becomes markup: every value of `html` is escaped unless it is this. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Value = Html | string | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function markupOf(value: Value): string {
  if (value instanceof Html) return value.markup;
  if (typeof value !== "string") return value.map(markupOf).join("");
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** Markup with values in it, each escaped. */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(String.raw({ raw: literals }, ...values.map(markupOf)));
}
