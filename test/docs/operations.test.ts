import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { listTemplateResources, synthesizeTemplate } from "../support/template.ts";

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
    ...[...options.matchAll(/^ {6}(\w+): \{/gm)].map(([, name = ""]) => name),
    ...(inOneLine ? [inOneLine[1] ?? ""] : []),
  ];
}

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
    const template = synthesizeTemplate();
    const functions = new Set(readdirSync(path.join(root, "functions")));
    const [, section = ""] = /\n## Monitoring\n([\s\S]*?)\n## /.exec(page) ?? [];
    const runbooks = listTemplateResources(template, "AWS::CloudWatch::Alarm").flatMap(([, { Properties }]) => {
      const [, runbook = ""] = /runbooks\/([\w-]+)\.md/.exec(String(Properties["AlarmDescription"])) ?? [];
      return functions.has(runbook) ? [] : [runbook];
    });
    expect(new Set(runbooks).size).toBeGreaterThan(8);
    expect([...new Set(runbooks)].filter((each) => !section.includes(`](runbooks/${each}.md)`))).toEqual([]);
  });

  test("names only parameters and outputs of the template", () => {
    const { Parameters = {}, Outputs = {} } = synthesizeTemplate().toJSON() as Record<string, object>;
    const parameters = [...page.matchAll(/--parameters (\w+)=/g)].map(([, name = ""]) => name);
    expect(parameters.length).toBeGreaterThan(5);
    expect(parameters.filter((name) => !Object.hasOwn(Parameters, name) && name !== "OriginVerifySecrets")).toEqual([]);
    const outputs = [...page.matchAll(/[Oo]utputs? `(\w+)`/g)].map(([, name = ""]) => name);
    expect(outputs.filter((name) => !Object.hasOwn(Outputs, name))).toEqual([]);
  });
});
