import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acceptedFindings } from "../../infra/accepted-findings.ts";
import {
  compareFindings,
  parseCfnLintReport,
  parseCheckovReport,
  ReportError,
  type ToolFinding,
} from "../../scripts/conformance/findings.ts";

const finding = (rule: string, resource: string): ToolFinding => ({ rule, resource, text: "Ensure it is encrypted" });
const accept = (rule: string, ...resources: string[]) => ({ rule, resources, reason: "a reason" });

describe("what checkov finds is compared with what is accepted", () => {
  test("a finding is accepted for its rule and its resource only", () => {
    const site = finding("CKV_AWS_21", "AWS::S3::Bucket.Site");
    const others = [finding("CKV_AWS_18", "AWS::S3::Bucket.Site"), finding("CKV_AWS_21", "AWS::S3::Bucket.Siteless")];
    const { unaccepted, outdated } = compareFindings([site, ...others], [accept("CKV_AWS_21", "AWS::S3::Bucket.Site")]);
    expect(unaccepted).toEqual(others);
    expect(outdated).toEqual([]);
  });

  test("a name that ends with * covers every resource that begins like it", () => {
    const accepted = [accept("CKV_AWS_117", "AWS::Lambda::Function.*"), accept("CKV_AWS_21", "AWS::S3::Bucket.Site*")];
    const covered = [
      finding("CKV_AWS_117", "AWS::Lambda::Function.Job1"),
      finding("CKV_AWS_117", "AWS::Lambda::Function.Import2"),
      finding("CKV_AWS_21", "AWS::S3::Bucket.SiteE53D7754"),
    ];
    const logs = finding("CKV_AWS_21", "AWS::S3::Bucket.AccessLogs");
    expect(compareFindings([...covered, logs], accepted)).toEqual({ unaccepted: [logs], outdated: [] });
  });

  test("each accepted resource without a finding is outdated, also beside one that has a finding", () => {
    const accepted = [accept("CKV_AWS_21", "AWS::S3::Bucket.Site*", "AWS::S3::Bucket.Logs*"), accept("CKV_AWS_7", "*")];
    expect(compareFindings([finding("CKV_AWS_21", "AWS::S3::Bucket.Site1")], accepted)).toEqual({
      unaccepted: [],
      outdated: [
        { rule: "CKV_AWS_21", resource: "AWS::S3::Bucket.Logs*" },
        { rule: "CKV_AWS_7", resource: "*" },
      ],
    });
  });

  test("each rule is accepted once, for resources of one type, with a reason", () => {
    expect(new Set(acceptedFindings.map(({ rule }) => rule)).size).toBe(acceptedFindings.length);
    for (const { rule, resources, reason } of acceptedFindings) {
      expect(rule).toMatch(/^CKV2?_AWS_\d+$/);
      expect(resources.length).toBeGreaterThan(0);
      expect(new Set(resources.map((each) => each.split(".")[0])).size).toBe(1);
      for (const each of resources) expect(each).toMatch(/^AWS::\w+::\w+\.(?:\w+\*?|\*)$/);
      expect(reason.length).toBeGreaterThan(40);
    }
  });
});

describe("the reports of the tools", () => {
  const toReport = (parts: object) => JSON.stringify({ check_type: "cloudformation", ...parts });
  const summary = { passed: 616, failed: 1, parsing_errors: 0 };
  const failed = {
    check_id: "CKV_AWS_26",
    check_name: "Ensure it is encrypted",
    resource: "AWS::SNS::Topic.Alarms",
    file_path: "/Palais.template.json",
  };

  test("checkov's failed checks are read", () => {
    const report = toReport({ results: { failed_checks: [failed] }, summary });
    expect(parseCheckovReport(report)).toEqual([finding("CKV_AWS_26", "AWS::SNS::Topic.Alarms")]);
  });

  test.each([
    ["no template was found", JSON.stringify({ passed: 0, failed: 0, parsing_errors: 0, resource_count: 0 })],
    ["no check passed", toReport({ results: { failed_checks: [] }, summary: { ...summary, passed: 0 } })],
    ["a template is damaged", toReport({ results: { failed_checks: [] }, summary: { ...summary, parsing_errors: 1 } })],
    ["checkov ends with a traceback", "Traceback (most recent call last):\n  File"],
    ["checkov prints nothing", ""],
  ])("it is no clean result when %s", (_, report) => {
    expect(() => parseCheckovReport(report)).toThrow(ReportError);
  });

  test("cfn-lint's errors and warnings are read with their place", () => {
    const match = {
      Filename: "Palais.template.json",
      Level: "Warning",
      Message: "'AccessControl' is a legacy property",
      Location: { Path: ["Resources", "Logs", "Properties", "Tags", 0], Start: {} },
      Rule: { Id: "W3045" },
    };
    const whole = { ...match, Level: "Error", Location: { Path: null }, Rule: { Id: "E0000" } };
    expect(parseCfnLintReport(JSON.stringify([match, whole]))).toEqual([
      {
        rule: "W3045",
        resource: "Resources.Logs.Properties.Tags.0",
        text: "Warning: 'AccessControl' is a legacy property",
      },
      { rule: "E0000", resource: "Palais.template.json", text: "Error: 'AccessControl' is a legacy property" },
    ]);
    expect(parseCfnLintReport("[]\n")).toEqual([]);
    expect(() => parseCfnLintReport("usage: cfn-lint")).toThrow(
      new ReportError("cfn-lint gave no report: usage: cfn-lint"),
    );
  });
});

describe("without the tools, one line says why, and the exit code is 2", () => {
  const script = path.resolve(import.meta.dirname, "../../scripts/conformance.ts");
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "palais-conformance-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = () => {
    const env = { ...process.env, PATH: `${folder}:/usr/bin/nonexistent` };
    return spawnSync(process.execPath, [script, "--tools", path.join(folder, "tools")], { encoding: "utf8", env });
  };

  const writeProgram = (text: string) => {
    const file = path.join(folder, "python3");
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
  };

  test("without Python", () => {
    const { status, stderr } = run();
    expect(stderr).toMatch(/^Python 3 with venv is needed: .*ENOENT\n$/);
    expect(status).toBe(2);
  });

  test("without PyPI, and the next run tries again", () => {
    const pip = 'echo "WARNING: Retrying" >&2; echo "ERROR: No matching distribution found for cfn-lint" >&2; exit 1';
    writeProgram(`/bin/mkdir -p "$3/bin"; printf '#!/bin/sh\\n%s' '${pip}' > "$3/bin/pip"; /bin/chmod +x "$3/bin/pip"`);
    for (let runs = 0; runs < 2; runs++) {
      const { status, stderr } = run();
      expect(stderr).toBe(
        "cfn-lint and checkov can't be installed from PyPI: ERROR: No matching distribution found for cfn-lint\n",
      );
      expect(status).toBe(2);
    }
  });
});
