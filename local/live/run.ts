import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { BuiltSite } from "../../infra/site-build.ts";
import type { Context } from "../context.ts";
import type { RunningDistribution } from "../distribution/run.ts";
import type { Functions } from "../functions/run.ts";
import type { Teardown } from "../teardown.ts";
import { LivePages } from "./live-pages.ts";
import { watchFiles } from "./watch-files.ts";

/** What only a new start takes in: the template is made from it. */
const templateSources = [path.join("infra", path.sep), path.join("shared", "contract", "routes.ts")];

/**
 * Takes changes of the sources into the running system: a function runs the new code with its next call, a page is built
 * again. Routes, environments and all else that the template says stay as they were at the start.
 */
export async function runLive(
  root: string,
  { house, stack }: Context,
  running: { readonly functions: Functions; readonly distribution: RunningDistribution },
  teardown: Teardown,
): Promise<void> {
  const { functions, distribution } = running;
  const deploy = (site: BuiltSite) => distribution.deploy(replaceAssets(stack.assets, site));
  const pages = await LivePages.start({ root, deploy, remark: house.remark });
  const stopWatching = watchFiles(
    ["functions", "shared", "web", "infra"].map((folder) => path.join(root, folder)),
    (files) => {
      const changed = [...files].map((file) => path.relative(root, file));
      const isShared = changed.some((file) => file.startsWith(`shared${path.sep}`));
      functions.reload((source) => isShared || changed.some((file) => isIn(path.relative(root, source), file)));
      pages.change(files);
      const stays = changed.filter((file) => templateSources.some((each) => file.startsWith(each)));
      if (stays.length > 0)
        house.remark(`start again to take in ${stays.join(", ")}: the template is made at the start`);
      else house.remark(`changed: ${changed.slice(0, 3).join(", ")}${changed.length > 3 ? " …" : ""}`);
    },
  );
  teardown.add(async () => {
    stopWatching();
    await pages.stop();
  });
}

/** Whether a file lies in the folder of a function's entry. */
const isIn = (entry: string, file: string) => file.startsWith(`${path.dirname(entry)}${path.sep}`);

/** The assets of the template, with the folders of the site replaced by newly built ones; the same names lie in them. */
function replaceAssets(assets: ReadonlyMap<string, string>, site: BuiltSite): Map<string, string> {
  const built = Object.values(site).map((folder) => ({ folder, names: new Set(readdirSync(folder)) }));
  return new Map(
    [...assets].map(([key, folder]) => {
      const names = statSync(folder).isDirectory() ? readdirSync(folder) : [];
      return [key, built.find((each) => names.some((name) => each.names.has(name)))?.folder ?? folder];
    }),
  );
}
