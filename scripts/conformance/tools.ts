import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ReportError } from "./findings.ts";

const root = path.resolve(import.meta.dirname, "../..");
const requirements = path.join(import.meta.dirname, "requirements.txt");

/** @returns the first line of what the program says, if it fails */
function runInstaller(command: string, ...args: string[]): string | undefined {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", cwd: root });
  if (status === 0) return undefined;
  const lines = (error?.message ?? (stderr.trim() || stdout.trim())).split("\n");
  return lines.find((line) => line.startsWith("ERROR")) ?? lines[0] ?? "";
}

/**
 * Installs cfn-lint and checkov in a Python environment of their own, unless it exists.
 * @param folder contains an environment for each set of versions
 * @returns the folder of the programs
 * @throws ReportError if Python or a package is missing
 */
export function installTools(folder = path.join(root, "node_modules/.cache/conformance")): string {
  const versions = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const environment = path.join(folder, versions);
  const programs = path.join(environment, "bin");
  // Written last: an installation that was interrupted is repeated.
  const installed = path.join(environment, "installed");
  if (existsSync(installed)) return programs;
  rmSync(environment, { recursive: true, force: true });
  const created = runInstaller("python3", "-m", "venv", environment);
  if (created !== undefined) throw new ReportError(`Python 3 with venv is needed: ${created}`);
  console.log("Installing cfn-lint and checkov (about a minute, once) …");
  const pip = path.join(programs, "pip");
  const added = runInstaller(pip, "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements);
  if (added !== undefined) throw new ReportError(`cfn-lint and checkov can't be installed from PyPI: ${added}`);
  writeFileSync(installed, "");
  return programs;
}

/** Runs an installed tool. It exits with another code than 0 if it finds something. @returns its output */
export function runTool(program: string, ...args: string[]): string {
  const options = { encoding: "utf8", cwd: root, maxBuffer: 64 << 20 } as const;
  const { stdout, stderr, error } = spawnSync(program, args, options);
  if (error) throw new ReportError(`${path.basename(program)} did not start: ${error.message}`);
  return stdout.trim() === "" ? stderr : stdout;
}
