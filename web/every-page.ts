import type { Plugin } from "vite";

/** What each page's HTML has in common, written once; a page's own file says only what is its own. */
const head = `<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" content="#f6f8fa" media="(prefers-color-scheme: light)" />
    <meta name="theme-color" content="#0f161d" media="(prefers-color-scheme: dark)" />
    <meta name="robots" content="noindex" />
    <title>Palais</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />`;

const needsScript = [
  "Palais needs JavaScript.",
  "Palais a besoin de JavaScript.",
  "Palais necesita JavaScript.",
  "يحتاج Palais إلى JavaScript.",
  "Palais 需要 JavaScript。",
  "Для Palais нужен JavaScript.",
];

const body = `<div id="app"></div>
    <noscript>${needsScript.join(" · ")}</noscript>`;

const parts = { "<!-- the head of every page -->": head, "<!-- the body of every page -->": body };

/** Puts it in before Vite looks for what the page links. A page without the places for it isn't built. */
export const everyPage: Plugin = {
  name: "palais-every-page",
  transformIndexHtml: {
    order: "pre",
    handler: (html) =>
      Object.entries(parts).reduce((page, [place, part]) => {
        if (!page.includes(place)) throw new Error(`A page has no place for ${place}.`);
        return page.replace(place, part);
      }, html),
  },
};
