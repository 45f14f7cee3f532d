import type { EmailContent } from "./content.ts";
import { toPlainText } from "./email-texts.ts";

/**
 * What an email says as plain text, in its order: whom it is about, the quote of an officer, the caption of the code,
 * and so on. The button is not part of it.
 */
export const toEmailParagraphs = ({ about, lead, quote, list, code, paragraphs }: EmailContent): string[] => [
  ...(about ? [toPlainText(about)] : []),
  lead,
  ...(quote ? [quote.heading, quote.text.replace(/^/gm, "> ")] : []),
  ...(list ? [[list.heading, ...list.items.map((item) => `- ${toPlainText(item)}`)].join("\n")] : []),
  ...(code ? [code.caption] : []),
  ...paragraphs,
];
