import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { LambdaFunctions } from "../functions/functions.ts";
import { createTableMetric, latestMaximum } from "./alarms.ts";

interface DashboardSources {
  readonly api: HttpApi;
  readonly functions: LambdaFunctions;
  readonly tableName: string;
  readonly alarms: Alarm[];
}

const perMinute = { period: Duration.minutes(1) };

const createGraph = (title: string, left: IMetric[], right: IMetric[] = []) =>
  new GraphWidget({ title, width: 12, height: 6, left, right });

const createFunctionGraph = (title: string, lambda: LambdaFunction) =>
  createGraph(
    title,
    [lambda.metricInvocations(perMinute)],
    [lambda.metricErrors(perMinute), lambda.metricThrottles(perMinute)],
  );

/**
 * Creates the dashboard with alarms, answers, and the lag of the stream consumers.
 * @returns its name
 */
export function addDashboard(scope: Construct, { api, functions, tableName, alarms }: DashboardSources): string {
  const dashboard = new Dashboard(scope, "Dashboard", { defaultInterval: Duration.hours(3) });
  const markdown = "The description of each alarm states its impact and its runbook.";
  const lag = [
    ...(["email-outbox", "stream-dispatcher"] as const).map((name) =>
      functions[name].metric("IteratorAge", latestMaximum),
    ),
    ...(["waiting-list", "search-indexer", "import-worker", "audit-and-statistics"] as const).map((name) =>
      functions[name].metric("AsyncEventAge", latestMaximum),
    ),
  ];
  const latency = (statistic: string) => api.metricLatency({ ...perMinute, statistic });
  const [clientErrors, serverErrors] = [api.metricClientError(perMinute), api.metricServerError(perMinute)];
  const [writes, reads] = [
    createTableMetric(tableName, "ConsumedWriteCapacityUnits", perMinute),
    createTableMetric(tableName, "ConsumedReadCapacityUnits", perMinute),
  ];
  dashboard.addWidgets(new TextWidget({ markdown, width: 24, height: 1 }));
  if (alarms.length > 0) dashboard.addWidgets(new AlarmStatusWidget({ title: "Alarms", alarms, width: 24, height: 6 }));
  dashboard.addWidgets(
    createGraph("API responses", [api.metricCount(perMinute)], [clientErrors, serverErrors]),
    createGraph("API latency (ms)", ["p50", "p95", "p99"].map(latency)),
  );
  dashboard.addWidgets(
    createFunctionGraph("Registrations", functions.registration),
    createGraph("Lag of the stream consumers (ms)", lag),
  );
  dashboard.addWidgets(
    createFunctionGraph("Emails", functions["email-outbox"]),
    createGraph("Table capacity units", [writes, reads]),
  );
  return dashboard.dashboardName;
}
