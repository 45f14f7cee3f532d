import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";
import { getTextDirection, languages } from "#shared/model/conference.ts";

/** The HTML that all pages share. */
const pageHead = `<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" content="#f6f8fa" media="(prefers-color-scheme: light)" />
    <meta name="theme-color" content="#0f161d" media="(prefers-color-scheme: dark)" />
    <!-- robots -->
    <title>Palais</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />`;

/** Of every page except that of delegates, which says it by itself for conferences that are not listed. */
const noIndex = '<meta name="robots" content="noindex" />';

const locales = path.join(import.meta.dirname, "..", "locales");

/** What a person without scripts can do. The language of that person is unknown, so it is said in all. */
const noScriptTexts = languages.map((language) => {
  const messages = readFileSync(path.join(locales, language, "site.json"), "utf8");
  const { noScript } = JSON.parse(messages) as { readonly noScript: { readonly detail: string } };
  return `<p lang="${language}" dir="${getTextDirection(language)}">${noScript.detail}</p>`;
});

const buildNoScript = (classes: string) =>
  `<div role="main" class="${classes}"><h1>Palais</h1>${noScriptTexts.join("")}</div>`;

/** The same text, for a browser that runs scripts but does not receive those of the page, appears after a while. */
const pageBody = `<div id="app"></div>
    <noscript>${buildNoScript("no-script")}</noscript>
    ${buildNoScript("no-script no-script-late")}`;

const placeholders = { "<!-- the head of every page -->": pageHead, "<!-- the body of every page -->": pageBody };

/** Fills in the shared HTML before Vite resolves links. @throws Error for a page without the placeholders */
export const htmlTemplatePlugin: Plugin = {
  name: "palais-html-template",
  transformIndexHtml: {
    order: "pre",
    handler: (html, { filename }) =>
      Object.entries(placeholders)
        .reduce((page, [placeholder, part]) => {
          if (!page.includes(placeholder)) throw new Error(`A page has no placeholder ${placeholder}.`);
          return page.replace(placeholder, part);
        }, html)
        .replace(/\n *<!-- robots -->/, path.basename(filename) === "index.html" ? "" : `\n    ${noIndex}`),
  },
};
