import type { AcceptedFinding } from "../../infra/accepted-findings.ts";

export interface ToolFinding {
  readonly rule: string;
  /** The type and the logical id, such as `AWS::S3::Bucket.Site`; for cfn-lint the place in the template. */
  readonly resource: string;
  readonly text: string;
}

/** A tool that gave no report which can be read. Its message is one line. */
export class ReportError extends Error {}

/** The part of cfn-lint's JSON format that is used. */
interface CfnLintMatch {
  readonly Level: string;
  readonly Message: string;
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path?: readonly (string | number)[] | null };
}

/** The errors and warnings. */
export function parseCfnLintReport(json: string): ToolFinding[] {
  return (parseToolReport("cfn-lint", json) as CfnLintMatch[]).map(({ Rule, Location, Filename, Level, Message }) => ({
    rule: Rule.Id,
    resource: (Location.Path ?? [Filename]).join("."),
    text: `${Level}: ${Message}`,
  }));
}

/** The part of checkov's JSON format that is used. Without any resource to check, only the counts are present. */
interface CheckovReport {
  readonly results?: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
    }[];
  };
  readonly summary?: { readonly passed: number; readonly parsing_errors: number };
}

/** The failed checks. @throws ReportError also if nothing passed, or if a template could not be parsed */
export function parseCheckovReport(json: string): ToolFinding[] {
  const { results, summary } = parseToolReport("checkov", json) as CheckovReport;
  if (!results || !summary || summary.passed === 0 || summary.parsing_errors > 0)
    throw new ReportError("checkov did not check the templates.");
  return results.failed_checks.map(({ check_id: rule, resource, check_name: text }) => ({ rule, resource, text }));
}

function parseToolReport(tool: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new ReportError(`${tool} gave no report: ${json.trim().split("\n")[0] ?? ""}`);
  }
}

export interface Comparison {
  /** Findings that are not accepted. */
  readonly unaccepted: readonly ToolFinding[];
  /** Accepted resources that have no finding any more. */
  readonly outdated: readonly Pick<ToolFinding, "rule" | "resource">[];
}

export function compareFindings(findings: readonly ToolFinding[], accepted: readonly AcceptedFinding[]): Comparison {
  const pairs = accepted.flatMap(({ rule, resources }) => resources.map((resource) => ({ rule, resource })));
  const covers = (pair: Pick<ToolFinding, "rule" | "resource">, finding: ToolFinding) =>
    pair.rule === finding.rule && matchesPattern(pair.resource, finding.resource);
  return {
    unaccepted: findings.filter((finding) => !pairs.some((pair) => covers(pair, finding))),
    outdated: pairs.filter((pair) => !findings.some((finding) => covers(pair, finding))),
  };
}

const matchesPattern = (pattern: string, resource: string) =>
  pattern.endsWith("*") ? resource.startsWith(pattern.slice(0, -1)) : resource === pattern;
