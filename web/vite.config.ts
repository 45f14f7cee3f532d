import path from "node:path";
import { defineConfig } from "vite";

const page = (name: string) => path.join(import.meta.dirname, `${name}.html`);

/** Each page is a bundle of its own: a delegate loads nothing that only the secretariat needs. */
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    // Nothing inline: the content security policy takes files of ours alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        index: page("index"),
        delegation: page("delegation"),
        console: page("console"),
        desk: page("desk"),
      },
    },
  },
});
