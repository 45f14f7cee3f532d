import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { runCommand, UsageError } from "../cli/command.ts";

/**
 * `npm run release -- 0.2.0`: moves the "Unreleased" entries of the change log under the version and its date, sets the
 * version of the package, commits both and tags the commit `v0.2.0`. It pushes nothing. It rejects a tree with changes,
 * a version that isn't newer, an empty "Unreleased", a tree whose types or lint fail, and packages with a known high
 * vulnerability, or of which nothing is known (`npm run check-dependencies`).
 */

/** An error that the user can correct. Its message says how. */
class ReleaseError extends Error {}

const unreleased = "## Unreleased\n";

function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new ReleaseError(`${[command, ...args].join(" ")} failed:\n${error ?? stdout + stderr}`);
  return stdout.trim();
}

/** @throws UsageError unless the text has three numbers */
function parseVersion(text: string): readonly number[] {
  if (!/^\d+\.\d+\.\d+$/.test(text)) throw new UsageError(`${text} is no version such as 0.2.0.`);
  return text.split(".").map(Number);
}

function isNewer(version: string, current: string): boolean {
  const [parts, currentParts] = [parseVersion(version), parseVersion(current)];
  const index = parts.findIndex((part, each) => part !== currentParts[each]);
  return index >= 0 && (parts[index] ?? 0) > (currentParts[index] ?? 0);
}

/** Moves the unreleased entries under the version. @throws ReleaseError if there are none */
function dateEntries(changeLog: string, version: string, day: string): string {
  const [before, after] = changeLog.split(unreleased);
  const entries = after?.split(/^## /m)[0]?.trim();
  if (before === undefined || !entries)
    throw new ReleaseError('CHANGELOG.md has nothing under "Unreleased"; what do users notice of this version?');
  return `${before}${unreleased}\n## ${version} (${day})\n${after}`;
}

interface Manifest {
  version: string;
  packages?: { "": { version: string } };
}

const readManifest = (file: string): Manifest => JSON.parse(readFileSync(file, "utf8"));

function setVersion(file: string, version: string): void {
  const manifest = readManifest(file);
  manifest.version = version;
  if (manifest.packages) manifest.packages[""].version = version;
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

function release(version: string, day: string): void {
  const { version: current } = readManifest("package.json");
  if (!isNewer(version, current)) throw new ReleaseError(`${version} is not newer than ${current}.`);
  if (run("git", "status", "--porcelain") !== "") throw new ReleaseError("The tree has changes: commit them first.");
  if (run("git", "tag", "--list", `v${version}`) !== "") throw new ReleaseError(`The tag v${version} exists.`);
  const changeLog = dateEntries(readFileSync("CHANGELOG.md", "utf8"), version, day);
  for (const check of ["types", "lint", "check-dependencies"]) run("npm", "run", check);
  writeFileSync("CHANGELOG.md", changeLog);
  for (const file of ["package.json", "package-lock.json"]) setVersion(file, version);
  run("git", "commit", "--quiet", "--all", "--message", `Release ${version}`);
  run("git", "tag", "--annotate", `v${version}`, "--message", `Palais ${version}`);
}

await runCommand(
  { usage: "release -- VERSION", options: {}, positionalCount: 1 },
  async ({ positionals: [version = ""] }) => {
    try {
      release(version, new Date().toISOString().slice(0, 10));
      process.stdout.write(`v${version} is tagged. Publish it: git push --follow-tags\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof ReleaseError)) throw error;
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
  },
);
