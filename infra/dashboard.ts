import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { Alarm, AlarmStatusWidget, Dashboard, GraphWidget, type IMetric, TextWidget } from "aws-cdk-lib/aws-cloudwatch";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Functions } from "./functions.ts";

interface Watched {
  readonly api: HttpApi;
  readonly functions: Functions;
  readonly table: Table;
}

const minute = { period: Duration.minutes(1) };

const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
  new GraphWidget({ title, width: 12, height: 6, left, right });

/** One look: who is hurt, how people are answered, what lags behind them. Added last, for it shows all alarms. */
export function addDashboard(scope: Construct, { api, functions, table }: Watched): void {
  const dashboard = new Dashboard(scope, "Dashboard", { defaultInterval: Duration.hours(3) });
  const alarms = scope.node.findAll().filter((each) => each instanceof Alarm);
  const markdown = "**Who is hurt?** Each alarm's description says it, and names its runbook.";
  const { registration, outbox } = functions;
  const followers = [outbox, functions["waiting-list"], functions["people-index"], functions["import-run"]];
  const age = (each: (typeof followers)[number]) => each.metric("IteratorAge", { ...minute, statistic: "Maximum" });
  const latency = (statistic: string) => api.metricLatency({ ...minute, statistic });
  dashboard.addWidgets(new TextWidget({ markdown, width: 24, height: 1 }));
  dashboard.addWidgets(new AlarmStatusWidget({ title: "Alarms", alarms, width: 24, height: 6 }));
  dashboard.addWidgets(
    graph("Answers", [api.metricCount(minute)], [api.metricClientError(minute), api.metricServerError(minute)]),
    graph("How long people wait (ms)", ["p50", "p95", "p99"].map(latency)),
  );
  dashboard.addWidgets(
    graph("The form", [registration.metricInvocations(minute)], failures(registration)),
    graph("How far the followers of the stream are behind (ms)", followers.map(age)),
  );
  dashboard.addWidgets(
    graph("Mails", [outbox.metricInvocations(minute)], failures(outbox)),
    graph("The table", [table.metricConsumedWriteCapacityUnits(minute), table.metricConsumedReadCapacityUnits(minute)]),
  );
}

const failures = (lambda: Functions["outbox"]) => [lambda.metricErrors(minute), lambda.metricThrottles(minute)];
