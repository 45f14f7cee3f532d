import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "vite";
import { languages } from "#shared/domain/conference.ts";
import { pages } from "./vite.config.ts";

/** Builds each page by itself, so that none shares a file with another and a delegate asks for as few as can be. */
const [folder = path.join(import.meta.dirname, "..", "dist")] = process.argv.slice(2);
const outDir = path.resolve(folder);

/** The files of each page. */
const made = new Map<string, string[]>();

for (const page of pages) {
  const built = await build({
    configFile: path.join(import.meta.dirname, "vite.config.ts"),
    logLevel: "error",
    build: {
      outDir,
      emptyOutDir: false,
      rolldownOptions: { input: path.join(import.meta.dirname, `${page}.html`) },
    },
  });
  const files = [built].flat().flatMap((each) => ("output" in each ? each.output : []));
  made.set(
    page,
    files.map(({ fileName }) => fileName),
  );
}

/**
 * The delegate's page once more for each language, at `/ar` and so on: its words are asked for together with its
 * script, and not once that has come, which in a slow network is seconds later.
 */
const assets = readdirSync(path.join(outDir, "assets"));
const html = readFileSync(path.join(outDir, "index.html"), "utf8");

for (const language of languages) {
  const words = assets.find((name) => name.startsWith(`delegate-${language}-`));
  if (!words) throw new Error(`The delegate's page has no words in ${language}.`);
  const early = `<link rel="modulepreload" crossorigin href="/assets/${words}">`;
  const opened = `<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`;
  const page = html.replace(/<html[^>]*>/, opened).replace("</head>", `  ${early}\n  </head>`);
  writeFileSync(path.join(outDir, `${language}.html`), page);
  if (language === "en") writeFileSync(path.join(outDir, "index.html"), page);
}

/**
 * What keeps the entry desk usable without a network knows all of its files, in every language, with the QR reader. Its
 * name for them changes with any of them: assets are named by their content, and the page names its assets.
 */
const assetsOfDesk = (made.get("desk") ?? []).filter((name) => name.startsWith("assets/"));
const kept = ["/desk", "/icon.svg", "/desk.webmanifest", ...assetsOfDesk.map((name) => `/${name}`).toSorted()];
if (!kept.some((name) => name.endsWith(".wasm"))) throw new Error("The entry desk has no QR reader.");
const version = createHash("sha256")
  .update(readFileSync(path.join(outDir, "desk.html")))
  .update(kept.join())
  .digest("hex");
const worker = readFileSync(path.join(import.meta.dirname, "desk-worker.js"), "utf8")
  .replace("const files = [];", `const files = ${JSON.stringify(kept)};`)
  .replace("VERSION", version.slice(0, 12));
writeFileSync(path.join(outDir, "desk-worker.js"), worker);
