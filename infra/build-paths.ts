import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const repositoryRoot = path.resolve(import.meta.dirname, "..");

/** The metadata key under which a function of the template names its TypeScript entry, from the repository root. */
export const sourceMetadata = "palais:source";

/** The folder of the source maps in the synthesized app. It contains one folder for each function. */
export const sourceMaps = "source-maps";

/** Creates a folder that is removed when the process exits. */
export function createTemporaryFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `palais-${name}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The alias of a function that answers requests. */
export const liveAlias = "live";
