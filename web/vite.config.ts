import { defineConfig } from "vite";
import { everyPage } from "./every-page.ts";
import { messagesFileName, pageMessages } from "./page-messages-plugin.ts";

/** Each is an address and a bundle of its own: a delegate loads nothing that only the secretariat needs. */
export const pages = ["index", "delegation", "console", "desk", "letter"] as const;

/** A running system, for `vite web` while a page is worked on. */
const system = `http://localhost:${process.env["PALAIS_PORT"] ?? 4600}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [everyPage, pageMessages],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: { host: "127.0.0.1", proxy: { "/v1": system, "/config.json": system } },
  // The content security policy of the QR reader goes by its name (infra/site-headers.ts).
  worker: {
    format: "es",
    rolldownOptions: { output: { entryFileNames: "assets/qr-reader-[hash].js" } },
  },
  build: {
    target: "es2022",
    // Nothing inline: the content security policy takes files of ours alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ facadeModuleId }) => messagesFileName(facadeModuleId) ?? "assets/part-[hash].js",
      },
    },
  },
});
