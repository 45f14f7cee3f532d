import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const script = path.resolve(import.meta.dirname, "../../scripts/check-dependencies.ts");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "palais-audit-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the check with an npm that prints this report and ends like npm does. */
function check(report: unknown) {
  const text = typeof report === "string" ? report : JSON.stringify(report);
  const npm = path.join(folder, "npm");
  writeFileSync(path.join(folder, "report"), text);
  writeFileSync(npm, `#!/bin/sh\necho "$@" > ${folder}/arguments\ncat ${folder}/report\nexit 1\n`);
  chmodSync(npm, 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}` };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8", env });
  return { status, stdout, stderr };
}

const advisory = { title: "Prototype pollution", url: "https://example.org/GHSA-1" };
const toReport = (...severities: string[]) => ({
  auditReportVersion: 2,
  vulnerabilities: Object.fromEntries(
    severities.map((severity, index) => [`package-${index}`, { severity, range: "<2.0.0", via: [advisory, "other"] }]),
  ),
});

test.each(["high", "critical"])("a %s vulnerability fails the check, and is named with its advisory", (severity) => {
  const { status, stderr } = check(toReport("low", severity));
  expect(status).toBe(1);
  expect(stderr).toBe(
    `${severity}: package-1 <2.0.0: Prototype pollution (https://example.org/GHSA-1); through other\n`,
  );
});

test("no vulnerability, and lower ones, pass", () => {
  expect(check(toReport())).toMatchObject({ status: 0, stderr: "" });
  expect(check(toReport("low", "moderate", "info"))).toMatchObject({ status: 0, stderr: "" });
});

test.each([
  ["the answer of a registry without audits", { message: "405 Method Not Allowed", method: "POST" }],
  ["nothing", ""],
  ["a page", "<html>"],
  ["a report of another version", { auditReportVersion: 3, vulnerabilities: {} }],
  ["null", "null"],
])("%s is no clean result", (_, report) => {
  const { status, stderr } = check(report);
  expect(status).toBe(2);
  expect(stderr).toContain("nothing is known");
});
