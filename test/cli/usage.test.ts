import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
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
const run = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  promisify(execFile)(process.execPath, [...args], {
    cwd: root,
    env: { ...process.env, PALAIS_HOME: "/nosuch", PALAIS_PORT: "none", ...environment },
    timeout: 60_000,
  }).then(
    ({ stdout, stderr }) => ({ printed: stdout + stderr, code: 0 }),
    ({ stdout, stderr, code }) => ({ printed: stdout + stderr, code }),
  );

const concurrency = 2;

/** The commands with what `--help` prints of each. */
let described: readonly ((typeof commands)[number] & { readonly help: Awaited<ReturnType<typeof run>> })[];
beforeAll(async () => {
  described = await mapConcurrent(commands, concurrency, async (command) => ({
    ...command,
    help: await run([...command.args, "--help"]),
  }));
}, 240_000);

test("every script of package.json is a command of Palais, besides those of packages", () => {
  const others = Object.keys(scripts).filter((name) => !commands.some((each) => each.name === name));
  expect(others).toEqual(["mutants", "format"]);
});

test("--help of every command prints its usage, and does nothing", () => {
  const found = described.map(({ name, help: { printed, code } }) => {
    return code === 0 && /^Usage: npm run [^\n]+\n(?:[^\n]*\n)*Exit codes: 0 [^\n]+\n$/.test(printed)
      ? []
      : [name, printed];
  });
  expect(found.flat()).toEqual([]);
});

test("an empty value of an option, and an option that is given twice, are refused with the usage", {
  timeout: 240_000,
}, async () => {
  const found = await mapConcurrent(described, concurrency, async ({ name, args, help: { printed: help } }) => {
    const [, option] = /^ {2}--([\w-]+) VALUE/m.exec(help) ?? [];
    if (option === undefined) return [];
    const empty = await run([...args, `--${option}=`]);
    const isRefused = empty.code === 2 && empty.printed.startsWith(`--${option} is empty. Usage: npm run `);
    const twice = await run([...args, `--${option}=a`, `--${option}=b`]);
    const isRepeatable = option === "queue" || option === "only";
    const isTold = twice.code === 2 && twice.printed.startsWith(`--${option} is given more than once. Usage: npm run `);
    return isRefused && (isTold || isRepeatable) ? [] : [name, empty.printed, twice.printed];
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

test.each([
  ["deploy", "plan", ["--stage", "trial"]],
  ["verify-counters", "repair", []],
  ["deploy", "staff-email", ["--stage", "trial"]],
])("%s does nothing if npm took --%s for itself", async (name, option, args) => {
  const environment = { [`npm_config_${option.replace("-", "_")}`]: "true" };
  const { printed, code } = await run([`cli/${name}.ts`, ...args], environment);
  expect(printed).toMatch(new RegExp(`^npm took --${option} for itself.* npm run ${name} -- --${option}\\. Usage: `));
  expect(code).toBe(2);
});

test("an option that npm passes on is taken, whatever npm has in its configuration", async () => {
  const { printed } = await run(["cli/verify-counters.ts", "--repair"], { npm_config_repair: "true" });
  expect(printed).toMatch(/^There is no Palais system/);
});

test.each([
  ["repair", ["verify-counters", "--repair"]],
  ["to", ["backup", "--to", "/nosuch/b.gz"]],
  ["plan", ["deploy", "--plan"]],
])("--%s is told from the environment in which npm calls the command", async (option, args) => {
  const { printed, code } = await promisify(execFile)("npm", ["run", ...args], {
    cwd: root,
    env: { ...process.env, PALAIS_HOME: "/nosuch" },
  }).then(
    () => ({ printed: "", code: 0 }),
    ({ stderr, code }) => ({ printed: String(stderr), code }),
  );
  expect([printed, code]).toEqual([expect.stringContaining(`npm took --${option} for itself`), 2]);
});

test("a home that is a file is named as one", async () => {
  const file = path.join(root, "package.json");
  const found = await mapConcurrent(["status", "upgrade", "restore"], concurrency, (name) =>
    run([`cli/${name}.ts`, ...(name === "restore" ? ["--from", file, "--item", "x"] : [])], { PALAIS_HOME: file }),
  );
  const says = { printed: `${file} is a file. PALAIS_HOME must name a folder.\n`, code: 2 };
  expect(found).toEqual([says, says, says]);
});

test("resolve-trace says that its input is empty", async () => {
  const app = await mkdtemp(path.join(tmpdir(), "palais-trace-"));
  try {
    await mkdir(path.join(app, "source-maps", "registration"), { recursive: true });
    const args = ["cli/resolve-trace.ts", "registration", "--app", app];
    const running = promisify(execFile)(process.execPath, args, { cwd: root });
    running.child.stdin?.end("\n");
    await expect(running).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/^The trace is empty: /) });
  } finally {
    await rm(app, { recursive: true });
  }
});

test("a launcher that can't run anything ends as a command that could not run", async () => {
  expect(await run(["local/with-node.mjs"])).toEqual({ printed: expect.stringContaining("Usage: node"), code: 2 });
});

test("npm run dev -- --help names npm run dev", async () => {
  expect((await run(["local/start.ts", "--live", "--help"])).printed).toContain("npm run dev -- [--inspect]");
});
