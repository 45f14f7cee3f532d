import { spawnSync } from "node:child_process";
import { getuid } from "node:process";

const runQuietly = (command: string, args: string[]) =>
  spawnSync(command, args, { encoding: "utf8", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });

const isPackageInstalled = (name: string) =>
  /^Status: install ok installed$/m.test(runQuietly("dpkg", ["-s", name]).stdout ?? "");

/** The prefix that gives apt-get its rights: none for root, sudo where it asks nothing, else undefined. */
function getRootPrefix(): string[] | undefined {
  if (getuid?.() === 0) return [];
  return runQuietly("sudo", ["-n", "true"]).status === 0 ? ["sudo", "-n"] : undefined;
}

/**
 * Installs the Debian packages that a test needs and this machine lacks.
 *
 * @throws Error that names what is missing, where there is no apt-get, no right to install, or apt-get fails.
 */
export function ensureDebianPackages(names: readonly string[]): void {
  const missing = names.filter((name) => !isPackageInstalled(name));
  if (missing.length === 0) return;
  const needed = `This test needs the Debian packages ${missing.join(", ")}`;
  const prefix = getRootPrefix();
  if (!prefix || runQuietly("apt-get", ["--version"]).status !== 0) {
    throw new Error(`${needed}, and they can't be installed here: install them and run it again.`);
  }
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...missing]]) {
    const [command, ...rest] = [...prefix, "apt-get", "-qq", ...args];
    const { status, stderr } = runWhenUnlocked(command ?? "apt-get", rest);
    if (status !== 0) throw new Error(`${needed}; apt-get ${args[0]} failed: ${stderr.trim()}`);
  }
}

/** Another test may be installing at the same moment, and apt-get lets in one at a time. */
function runWhenUnlocked(command: string, args: string[]) {
  for (let tries = 1; ; tries += 1) {
    const done = runQuietly(command, args);
    if (tries === 60 || !/Could not get lock|Unable to lock|dpkg frontend lock/.test(done.stderr)) return done;
    spawnSync("sleep", ["3"]);
  }
}
