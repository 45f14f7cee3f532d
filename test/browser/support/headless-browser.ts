import { existsSync } from "node:fs";
import { ensureDebianPackages } from "../../support/debian.ts";

export const completeBrowser = "/usr/bin/chromium";
const headlessShell = "/usr/bin/chromium-headless-shell";

/** Ensures Debian's Chromium, and its headless shell where it can be installed. */
export function ensureBrowsers(): void {
  ensureDebianPackages(["chromium"]);
  try {
    ensureDebianPackages(["chromium-headless-shell"]);
  } catch {
    // The complete browser runs all tests, but slower.
  }
}

/**
 * The headless shell if it is installed. It has no windows, no profiles and no extensions, so that a page in a new context
 * takes a fifth of the processor time. It shows no PDFs.
 */
export const findFastBrowser = (): string => (existsSync(headlessShell) ? headlessShell : completeBrowser);
