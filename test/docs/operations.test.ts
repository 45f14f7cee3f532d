import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { listDeployments, toCdkArguments } from "../../cli/deploy/cdk.ts";
import { settings } from "../../cli/deploy/settings.ts";
import { synthesizeStage } from "../../cli/deploy/stage.ts";
import { PalaisEdgeStack } from "../../infra/edge-stack.ts";
import { regions } from "../../infra/regions.ts";
import { listAlarms, listTemplateResources, synthesizeMonitoring, synthesizeTemplate } from "../support/template.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const page = read("docs/operations.md");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Readonly<Record<string, string>> };

/** The scripts of `cli/`: the commands of operators. */
const commands = Object.entries(scripts).flatMap(([name, script]) => {
  const [, file] = /cli\/([\w-]+)\.ts$/.exec(script) ?? [];
  return file === undefined ? [] : [{ name, file: `cli/${file}.ts` }];
});

/** The options that a command declares, as its source does. */
function listOptions(file: string): string[] {
  const [, options = ""] = /options: \{([\s\S]*?)\n {4}\},?\n/.exec(read(file)) ?? [];
  const inOneLine = /options: \{ (\w+): \{/.exec(read(file));
  return [
    ...[...options.matchAll(/^ {6}"?([\w-]+)"?: \{/gm)].map(([, name = ""]) => name),
    ...(inOneLine ? [inOneLine[1] ?? ""] : []),
  ];
}

const stacks = {
  PalaisEdge: synthesizeTemplate((app) => new PalaisEdgeStack(app, "PalaisEdge")),
  Palais: synthesizeTemplate(),
  PalaisMonitoring: synthesizeMonitoring(),
};
const templates = Object.values(stacks);
/** The names of the parameters or outputs of a stack. */
const listNames = (template: Template, part: "Parameters" | "Outputs") =>
  Object.keys((template.toJSON() as Partial<Record<string, object>>)[part] ?? {});
const listAllNames = (part: "Parameters" | "Outputs") => templates.flatMap((template) => listNames(template, part));

describe("docs/operations.md", () => {
  test("explains every command of operators", () => {
    expect(commands.length).toBeGreaterThan(8);
    expect(commands.filter(({ name }) => !page.includes(`npm run ${name}`)).map(({ name }) => name)).toEqual([]);
  });

  test.each(commands)("names only options that $name has", ({ name, file }) => {
    const options = listOptions(file);
    expect(options.length).toBeGreaterThan(0);
    const calls = page.replaceAll("\n", " ").matchAll(new RegExp(`npm run\\s+${name}\\b([^\`;]*)`, "g"));
    const named = [...calls].flatMap(([, rest = ""]) =>
      [...rest.matchAll(/--([a-z][\w-]*)/g)].map(([, option = ""]) => option),
    );
    expect(named.filter((option) => !options.includes(option))).toEqual([]);
  });

  test("lists every alarm with its runbook, besides those that every function has", () => {
    const functions = new Set(readdirSync(path.join(root, "functions")));
    const [, section = ""] = /\n## Monitoring\n([\s\S]*?)\n## /.exec(page) ?? [];
    const alarms = templates.flatMap((template) => listAlarms(template));
    const runbooks = alarms.flatMap(([, { Properties }]) => {
      const [, runbook = ""] = /runbooks\/([\w-]+)\.md/.exec(String(Properties["AlarmDescription"])) ?? [];
      return functions.has(runbook) ? [] : [runbook];
    });
    expect(new Set(runbooks).size).toBeGreaterThan(8);
    expect([...new Set(runbooks)].filter((each) => !section.includes(`](runbooks/${each}.md)`))).toEqual([]);
  });

  test("names only commands that package.json has", () => {
    const named = [...page.matchAll(/npm run\s+([\w-]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test("names every parameter of the template, besides that of CDK itself", () => {
    const names = listAllNames("Parameters").filter((name) => name !== "BootstrapVersion");
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
  });

  test("lists what a deployment asks for", () => {
    const rows = settings.map(({ option, parameter }) => ({ option, parameter: parameter ?? "none" }));
    const listed = [...page.matchAll(/^ +\| `--([\w-]+)` +\| `?(\w+)`? +\|/gm)].map(
      ([, option = "", parameter = ""]) => ({ option, parameter }),
    );
    expect(listed).toEqual([...rows, { option: "region", parameter: "none" }]);
  });

  test("deploys by hand the same stacks with the same parameters as the command", () => {
    const values = Object.fromEntries(settings.map(({ option }) => [option, "…"]));
    const template = synthesizeStage("production");
    const listNamedParameters = (call: string) =>
      [...call.matchAll(/--parameters (\w+)=/g)].map(([, name = ""]) => name);
    const commanded = listDeployments("production").map((each) => {
      const call = toCdkArguments(each, "production", template, values, () => "…").join(" ");
      return { stack: each.stack, parameters: listNamedParameters(call) };
    });
    const [, block = ""] = /\n### By hand\n[\s\S]*?```sh\n([\s\S]*?)```/.exec(page) ?? [];
    const [, ...calls] = block.split("npx cdk deploy ");
    const byHand = calls.map((call) => ({ stack: /^\w+/.exec(call)?.[0], parameters: listNamedParameters(call) }));
    expect(byHand).toEqual(commanded);
    expect(byHand.length).toBeGreaterThan(1);
  });

  test("names for each guarantee of the deployment a test that there is", () => {
    const [, section = ""] = /\n## What the deployment guarantees\n([\s\S]*?)(?:\n## |$)/.exec(page) ?? [];
    const [, , ...rows] = section.split("\n").filter((line) => line.startsWith("|"));
    expect(rows.length).toBeGreaterThan(25);
    const isTest = (name: string) =>
      name === "npm run conformance" || (name.endsWith(".test.ts") && existsSync(path.join(root, name)));
    const named = rows.map((row) => [...(row.split("|")[2] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
    expect(rows.filter((_, index) => !named[index]?.length || !named[index].every(isTest))).toEqual([]);
  });

  test("names the regions that conformance checks, and no other", () => {
    const [, list = ""] = /`infra\/regions.ts`:([^.]*)\./.exec(page) ?? [];
    expect([...list.matchAll(/`([\w-]+)`/g)].map(([, name]) => name)).toEqual(regions);
  });

  test("names only parameters and outputs of the templates", () => {
    const parameters = [...page.matchAll(/--parameters (\w+)=/g)].map(([, name = ""]) => name);
    expect(parameters.length).toBeGreaterThan(5);
    expect(parameters.filter((name) => !listAllNames("Parameters").includes(name))).toEqual([]);
    const outputs = listNamedOutputs(page);
    expect(outputs.length).toBeGreaterThan(3);
    expect(outputs.filter((name) => !listAllNames("Outputs").includes(name))).toEqual([]);
  });

  test("lists every output of every stack, and no other", () => {
    const sections = [...page.matchAll(/\n### (?:Outputs|Queues)\n[\s\S]*?(?=\n##|$)/g)].join("\n");
    const listed = [...sections.matchAll(/^\| `(\w+)` +\| `(\w+)` +\|/gm)].map(([, name, stack]) => `${stack}.${name}`);
    const outputs = Object.entries(stacks).flatMap(([stack, template]) =>
      listNames(template, "Outputs").map((name) => `${stack}.${name}`),
    );
    expect(outputs.length).toBeGreaterThan(15);
    expect(listed.toSorted()).toEqual(outputs.toSorted());
  });

  test("deploys only stacks that there are, each with the settings from its context", () => {
    const calls = [...page.replaceAll("\n", " ").matchAll(/cdk deploy (\w+)/g)];
    expect(new Set(calls.map(([, stack]) => stack))).toEqual(new Set(Object.keys(stacks)));
    const sources = globSync("infra/**/*.ts", { cwd: root }).map(read).join("\n");
    const settable = [...sources.matchAll(/tryGetContext\("(\w+)"\)/g)].map(([, name]) => name);
    const named = [...page.replaceAll("\n", " ").matchAll(/-c (\w+)=/g)].map(([, name]) => name);
    expect(settable.length).toBeGreaterThan(2);
    expect(new Set(named)).toEqual(new Set(settable));
  });

  test("says what the template reserves of the account's concurrency, as the change log does", () => {
    const reserved = listTemplateResources(synthesizeTemplate(), "AWS::Lambda::Function").map(([, { Properties }]) =>
      Number(Properties["ReservedConcurrentExecutions"] ?? 0),
    );
    const sum = reserved.reduce((total, each) => total + each, 0);
    expect(sum).toBeGreaterThan(400);
    expect(page).toContain(`The template reserves ${sum} `);
    expect(read("CHANGELOG.md")).toContain(`must be 1,000: ${sum} are reserved`);
  });
});

/** What a text names as outputs of the stack. */
const listNamedOutputs = (text: string): string[] =>
  [...text.replaceAll("\n", " ").matchAll(/[Oo]utputs? ((?:`?\w+`?(?:, | and )?)+)/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/\b([A-Z][a-z]+[A-Z]\w+)/g)].map(([, name = ""]) => name),
  );

describe("the outputs of the stack", () => {
  const files = ["docs/operations.md", ...globSync(["docs/**/*.md", "cli/*.ts"], { cwd: root })];

  test.each(files)("%s names only those that there are", (file) => {
    expect(listNamedOutputs(read(file)).filter((name) => !listAllNames("Outputs").includes(name))).toEqual([]);
  });

  test("give each name that a command asks for", () => {
    const named = commands.flatMap(({ file }) => listNamedOutputs(read(file)));
    expect(new Set(named)).toEqual(
      new Set(["TableName", "DocumentsBucket", "EmailDlqUrl", "DistributionId", "OriginVerifySecretArn"]),
    );
  });
});

test("each sign-out of a member of staff names the table of the deployed system", () => {
  const calls = [...page.matchAll(/npm run sign-out -- [^`]*/g)].map(([call]) => call);
  expect(calls.filter((call) => !call.includes("--table TABLE"))).toEqual([]);
  expect(calls).toContain("npm run sign-out -- --id FORMER-SUB --table TABLE");
});

describe("the usage of a command", () => {
  test.each(commands)("of $name separates its options from those of npm", ({ name, file }) => {
    const [, usage = ""] = /usage:\s+"([^"]+)"/.exec(read(file)) ?? [];
    expect(usage).toMatch(new RegExp(`^${name} -- [-[(A-Z]`));
  });
});

describe("the tables", () => {
  test.each(globSync(["*.md", "docs/**/*.md"], { cwd: root }))("of %s begin with a head", (file) => {
    const lines = read(file).split("\n");
    const isRow = (line: string | undefined) => line?.startsWith("|") ?? false;
    const firstRows = lines.flatMap((line, index) => (isRow(line) && !isRow(lines[index - 1]) ? [index] : []));
    expect(
      firstRows.filter((index) => !/^\|[ :|-]+\|$/.test(lines[index + 1] ?? "")).map((each) => lines[each]),
    ).toEqual([]);
  });
});
