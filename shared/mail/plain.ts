import type { Content } from "./content.ts";
import type { Frame } from "./page.ts";
import { asText } from "./words.ts";

/** The mail as plain text; it says what the page says. */
export function plainOf(content: Content, frame: Frame): string {
  const { lead, quote, list, paragraphs, button, code } = content;
  const blocks = [
    [frame.conference, frame.when, frame.where].join("\n"),
    asText(frame.greeting),
    lead,
    ...(quote ? [quote.heading, quote.text.replace(/^/gm, "> ")] : []),
    ...(list ? [[list.heading, ...list.items.map((item) => `- ${asText(item)}`)].join("\n")] : []),
    ...(code ? [code.caption] : []),
    ...paragraphs,
    [button.label, button.hint, button.url].join("\n"),
    [frame.signature, frame.conference].join("\n"),
    `-- \n${frame.automatic}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}
