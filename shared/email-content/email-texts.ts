import { type Html, html } from "#shared/text/html.ts";

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
