import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Function as LambdaFunctionType } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Functions } from "./functions.ts";

/**
 * Each consumer of the stream looks for what an event missed; one that fails is followed by the next. Mails, seats and
 * jobs every minute; the index of people every ten, for it reads an eighth of all registrations. Every hour, what an
 * erasure left behind, and whose time is over; every night, files that nobody knows of.
 */
export function addSweeps(scope: Construct, functions: Functions, undelivered: Queue): void {
  for (const [id, lambda, minutes] of [
    ["OutboxSweep", functions.outbox, 1],
    ["WaitingListSweep", functions["waiting-list"], 1],
    ["ImportSweep", functions["import-run"], 1],
    ["BadgeSweep", functions["badge-run"], 1],
    ["PeopleIndexSweep", functions["people-index"], 10],
    ["RetentionSweep", functions.retention, 60],
  ] as const) {
    addSchedule(scope, id, lambda, { undelivered, every: Duration.minutes(minutes), event: { sweep: true } });
  }
  addSchedule(scope, "RetentionNight", functions.retention, {
    undelivered,
    every: Duration.days(1),
    event: { night: true },
  });
}

function addSchedule(
  scope: Construct,
  id: string,
  lambda: LambdaFunctionType,
  { every, event, undelivered }: { readonly every: Duration; readonly event: object; readonly undelivered: Queue },
): void {
  new Rule(scope, id, {
    schedule: Schedule.rate(every),
    targets: [
      new LambdaFunction(lambda, {
        event: RuleTargetInput.fromObject(event),
        maxEventAge: Duration.minutes(1),
        retryAttempts: 0,
        deadLetterQueue: undelivered,
      }),
    ],
  });
}
