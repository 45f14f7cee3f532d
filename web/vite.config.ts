import { defineConfig } from "vite";
import { htmlTemplatePlugin } from "./html-template.ts";
import { messagesFileName, pageMessages } from "./page-messages-plugin.ts";
import { routeTable } from "./route-table-plugin.ts";

/** The pages, one bundle each: a delegate loads no code of the secretariat. */
export const pageNames = ["index", "delegation", "console", "desk", "letter"] as const;

/** The local system that `vite web` uses. */
const systemUrl = `http://localhost:${process.env["PALAIS_PORT"] || 4600}`;

interface ModuleGraph {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/** One chunk for all modules that a page imports from the start, so that it loads one script. */
function nameInitialChunk(id: string, graph: ModuleGraph): string | null {
  const seen = new Set([id]);
  for (const each of seen) {
    const found = graph.getModuleInfo(each);
    if (found?.isEntry) return "index";
    for (const importer of found?.importers ?? []) seen.add(importer);
  }
  return null;
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [htmlTemplatePlugin, pageMessages, routeTable],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: { host: "127.0.0.1", proxy: { "/v1": systemUrl, "/config.json": systemUrl } },
  // The content security policy of the QR reader depends on its name (infra/site/site.ts).
  worker: {
    format: "es",
    rolldownOptions: { output: { entryFileNames: "assets/[name]-[hash].js" } },
  },
  build: {
    target: "es2022",
    // Nothing inline: the content security policy allows only files of this origin.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: nameInitialChunk }] },
        chunkFileNames: ({ facadeModuleId }) => messagesFileName(facadeModuleId) ?? "assets/part-[hash].js",
      },
    },
  },
});
