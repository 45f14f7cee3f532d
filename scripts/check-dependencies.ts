import { spawnSync } from "node:child_process";
import { runCommand } from "../cli/command.ts";

/**
 * `npm run check-dependencies`: asks the registry for known vulnerabilities of the packages that run in production, and
 * fails on high and critical ones. Exit code 1: there are some. Exit code 2: the registry did not answer, so nothing is
 * known, and nothing may be released. CI runs it each day (.github/workflows/dependencies.yml), and `npm run release`
 * before each release. docs/security.md says how soon a vulnerability is fixed.
 */

/** The part of npm's audit report (version 2) that is used. */
interface AuditReport {
  readonly auditReportVersion: number;
  readonly vulnerabilities: Readonly<Record<string, Vulnerability>>;
}

interface Vulnerability {
  readonly severity: "info" | "low" | "moderate" | "high" | "critical";
  readonly range: string;
  /** The advisories, or the names of vulnerable dependencies. */
  readonly via: readonly (string | { readonly title: string; readonly url: string })[];
}

const blocking: ReadonlySet<string> = new Set(["high", "critical"]);

function parseReport(text: string): AuditReport | undefined {
  try {
    const report = JSON.parse(text) as Partial<AuditReport>;
    return report.auditReportVersion === 2 && report.vulnerabilities ? (report as AuditReport) : undefined;
  } catch {
    return undefined;
  }
}

const describe = ([name, { severity, range, via }]: readonly [string, Vulnerability]) => {
  const reasons = via.map((each) => (typeof each === "string" ? `through ${each}` : `${each.title} (${each.url})`));
  return `${severity}: ${name} ${range}: ${reasons.join("; ")}\n`;
};

await runCommand({ usage: "check-dependencies", options: {} }, async () => {
  const { stdout, stderr } = spawnSync("npm", ["audit", "--omit=dev", "--json"], { encoding: "utf8" });
  const report = parseReport(stdout);
  if (!report) {
    process.stderr.write(`The registry gave no audit report, so nothing is known:\n${stderr || stdout}\n`);
    return 2;
  }
  const all = Object.entries(report.vulnerabilities);
  const found = all.filter(([, { severity }]) => blocking.has(severity));
  process.stderr.write(found.map(describe).join(""));
  process.stdout.write(`${found.length} high or critical of ${all.length} known vulnerabilities.\n`);
  return found.length > 0 ? 1 : 0;
});
