import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, type Plugin } from "vite";
import { getTextDirection, languages } from "#shared/model/conference.ts";
import { pageNames } from "./vite.config.ts";

export type PageName = (typeof pageNames)[number];

interface BuiltPage {
  /** File names relative to the site. */
  readonly files: readonly string[];
  /** Absolute paths of the source files. */
  readonly sources: ReadonlySet<string>;
}

/** Builds each page separately. Pages share no files, so a delegate requests as few files as possible. */
export class SiteBuild {
  readonly #outDir: string;
  readonly #isReadable: boolean;
  readonly #built = new Map<PageName, BuiltPage>();

  /** @param isReadable for debugging: not minified, with source maps */
  constructor(outDir: string, { isReadable = false }: { readonly isReadable?: boolean } = {}) {
    this.#outDir = path.resolve(outDir);
    this.#isReadable = isReadable;
  }

  /** Builds the given pages, by default all. Other built pages stay. @throws Error that names the faulty file */
  async build(names: readonly PageName[] = pageNames): Promise<void> {
    for (const name of names) this.#built.set(name, await this.#buildPage(name));
    this.#addLanguages();
    this.#addDeskWorker();
  }

  /** The pages that changed files affect. A file of `web/` that belongs to no known page affects all. */
  affectedBy(files: ReadonlySet<string>): PageName[] {
    const affected = pageNames.filter((page) => [...files].some((file) => this.#built.get(page)?.sources.has(file)));
    const isOurs = (file: string) => file.startsWith(`${import.meta.dirname}${path.sep}`);
    const isKnown = (file: string) => [...this.#built.values()].some(({ sources }) => sources.has(file));
    return [...files].some((file) => isOurs(file) && !isKnown(file)) ? [...pageNames] : affected;
  }

  async #buildPage(page: PageName): Promise<BuiltPage> {
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
   * Writes the delegate page once per language, at `/ar` and so on. Each copy preloads its messages together with its
   * script; otherwise the messages load only after the script, seconds later on a slow network.
   */
  #addLanguages(): void {
    const html = readFileSync(path.join(this.#outDir, "index.html"), "utf8");
    for (const language of languages) {
      const messages = this.#built.get("index")?.files.find((name) => isDelegateMessages(name, language));
      if (!messages) throw new Error(`The delegate's page has no messages in ${language}.`);
      const preload = `<link rel="modulepreload" crossorigin href="/${messages}">`;
      const openingTag = `<html lang="${language}" dir="${getTextDirection(language)}">`;
      const page = html.replace(/<html[^>]*>/, openingTag).replace("</head>", `  ${preload}\n  </head>`);
      writeFileSync(path.join(this.#outDir, `${language}.html`), page);
      if (language === "en") writeFileSync(path.join(this.#outDir, "index.html"), page);
    }
  }

  /**
   * Writes the service worker of the entry desk with the list of its files: every language and the QR reader. The cache
   * name contains a digest of that list and the page, and asset names contain digests, so it changes with any file.
   */
  #addDeskWorker(): void {
    const files = this.#built.get("desk")?.files ?? [];
    const assets = files.filter((name) => name.startsWith("assets/") && !name.endsWith(".map"));
    const deskFiles = ["/desk", "/icon.svg", "/desk.webmanifest", ...assets.map((name) => `/${name}`).toSorted()];
    if (!deskFiles.some((name) => name.endsWith(".wasm"))) throw new Error("The entry desk has no QR reader.");
    const version = createHash("sha256")
      .update(readFileSync(path.join(this.#outDir, "desk.html")))
      .update(deskFiles.join())
      .digest("hex");
    const worker = readFileSync(path.join(import.meta.dirname, "desk-worker.js"), "utf8")
      .replace("const files = [];", `const files = ${JSON.stringify(deskFiles)};`)
      .replace("VERSION", version.slice(0, 12));
    writeFileSync(path.join(this.#outDir, "desk-worker.js"), worker);
  }
}

const isDelegateMessages = (name: string, language: string) =>
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
