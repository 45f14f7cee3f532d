import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const script = path.resolve(import.meta.dirname, "../../scripts/release.ts");
const changeLog = "# Changelog\n\n## Unreleased\n\n- Seats are counted.\n\n## 0.1.0\n\n- The first.\n";

let folder: string;
const at = (name: string) => path.join(folder, name);
const read = (name: string) => readFileSync(at(name), "utf8");
const readJson = (name: string) => JSON.parse(read(name));

/** No setting of the person who runs this, such as a signing key, reaches the repository. */
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.org",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.org",
};

function git(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: folder, env, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  return stdout.trim();
}

const release = (...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], { cwd: folder, env, encoding: "utf8" });

function commitProject(
  scripts: Readonly<Record<string, string>> = { types: "true", lint: "true", "check-dependencies": "true" },
): void {
  const manifest = { name: "palais", version: "0.1.0", private: true };
  writeFileSync(at("package.json"), JSON.stringify({ ...manifest, scripts }));
  writeFileSync(at("package-lock.json"), JSON.stringify({ ...manifest, packages: { "": manifest } }));
  writeFileSync(at("CHANGELOG.md"), changeLog);
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "Start");
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "palais-release-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("dates the unreleased entries, sets the version, commits and tags", () => {
  commitProject();
  const { status, stderr } = release("0.2.0");
  expect([status, stderr]).toEqual([0, ""]);
  expect(read("CHANGELOG.md")).toMatch(
    /^# Changelog\n\n## Unreleased\n\n## 0\.2\.0 \(\d{4}-\d\d-\d\d\)\n\n- Seats are counted\.\n\n## 0\.1\.0\n/,
  );
  expect(readJson("package.json").version).toBe("0.2.0");
  expect(readJson("package-lock.json")).toMatchObject({ version: "0.2.0", packages: { "": { version: "0.2.0" } } });
  expect(git("log", "-1", "--format=%s")).toBe("Release 0.2.0");
  expect(git("rev-list", "-1", "v0.2.0")).toBe(git("rev-parse", "HEAD"));
  expect(git("status", "--porcelain")).toBe("");
});

test.each([
  ["a version that is none", ["two"], () => {}, /two is no version.*Usage/, 2],
  ["no version", [], () => {}, /Usage/, 2],
  ["a version that isn't newer", ["0.0.9"], () => {}, /0\.0\.9 is not newer than 0\.1\.0/, 1],
  ["a tree with changes", ["0.2.0"], () => writeFileSync(at("new.ts"), ""), /commit them first/, 1],
  ["a version that is tagged", ["0.2.0"], () => git("tag", "v0.2.0"), /v0\.2\.0 exists/, 1],
] as const)("refuses %s and changes nothing", (_what, args, prepare, why, code) => {
  commitProject();
  prepare();
  const { status, stderr } = release(...args);
  expect(status).toBe(code);
  expect(stderr).toMatch(why);
  expect(read("CHANGELOG.md")).toBe(changeLog);
  expect(git("log", "--format=%s")).toBe("Start");
});

test.each(["exit 1", "exit 2"])("refuses packages with a vulnerability, or without an answer: %s", (outcome) => {
  commitProject({ types: "true", lint: "true", "check-dependencies": outcome });
  const { status, stderr } = release("0.2.0");
  expect([status, stderr]).toEqual([1, expect.stringContaining("npm run check-dependencies failed")]);
  expect(git("tag", "--list")).toBe("");
});

test("refuses a tree whose types fail, and a second release without entries", () => {
  commitProject({ types: "false", lint: "true" });
  expect(release("0.2.0").stderr).toMatch(/npm run types failed/);
  expect(git("status", "--porcelain")).toBe("");
  writeFileSync(at("CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n## 0.1.0\n\n- The first.\n");
  git("commit", "--quiet", "--all", "--message", "Nothing to tell");
  expect(release("0.2.0").stderr).toMatch(/nothing under "Unreleased"/);
});
