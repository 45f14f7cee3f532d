import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { LambdaFunctions } from "./functions.ts";
import type { FunctionName } from "./permissions.ts";

interface SweepSchedule {
  readonly name: FunctionName;
  readonly every: Duration;
  readonly event: object;
}

/**
 * The sweeps process what the stream consumers missed: emails, seats and jobs every minute; the search index, the audit
 * chain and the statistics every ten minutes, because each sweep of them reads an eighth of all registrations. An
 * hourly sweep completes erasures and deletes expired data. A daily sweep deletes files without an item. The canary opens
 * the site every five minutes.
 */
const sweeps: Readonly<Record<string, SweepSchedule>> = {
  EmailOutboxSweep: { name: "email-outbox", every: Duration.minutes(1), event: { sweep: true } },
  WaitingListSweep: { name: "waiting-list", every: Duration.minutes(1), event: { sweep: true } },
  ImportWorkerSweep: { name: "import-worker", every: Duration.minutes(1), event: { sweep: true } },
  BadgeWorkerSweep: { name: "badge-worker", every: Duration.minutes(1), event: { sweep: true } },
  ExportWorkerSweep: { name: "export-worker", every: Duration.minutes(1), event: { sweep: true } },
  SearchIndexerSweep: { name: "search-indexer", every: Duration.minutes(10), event: { sweep: true } },
  AuditAndStatisticsSweep: { name: "audit-and-statistics", every: Duration.minutes(10), event: { sweep: true } },
  CanaryVisit: { name: "canary", every: Duration.minutes(5), event: {} },
  RetentionSweep: { name: "retention", every: Duration.minutes(60), event: { sweep: true } },
  RetentionNightly: { name: "retention", every: Duration.days(1), event: { night: true } },
};

/** Adds the schedules. A failed sweep is not retried, because the next one follows. */
export function addSweeps(scope: Construct, functions: LambdaFunctions, eventDlq: Queue): void {
  for (const [id, { name, every, event }] of Object.entries(sweeps)) {
    const target = new LambdaFunction(functions[name], {
      event: RuleTargetInput.fromObject(event),
      maxEventAge: Duration.minutes(1),
      retryAttempts: 0,
      deadLetterQueue: eventDlq,
    });
    new Rule(scope, id, { schedule: Schedule.rate(every), targets: [target] });
  }
}
