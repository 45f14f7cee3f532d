import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { mapConcurrent } from "#shared/runtime/lambda.ts";

const root = path.resolve(import.meta.dirname, "../..");
const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The commands of Palais, with what `npm run` gives them. Stryker and Biome have a `--help` of their own. */
const commands = Object.entries(scripts).flatMap(([name, line]) => {
  const [, file, given = ""] = /with-node\.mjs ((?!node_modules)\S+\.ts)(.*)$/.exec(line) ?? [];
  return file === undefined ? [] : [{ name, args: [file, ...given.split(" ").filter(Boolean)] }];
});

/** Runs a command in a home that is none, so that one that acts changes nothing here. */
const run = (args: readonly string[]) =>
  promisify(execFile)(process.execPath, [...args], {
    cwd: root,
    env: { ...process.env, PALAIS_HOME: "/nosuch", PALAIS_PORT: "none" },
    timeout: 60_000,
  }).then(
    ({ stdout, stderr }) => ({ printed: stdout + stderr, code: 0 }),
    ({ stdout, stderr, code }) => ({ printed: stdout + stderr, code }),
  );

const concurrency = 2;

test("every script of package.json is a command of Palais, besides those of packages", () => {
  const others = Object.keys(scripts).filter((name) => !commands.some((each) => each.name === name));
  expect(others).toEqual(["mutants", "format"]);
});

test("--help of every command prints its usage, and does nothing", { timeout: 240_000 }, async () => {
  const found = await mapConcurrent(commands, concurrency, async ({ name, args }) => {
    const { printed, code } = await run([...args, "--help"]);
    return code === 0 && /^Usage: npm run [^\n]+\n(?:[^\n]*\n)*Exit codes: 0 [^\n]+\n$/.test(printed)
      ? []
      : [name, printed];
  });
  expect(found.flat()).toEqual([]);
});

test("an unknown option of every command is refused with its usage", { timeout: 240_000 }, async () => {
  const found = await mapConcurrent(commands, concurrency, async ({ name, args }) => {
    const { printed, code } = await run([...args, "--nosuch"]);
    return code === 2 && /^Unknown option '--nosuch'\. Usage: npm run [^\n]+\n$/.test(printed) ? [] : [name, printed];
  });
  expect(found.flat()).toEqual([]);
});
