import path from "node:path";
import { build } from "vite";
import { pages } from "./vite.config.ts";

/** Builds each page by itself, so that none shares a file with another and a delegate asks for as few as can be. */
const [outDir = path.join(import.meta.dirname, "..", "dist")] = process.argv.slice(2);

for (const page of pages) {
  await build({
    configFile: path.join(import.meta.dirname, "vite.config.ts"),
    logLevel: "error",
    build: {
      outDir: path.resolve(outDir),
      emptyOutDir: false,
      rolldownOptions: { input: path.join(import.meta.dirname, `${page}.html`) },
    },
  });
}
