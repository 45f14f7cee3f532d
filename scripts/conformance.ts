/**
 * `npm run conformance`: runs cfn-lint and checkov over the synthesized templates. cfn-lint must find no error and no
 * warning, in any region of infra/regions.ts. A failing check of checkov must be named in infra/accepted-findings.ts,
 * and a check that is named there must fail. Exit code 1: they differ. Exit code 2: Python or a package is missing, or
 * nothing was checked. It is no part of `npm test`, which needs no Python. `--tools FOLDER` installs the tools there.
 */
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "../cli/command.ts";
import { acceptedFindings } from "../infra/accepted-findings.ts";
import { regions } from "../infra/regions.ts";
import {
  compareFindings,
  parseCfnLintReport,
  parseCheckovReport,
  ReportError,
  type ToolFinding,
} from "./conformance/findings.ts";
import { installTools, runTool } from "./conformance/tools.ts";

/** @returns the files of the templates */
function synthesize(folder: string): string[] {
  const { status, stdout, stderr } = spawnSync("cdk", ["synth", "--quiet", "--output", folder], { encoding: "utf8" });
  const templates = globSync(path.join(folder, "*.template.json")).toSorted();
  if (status === 0 && templates.length > 0) return templates;
  throw new ReportError(`The templates can't be synthesized (npm run synth says more): ${(stderr || stdout).trim()}`);
}

const describeFinding = ({ rule, resource, text }: ToolFinding) => `  ${rule} ${resource}: ${text}\n`;

/** The stacks that have a region of their own; Palais and its nested stack can be deployed to each of `regions`. */
const listRegions = (template: string) =>
  /^Palais(?:AlarmStack\w*\.nested)?\.template\.json$/.test(path.basename(template)) ? regions : ["us-east-1"];

/** @returns the number of findings that need a person */
function lint(programs: string, templates: readonly string[]): number {
  const findings = templates.flatMap((template) => {
    const options = ["--format", "json", "--regions", ...listRegions(template)];
    return parseCfnLintReport(runTool(path.join(programs, "cfn-lint"), ...options, "--", template));
  });
  console.log(`cfn-lint: ${findings.length} errors and warnings in ${templates.length} templates`);
  process.stdout.write(findings.map(describeFinding).join(""));
  return findings.length;
}

/** @returns the number of differences from the accepted findings */
function check(programs: string, templates: readonly string[]): number {
  const files = templates.flatMap((file) => ["--file", file]);
  const options = ["--skip-download", "--compact", "--framework", "cloudformation", "--output", "json"];
  const report = runTool(path.join(programs, "checkov"), ...options, ...files);
  const findings = parseCheckovReport(report);
  const { unaccepted, outdated } = compareFindings(findings, acceptedFindings);
  console.log(`checkov: ${findings.length} failed checks, ${unaccepted.length} of them not accepted`);
  process.stdout.write(unaccepted.map(describeFinding).join(""));
  for (const { rule, resource } of outdated)
    console.log(`  ${rule} ${resource} is accepted and does not fail: remove it from infra/accepted-findings.ts`);
  return unaccepted.length + outdated.length;
}

await runCommand(
  {
    usage: "conformance -- [--tools FOLDER]",
    options: { tools: { type: "string", help: "where the tools are installed; without it, in node_modules/.cache" } },
  },
  async ({ values }) => {
    const folder = mkdtempSync(path.join(tmpdir(), "palais-conformance-"));
    try {
      const programs = installTools(values.tools);
      const templates = synthesize(folder);
      return lint(programs, templates) + check(programs, templates) > 0 ? 1 : 0;
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      console.error(error.message);
      return 2;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
