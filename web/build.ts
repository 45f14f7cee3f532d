import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, type Plugin } from "vite";
import { languages } from "#shared/domain/conference.ts";
import { pages } from "./vite.config.ts";

export type Page = (typeof pages)[number];

interface BuiltPage {
  /** By their names in the site. */
  readonly files: readonly string[];
  /** The files of the sources that it is made of, by their absolute names. */
  readonly sources: ReadonlySet<string>;
}

/** Builds each page by itself, so that none shares a file with another and a delegate asks for as few as can be. */
export class SiteBuild {
  readonly #outDir: string;
  readonly #isReadable: boolean;
  readonly #made = new Map<Page, BuiltPage>();

  /** @param isReadable whether a person reads the scripts in a debugger: not minified, with source maps */
  constructor(outDir: string, { isReadable = false }: { readonly isReadable?: boolean } = {}) {
    this.#outDir = path.resolve(outDir);
    this.#isReadable = isReadable;
  }

  /** Builds pages, all if none is named; what was built before stays. @throws Error that names the file at fault */
  async build(names: readonly Page[] = pages): Promise<void> {
    for (const name of names) this.#made.set(name, await this.#buildPage(name));
    this.#addLanguages();
    this.#addDeskWorker();
  }

  /** The pages that are affected by changed files: all of them by a file whose page isn't known, such as an icon. */
  affectedBy(files: ReadonlySet<string>): Page[] {
    const known = pages.filter((page) => [...files].some((file) => this.#made.get(page)?.sources.has(file)));
    const isOurs = (file: string) => file.startsWith(`${import.meta.dirname}${path.sep}`);
    const isKnown = (file: string) => [...this.#made.values()].some(({ sources }) => sources.has(file));
    return [...files].some((file) => isOurs(file) && !isKnown(file)) ? [...pages] : known;
  }

  async #buildPage(page: Page): Promise<BuiltPage> {
    const sources = new Set<string>();
    const built = await build({
      configFile: path.join(import.meta.dirname, "vite.config.ts"),
      logLevel: this.#isReadable ? "silent" : "error",
      plugins: [listSources(sources)],
      build: {
        outDir: this.#outDir,
        emptyOutDir: false,
        ...(this.#isReadable && { minify: false, sourcemap: true }),
        rolldownOptions: { input: path.join(import.meta.dirname, `${page}.html`) },
      },
    });
    const files = [built].flat().flatMap((each) => ("output" in each ? each.output : []));
    return { files: files.map(({ fileName }) => fileName), sources };
  }

  /**
   * The delegate's page once more for each language, at `/ar` and so on: its words are asked for together with its
   * script, and not once that has come, which in a slow network is seconds later.
   */
  #addLanguages(): void {
    const html = readFileSync(path.join(this.#outDir, "index.html"), "utf8");
    for (const language of languages) {
      const words = this.#made.get("index")?.files.find((name) => isWordsOfDelegate(name, language));
      if (!words) throw new Error(`The delegate's page has no words in ${language}.`);
      const early = `<link rel="modulepreload" crossorigin href="/${words}">`;
      const opened = `<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`;
      const page = html.replace(/<html[^>]*>/, opened).replace("</head>", `  ${early}\n  </head>`);
      writeFileSync(path.join(this.#outDir, `${language}.html`), page);
      if (language === "en") writeFileSync(path.join(this.#outDir, "index.html"), page);
    }
  }

  /**
   * What keeps the entry desk usable without a network knows all of its files, in every language, with the QR reader.
   * Its name for them changes with any of them: assets are named by their content, and the page names its assets.
   */
  #addDeskWorker(): void {
    const files = this.#made.get("desk")?.files ?? [];
    const assets = files.filter((name) => name.startsWith("assets/") && !name.endsWith(".map"));
    const kept = ["/desk", "/icon.svg", "/desk.webmanifest", ...assets.map((name) => `/${name}`).toSorted()];
    if (!kept.some((name) => name.endsWith(".wasm"))) throw new Error("The entry desk has no QR reader.");
    const version = createHash("sha256")
      .update(readFileSync(path.join(this.#outDir, "desk.html")))
      .update(kept.join())
      .digest("hex");
    const worker = readFileSync(path.join(import.meta.dirname, "desk-worker.js"), "utf8")
      .replace("const files = [];", `const files = ${JSON.stringify(kept)};`)
      .replace("VERSION", version.slice(0, 12));
    writeFileSync(path.join(this.#outDir, "desk-worker.js"), worker);
  }
}

const isWordsOfDelegate = (name: string, language: string) =>
  name.startsWith(`assets/delegate-${language}-`) && name.endsWith(".js");

function listSources(sources: Set<string>): Plugin {
  return {
    name: "palais-list-sources",
    buildEnd() {
      for (const id of this.getModuleIds()) sources.add(id.split("?")[0] ?? id);
    },
  };
}

if (import.meta.main) {
  const [folder = path.join(import.meta.dirname, "..", "dist")] = process.argv.slice(2);
  await new SiteBuild(folder).build();
}
