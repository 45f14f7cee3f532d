import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BuiltSite, sortSite } from "../../infra/site-build.ts";
import type { Page, SiteBuild } from "../../web/build.ts";

/** What the sources of the pages bring: their own build, not this process's, when they are a copy elsewhere. */
interface BuildModule {
  readonly SiteBuild: typeof SiteBuild;
}

export interface LivePagesSettings {
  /** The root of the sources. */
  readonly root: string;
  readonly deploy: (site: BuiltSite) => void;
  readonly remark: (text: string) => void;
}

/** The pages, built again as their sources change. A page that can't be built stays as it was. */
export class LivePages {
  readonly #settings: LivePagesSettings;
  readonly #folder: string;
  readonly #build: SiteBuild;
  #waiting = new Set<string>();
  /** Those that could not be built; undefined until all were built once. */
  #failed: readonly Page[] | undefined;
  #isBuilding = false;

  private constructor(settings: LivePagesSettings, folder: string, build: SiteBuild) {
    this.#settings = settings;
    this.#folder = folder;
    this.#build = build;
  }

  /** Builds every page once, as only then is it known of which files each is made; nothing waits for that. */
  static async start(settings: LivePagesSettings): Promise<LivePages> {
    const { SiteBuild } = (await import(path.join(settings.root, "web", "build.ts"))) as BuildModule;
    const folder = await mkdtemp(path.join(tmpdir(), "palais-pages-"));
    const pages = new LivePages(settings, folder, new SiteBuild(path.join(folder, "out"), { isReadable: true }));
    void pages.#buildAll();
    return pages;
  }

  /** Takes changed files in; their pages are built after those that are being built. */
  change(files: ReadonlySet<string>): void {
    for (const file of files) this.#waiting.add(file);
    if (!this.#isBuilding) void this.#buildWaiting();
  }

  async stop(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #buildAll(): Promise<void> {
    await this.#attempt(undefined);
    await this.#buildWaiting();
  }

  async #buildWaiting(): Promise<void> {
    while (this.#waiting.size > 0) {
      const files = this.#waiting;
      this.#waiting = new Set();
      const affected = this.#build.affectedBy(files);
      // What failed before is tried again with any change: of which files it is made isn't known.
      const pages = this.#failed && [...new Set([...affected, ...this.#failed])];
      if (pages?.length !== 0) await this.#attempt(pages);
    }
  }

  async #attempt(pages: readonly Page[] | undefined): Promise<void> {
    const { deploy, remark } = this.#settings;
    const began = performance.now();
    this.#isBuilding = true;
    try {
      await this.#build.build(pages);
      const sorted = path.join(this.#folder, "sorted");
      await rm(sorted, { recursive: true, force: true });
      deploy(sortSite(path.join(this.#folder, "out"), sorted));
      this.#failed = [];
      if (pages) remark(`built ${pages.join(", ")} (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
    } catch (error) {
      this.#failed = pages;
      remark(`the pages can't be built: ${error instanceof Error ? error.message : error}`);
    } finally {
      this.#isBuilding = false;
    }
  }
}
