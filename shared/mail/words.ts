import { type Html, html } from "./html.ts";

/** Somebody else's words, in whatever script: they may run in another direction than ours. */
export interface Foreign {
  readonly foreign: string;
}

/** A sentence of ours with other people's words in it. */
export type Words = readonly (string | Foreign)[];

export const foreign = (text: string): Foreign => ({ foreign: text });

export const asText = (words: Words): string =>
  words.map((word) => (typeof word === "string" ? word : word.foreign)).join("");

/** Each foreign word keeps to itself, so that an Arabic name doesn't turn the English around it. */
export const asHtml = (words: Words): Html =>
  html`${words.map((word) => (typeof word === "string" ? html`${word}` : html`<bdi>${word.foreign}</bdi>`))}`;
