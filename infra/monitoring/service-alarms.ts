import { MathExpression, type Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { FilterPattern, type ILogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { indexNames } from "../data/table.ts";
import type { LambdaFunctions } from "../functions/functions.ts";
import { type FunctionName, permissions } from "../functions/permissions.ts";
import { type Alarms, createAlarm, createTableMetric } from "./alarms.ts";

const settings = { period: Duration.minutes(5), statistic: "Sum" };

/** Alerts the operator when DynamoDB throttles the table or one of its indexes. The SDK retries single throttles. */
export function addTableThrottleAlarm(alarms: Alarms, tableName: string): void {
  const metrics = [undefined, ...indexNames].flatMap((index) =>
    ["ReadThrottleEvents", "WriteThrottleEvents"].map((name) => createTableMetric(tableName, name, settings, index)),
  );
  const usingMetrics: Record<string, Metric> = Object.fromEntries(
    metrics.map((metric, index) => [`throttles${index}`, metric]),
  );
  createAlarm(alarms, "TableThrottles", {
    metric: new MathExpression({
      expression: Object.keys(usingMetrics)
        .map((name) => `FILL(${name}, 0)`)
        .join(" + "),
      label: "Throttled requests of the table and its indexes",
      usingMetrics,
      period: settings.period,
    }),
    impact: "users wait, and some are asked to try again",
    cause: "DynamoDB throttles the table or an index",
    runbook: "table-throttles",
    threshold: 10,
  });
}

const usesKms = (name: FunctionName) =>
  ["badgeKey", "signInKey", "passportKey"].some((each) => each in permissions[name]);

/** Alerts the operator when KMS fails or throttles. KMS has no metric of it, so the functions log each failed attempt. */
export function addKmsAlarm(scope: Construct, functions: LambdaFunctions, alarms: Alarms): void {
  const names = (Object.keys(functions) as FunctionName[]).filter(usesKms);
  const [failures] = names.map((name) =>
    new MetricFilter(scope, `KmsFailures-${name}`, {
      logGroup: functions[name].logGroup as ILogGroup,
      filterPattern: FilterPattern.stringValue("$.code", "=", "kms.failed"),
      metricNamespace: "Palais",
      metricName: "KmsFailures",
    }).metric(settings),
  );
  if (!failures) throw new Error("no function uses KMS");
  createAlarm(alarms, "KmsFailures", {
    metric: failures,
    impact: "people can't sign in by a link, and badges can't be signed",
    cause: "KMS fails or throttles",
    runbook: "kms",
    threshold: 5,
  });
}

/**
 * Alerts the operator when the canary does not pass three times in a row, or does not run, and when most of SES's daily
 * quota is used.
 */
export function addCanaryAlarms(scope: Construct, { logGroup }: LambdaFunction, alarms: Alarms): void {
  const filter = { logGroup: logGroup as ILogGroup, metricNamespace: "Palais" };
  const passed = new MetricFilter(scope, "CanaryPassed", {
    ...filter,
    filterPattern: FilterPattern.stringValue("$.code", "=", "canary.passed"),
    metricName: "CanaryPassed",
  });
  createAlarm(alarms, "CanaryFails", {
    metric: passed.metric(settings),
    impact: "the site may not answer",
    cause: "the canary could not open it for a quarter of an hour",
    runbook: "canary",
    periods: 3,
    isHeartbeat: true,
  });
  const quota = new MetricFilter(scope, "EmailQuotaUsed", {
    ...filter,
    filterPattern: FilterPattern.stringValue("$.code", "=", "email.quota"),
    metricName: "EmailQuotaUsed",
    metricValue: "$.usedPercent",
  });
  createAlarm(alarms, "EmailQuota", {
    metric: quota.metric({ ...settings, statistic: "Maximum" }),
    impact: "emails will soon wait until tomorrow",
    cause: "80 % of the daily quota of SES is used",
    runbook: "email-quota",
    threshold: 80,
  });
}
