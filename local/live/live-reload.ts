import { readdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BuiltSite, sortSite } from "../../infra/site/site-files.ts";
import type { PageName, SiteBuild } from "../../web/build.ts";
import type { LocalContext } from "../context.ts";
import type { RunningDistribution } from "../distribution/distribution.ts";
import { describeError } from "../errors.ts";
import type { LocalFunctions } from "../functions/local-functions.ts";
import type { Teardown } from "../lifecycle.ts";
import { watchFiles } from "./watch-files.ts";

/** The template depends on these sources, so their changes need a restart. */
const templateSources = [path.join("infra", path.sep), path.join("shared", "http", "routes.ts")];

/** All functions may import these folders. */
const commonFolders = ["shared", "locales"];

/**
 * Applies changes of the sources to the running system: a function runs the new code at its next invocation, and a page
 * is built again. Changes of the template need a restart.
 */
export async function runLive(
  root: string,
  { runner, stack }: LocalContext,
  running: { readonly functions: LocalFunctions; readonly distribution: RunningDistribution },
  teardown: Teardown,
): Promise<void> {
  const { functions, distribution } = running;
  const deploy = (site: BuiltSite) => distribution.deploy(replaceAssets(stack.assets, site));
  const pages = await LivePages.start({ root, deploy, log: runner.log });
  const stopWatching = watchFiles(
    ["functions", ...commonFolders, "web", "infra"].map((folder) => path.join(root, folder)),
    (files) => {
      const changed = [...files].map((file) => path.relative(root, file));
      const isCommon = commonFolders.some((folder) => changed.some((file) => isIn(folder, file)));
      functions.reload((source) => {
        const folder = path.dirname(path.relative(root, source));
        return isCommon || changed.some((file) => isIn(folder, file));
      });
      pages.change(files);
      const ignored = changed.filter((file) => templateSources.some((each) => file.startsWith(each)));
      if (ignored.length > 0)
        runner.log(`restart to apply ${ignored.join(", ")}: the template is created at the start`);
      else runner.log(`changed: ${changed.slice(0, 3).join(", ")}${changed.length > 3 ? " …" : ""}`);
    },
  );
  teardown.add(async () => {
    stopWatching();
    await pages.stop();
  });
}

const isIn = (folder: string, file: string) => file.startsWith(`${folder}${path.sep}`);

/** Replaces the folders of the site in the assets of the template by newly built folders with the same file names. */
function replaceAssets(assets: ReadonlyMap<string, string>, site: BuiltSite): Map<string, string> {
  const built = Object.values(site).map((folder) => ({ folder, names: new Set(readdirSync(folder)) }));
  return new Map(
    [...assets].map(([key, folder]) => {
      const names = statSync(folder).isDirectory() ? readdirSync(folder) : [];
      return [key, built.find((each) => names.some((name) => each.names.has(name)))?.folder ?? folder];
    }),
  );
}

/** The build of the sources that are watched, which may be another copy than the sources of this process. */
interface BuildModule {
  readonly SiteBuild: typeof SiteBuild;
}

interface LivePagesSettings {
  /** The root of the sources. */
  readonly root: string;
  readonly deploy: (site: BuiltSite) => void;
  readonly log: (text: string) => void;
}

/** Builds pages when their sources change. A page that can't be built stays as it was. */
class LivePages {
  readonly #settings: LivePagesSettings;
  readonly #folder: string;
  readonly #build: SiteBuild;
  #changed = new Set<string>();
  /** The pages that could not be built; undefined until all pages were built once. */
  #failed: readonly PageName[] | undefined;
  #isBuilding = false;

  private constructor(settings: LivePagesSettings, folder: string, build: SiteBuild) {
    this.#settings = settings;
    this.#folder = folder;
    this.#build = build;
  }

  /** Builds every page in the background, because only a build shows which files a page depends on. */
  static async start(settings: LivePagesSettings): Promise<LivePages> {
    const { SiteBuild } = (await import(path.join(settings.root, "web", "build.ts"))) as BuildModule;
    const folder = await mkdtemp(path.join(tmpdir(), "palais-pages-"));
    const pages = new LivePages(settings, folder, new SiteBuild(path.join(folder, "out"), { isReadable: true }));
    void pages.#buildAll();
    return pages;
  }

  /** Builds the pages of changed files, after a running build. */
  change(files: ReadonlySet<string>): void {
    for (const file of files) this.#changed.add(file);
    if (!this.#isBuilding) void this.#buildChanged();
  }

  async stop(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #buildAll(): Promise<void> {
    await this.#attempt(undefined);
    await this.#buildChanged();
  }

  async #buildChanged(): Promise<void> {
    while (this.#changed.size > 0) {
      const files = this.#changed;
      this.#changed = new Set();
      const affected = this.#build.affectedBy(files);
      // Failed pages are built again after any change, because their files are unknown.
      const pages = this.#failed && [...new Set([...affected, ...this.#failed])];
      if (pages?.length !== 0) await this.#attempt(pages);
    }
  }

  async #attempt(pages: readonly PageName[] | undefined): Promise<void> {
    const { deploy, log } = this.#settings;
    const began = performance.now();
    this.#isBuilding = true;
    try {
      await this.#build.build(pages);
      const sorted = path.join(this.#folder, "sorted");
      await rm(sorted, { recursive: true, force: true });
      deploy(sortSite(path.join(this.#folder, "out"), sorted));
      this.#failed = [];
      if (pages) log(`built ${pages.join(", ")} (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
    } catch (error) {
      this.#failed = pages;
      log(`the pages can't be built: ${describeError(error)}`);
    } finally {
      this.#isBuilding = false;
    }
  }
}
