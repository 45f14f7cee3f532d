import type { TestProject } from "vitest/node";
import { ensureDebianPackages } from "../support/debian.ts";
import startSystem from "../system/setup.ts";

/** A running system and Debian's browser, with letters for all six languages. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  ensureDebianPackages(["chromium", "fonts-noto-core"]);
  return startSystem(project);
}
