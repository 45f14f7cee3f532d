import type { TestProject } from "vitest/node";
import { ensureDebianPackages } from "../../support/debian.ts";
import startSystem from "../../system/support/setup.ts";
import { ensureBrowsers } from "./headless-browser.ts";

/** Starts a system, and ensures Debian's browser with fonts for all six languages. */
export default async function setUpBrowserTests(project: TestProject): Promise<() => Promise<void>> {
  ensureBrowsers();
  ensureDebianPackages(["fonts-noto-core"]);
  return startSystem(project);
}
