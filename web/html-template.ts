import type { Plugin } from "vite";

/** The HTML that all pages share. */
const pageHead = `<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" content="#f6f8fa" media="(prefers-color-scheme: light)" />
    <meta name="theme-color" content="#0f161d" media="(prefers-color-scheme: dark)" />
    <meta name="robots" content="noindex" />
    <title>Palais</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />`;

const noScriptTexts = [
  "Palais needs JavaScript.",
  "Palais a besoin de JavaScript.",
  "Palais necesita JavaScript.",
  "يحتاج Palais إلى JavaScript.",
  "Palais 需要 JavaScript。",
  "Для Palais нужен JavaScript.",
];

const pageBody = `<div id="app"></div>
    <noscript>${noScriptTexts.join(" · ")}</noscript>`;

const placeholders = { "<!-- the head of every page -->": pageHead, "<!-- the body of every page -->": pageBody };

/** Fills in the shared HTML before Vite resolves links. @throws Error for a page without the placeholders */
export const htmlTemplatePlugin: Plugin = {
  name: "palais-html-template",
  transformIndexHtml: {
    order: "pre",
    handler: (html) =>
      Object.entries(placeholders).reduce((page, [placeholder, part]) => {
        if (!page.includes(placeholder)) throw new Error(`A page has no placeholder ${placeholder}.`);
        return page.replace(placeholder, part);
      }, html),
  },
};
